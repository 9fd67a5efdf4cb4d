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

/** As the CLI's own tests have it, with the legend of a terminal. */
const TREE = `                                             i Info →   U  In Use
IMAGE                 ID             DISK USAGE   CONTENT SIZE   EXTRA
app:v1
r.lan:5000/app        101010101010      30.5 MB        25.2 MB   U
├─ linux/amd64        202020202020      15.2 MB        12.6 MB   U
└─ linux/arm/v7       212121212121      15.2 MB        12.6 MB
<untagged>            303030303030      12.3 MB        10.1 MB
a-long-name-as-wide-as-its-column:alpine
                      505050505050       5.5kB          5.5kB
`;

test('the tree that docker images is since CLI 29', () => {
  const {data, unparsed, variant, notes} = parseDockerImages(TREE);
  expect(unparsed).toEqual([]);
  expect(variant).toBe('tree');
  expect(notes.map(({kind}) => kind)).toEqual(['lossy', 'lossy']);
  expect(data.rows.map(({id, repository, tag, size}) => [id.slice(0, 2), repository, tag, size])).toEqual([
    ['10', 'app', 'v1', '30.5 MB'],
    ['10', 'r.lan:5000/app', '<none>', '30.5 MB'],
    ['30', '<none>', '<none>', '12.3 MB'],
    ['50', 'a-long-name-as-wide-as-its-column', 'alpine', '5.5kB'],
  ]);
});

test.each(disguises)('%s changes nothing of the tree', (_, disguise) => {
  const parsed = parseDockerImages(disguise(TREE));
  expect(parsed.data).toEqual(parseDockerImages(TREE).data);
  expect(parsed.unparsed).toEqual([]);
});

test('lines that are none of the tree are left over', () => {
  const [legend, heading, ...rows] = TREE.split('\n');
  const parse = (...lines: readonly string[]) => parseDockerImages([legend, heading, ...lines].join('\n'));
  expect(parse(rows[0]!)).toMatchObject({data: {rows: []}, unparsed: [{line: 3}]});
  expect(parse(rows[2]!)).toMatchObject({data: {rows: []}, unparsed: [{line: 3}]});
  expect(parse('Error response from daemon', rows[1]!)).toMatchObject({data: {rows: [{}]}, unparsed: [{line: 3}]});
});
