import {expect, test} from 'vitest';
import {parseIpNeigh} from '../../src/parse/ip-neigh.ts';
import {output} from './corpus.ts';
import {mutations, saysLess} from './mutate.ts';

const rowsOf = (text: string) => parseIpNeigh(text).data.rows;

test('reads addresses, states and flags', () => {
  expect(rowsOf(output('ip-neigh/variety-s_neigh.trixie'))).toEqual([
    {dst: '169.254.1.88', dev: 'veth0p', state: ['INCOMPLETE'], flags: []},
    {dst: '10.1.1.51', dev: 'dummy0', lladdr: '02:00:00:00:00:51', state: ['STALE'], flags: []},
    {dst: '10.1.1.52', dev: 'dummy0', state: ['FAILED'], flags: []},
    {dst: '10.1.1.54', dev: 'dummy0', lladdr: '02:00:00:00:00:54', state: ['PERMANENT'], flags: ['extern_learn']},
    {dst: '10.1.1.50', dev: 'dummy0', lladdr: '02:00:00:00:00:50', state: ['PERMANENT'], flags: []},
    {dst: '169.254.1.77', dev: 'veth0p', state: ['INCOMPLETE'], flags: []},
    {dst: '2001:db8::99', dev: 'dummy0', lladdr: '02:00:00:00:00:99', state: ['REACHABLE'], flags: ['router']},
  ]);
});

test.each([
  ['10.1.1.53 dev dummy0 proxy ', {dst: '10.1.1.53', dev: 'dummy0', state: [], flags: ['proxy']}],
  [
    '10.1.1.1 lladdr 02:00:00:00:00:01 STALE',
    {dst: '10.1.1.1', lladdr: '02:00:00:00:00:01', state: ['STALE'], flags: []},
  ],
  [
    '172.18.0.1 dev eth2 lladdr 02:42:89:a3:b3:da used 0/0/0 probes 4 DELAY',
    {dst: '172.18.0.1', dev: 'eth2', lladdr: '02:42:89:a3:b3:da', state: ['DELAY'], flags: []},
  ],
])('reads %s', (line, row) => {
  expect(rowsOf(line)).toEqual([row]);
});

test('null is true for a flag in JSON', () => {
  expect(
    rowsOf('[{"dst":"10.1.1.54","dev":"d","lladdr":"02:00:00:00:00:54","extern_learn":null,"state":["PERMANENT"]}]'),
  ).toEqual([{dst: '10.1.1.54', dev: 'd', lladdr: '02:00:00:00:00:54', state: ['PERMANENT'], flags: ['extern_learn']}]);
});

test('text with and without -s, and JSON, of one table give the same rows', () => {
  const sorted = (name: string) => [...rowsOf(output(`ip-neigh/${name}`))].sort((a, b) => (a.dst < b.dst ? -1 : 1));
  expect(rowsOf(output('ip-neigh/varietyneigh.bookworm-nft'))).toEqual(
    rowsOf(output('ip-neigh/variety-j_neigh.bookworm-nft')),
  );
  expect(rowsOf(output('ip-neigh/variety-s_neigh.bookworm-nft'))).toEqual(
    rowsOf(output('ip-neigh/varietyneigh.bookworm-nft')),
  );
  expect(sorted('variety-s_neigh.trixie')).toEqual(sorted('varietyneigh.trixie'));
  for (const place of ['ov_vote.n1', 'ov_vote.n2', 'ov_ingress.n2']) {
    expect(sorted(`neigh.${place}`)).toEqual(sorted(`neigh-j.${place}`));
  }
});

test('a lost or moved column never gives a wrong value', () => {
  for (const line of `${output('ip-neigh/variety-s_neigh.trixie')}${output('ip-neigh/neigh-s.n2')}`
    .trim()
    .split('\n')) {
    const [original] = rowsOf(line);
    for (const mutated of mutations(line)) {
      const {data, unparsed} = parseIpNeigh(mutated);
      expect([mutated, unparsed.length > 0 || saysLess(data.rows[0], original)]).toEqual([mutated, true]);
    }
  }
});
