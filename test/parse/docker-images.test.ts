import {expect, test} from 'vitest';
import {parseDockerImages} from '../../src/parse/docker-images.ts';
import {disguises, output, outputs} from './corpus.ts';
import {mutations, saysLess} from './mutate.ts';

const TABLE = output('docker-images/ls.n2');
const VARIETY = `REPOSITORY   TAG       DIGEST                    IMAGE ID              CREATED              SIZE
<none>       <none>    <none>                    sha256:${'ab'.repeat(32)}   About a minute ago   0B
r.lan/a/b    1.0       sha256:${'cd'.repeat(32)}   0123456789ab          N/A                  1.024 kB
`;

test.each(outputs('docker-images'))('%s is understood to its last line', name => {
  expect(parseDockerImages(output(name))).toMatchObject({unparsed: [], data: {rows: [{repository: 'redis'}]}});
});

test('table and JSON give the same rows', () => {
  expect(parseDockerImages(TABLE).data.rows).toEqual([
    {id: '330eaae2d1bc', repository: 'redis', tag: 'alpine', created: '7 minutes ago', size: '22.3MB'},
  ]);
  expect(parseDockerImages(output('docker-images/ls-json.n2')).data).toEqual(parseDockerImages(TABLE).data);
});

test('images without a name, digests and whole ids', () => {
  const wide = VARIETY.replace(
    /^(\S+ +\S+ +)(DIGEST|<none>) {2,}/gm,
    (_, start: string, cell: string) => start + cell.padEnd(74),
  ).replace(/(IMAGE ID|0123456789ab) +/g, (_, cell: string) => cell.padEnd(74));
  expect(parseDockerImages(wide)).toMatchObject({
    unparsed: [],
    data: {
      rows: [
        {repository: '<none>', tag: '<none>', id: `sha256:${'ab'.repeat(32)}`, size: '0B'},
        {repository: 'r.lan/a/b', tag: '1.0', id: '0123456789ab', created: 'N/A', size: '1.024 kB'},
      ],
    },
  });
});

test.each(disguises)('%s changes nothing', (_, disguise) => {
  expect(parseDockerImages(disguise(TABLE))).toMatchObject({data: parseDockerImages(TABLE).data, unparsed: []});
});

test('a row without its heading says the same', () => {
  const {data, notes} = parseDockerImages(TABLE.split('\n')[1]!);
  expect(data).toEqual(parseDockerImages(TABLE).data);
  expect(notes).toMatchObject([{kind: 'headerless'}]);
});

test('a lost or moved column never gives a wrong value', () => {
  const [heading, row] = TABLE.split('\n');
  const {data} = parseDockerImages(TABLE);
  for (const mutated of mutations(row!)) {
    const spaced = mutated.replaceAll(' ', '   ');
    for (const text of [`${heading}\n${mutated}`, spaced]) {
      const result = parseDockerImages(text);
      expect([text, result.unparsed.length > 0 || saysLess(result.data, data)]).toEqual([text, true]);
    }
  }
});
