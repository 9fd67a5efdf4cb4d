import fc from 'fast-check';
import {expect, test} from 'vitest';
import {parseBrctlShow} from '../../src/parse/brctl.ts';
import {output} from './corpus.ts';
import {mutations, saysLess} from './mutate.ts';

const bridgesOf = (text: string) => parseBrctlShow(text).data.bridges;
const SEED = output('brctl/seed-after-swarm');

test('reads bridges with their ports, and the MAC address out of the id', () => {
  expect(bridgesOf(SEED)).toEqual([
    {
      name: 'docker0',
      id: '8000.02425dcabce4',
      priority: 32768,
      mac: '02:42:5d:ca:bc:e4',
      stp: false,
      interfaces: ['veth3850215'],
    },
    {
      name: 'docker_gwbridge',
      id: '8000.0242105642b6',
      priority: 32768,
      mac: '02:42:10:56:42:b6',
      stp: false,
      interfaces: ['veth4dae0de'],
    },
    {
      name: 'ov-001000-wo0i1',
      id: '8000.1e8f6f3278a0',
      priority: 32768,
      mac: '1e:8f:6f:32:78:a0',
      stp: false,
      interfaces: ['vethc978c4b', 'vx-001000-wo0i1'],
    },
  ]);
});

test('a bridge without ports has none', () => {
  expect(bridgesOf(output('brctl/seed-before-swarm'))).toMatchObject([{name: 'docker0', interfaces: []}]);
  expect(bridgesOf(output('brctl/variety-show.trixie'))).toMatchObject([
    {stp: false},
    {stp: true, interfaces: ['veth0', 'vx0']},
  ]);
});

test('the header may be missing, and tabs may have become blanks', () => {
  expect(bridgesOf(SEED.split('\n').slice(1).join('\n'))).toEqual(bridgesOf(SEED));
  expect(bridgesOf(SEED.replaceAll('\t', '        '))).toEqual(bridgesOf(SEED));
});

test('ports below an unreadable bridge are not given to the bridge above', () => {
  const broken = SEED.replace('8000.1e8f6f3278a0', '8000');
  const {data, unparsed} = parseBrctlShow(broken);
  expect(data.bridges).toEqual(bridgesOf(SEED).slice(0, 2));
  expect(unparsed.map(({line}) => line)).toEqual([4, 5]);
});

test('indented words of another output are no ports', () => {
  const {data, unparsed} = parseBrctlShow(`${SEED}\n[\n    {\n        "x":\n    }\n]`);
  expect(data.bridges).toEqual(bridgesOf(SEED));
  expect(unparsed).toHaveLength(5);
});

test('a lost or moved column never gives a wrong value', () => {
  for (const line of SEED.split('\n').filter(text => text.includes('8000.'))) {
    const [original] = bridgesOf(line);
    for (const mutated of mutations(line)) {
      const {data, unparsed} = parseBrctlShow(mutated);
      expect([mutated, unparsed.length > 0 || saysLess(data.bridges[0], original)]).toEqual([mutated, true]);
    }
  }
});

test('lines of other text between the rows change no row', () => {
  const lines = output('brctl/show.n2').trimEnd().split('\n');
  const noise = fc.string().filter(text => !/[\x00-\x1f\x7f-\x9f]|\s(?:yes|no)\b/.test(text));
  fc.assert(
    fc.property(noise, fc.nat(lines.length), (text, at) => {
      expect(bridgesOf(lines.toSpliced(at, 0, `two words ${text}`).join('\n'))).toEqual(bridgesOf(lines.join('\n')));
    }),
  );
});
