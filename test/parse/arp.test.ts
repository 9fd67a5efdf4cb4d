import {expect, test} from 'vitest';
import type {Neigh} from '../../src/core/rows/neigh.ts';
import {parseArp} from '../../src/parse/arp.ts';
import {parseIpNeigh} from '../../src/parse/ip-neigh.ts';
import {output} from './corpus.ts';
import {mutations, saysLess} from './mutate.ts';

const rowsOf = (text: string): readonly Neigh[] => parseArp(text).data.rows;
const sorted = (rows: readonly Neigh[]): readonly Neigh[] => [...rows].sort((a, b) => (a.dst < b.dst ? -1 : 1));
const plain = {state: [], flags: []};

test.each([
  ['arp/variety-e.trixie', 'columns'],
  ['arp/variety-n.trixie', 'columns without names'],
  ['arp/variety-busybox.trixie', 'sentences'],
])('%s: %s', name => {
  expect(sorted(rowsOf(output(name)))).toEqual([
    {dst: '10.1.1.50', dev: 'dummy0', lladdr: '02:00:00:00:00:50', state: ['PERMANENT'], flags: []},
    {dst: '10.1.1.51', dev: 'dummy0', lladdr: '02:00:00:00:00:51', ...plain},
    {dst: '10.1.1.52', dev: 'dummy0', ...plain},
    {dst: '10.1.1.53', dev: 'dummy0', state: [], flags: ['proxy']},
    {dst: '10.1.1.54', dev: 'dummy0', lladdr: '02:00:00:00:00:54', state: ['PERMANENT'], flags: []},
    {dst: '169.254.1.77', dev: 'veth0p', ...plain},
    {dst: '169.254.1.88', dev: 'veth0p', ...plain},
  ]);
});

test('says what `ip neigh` says, but for states that arp does not print', () => {
  const known = sorted(parseIpNeigh(output('ip-neigh/variety-s_neigh.trixie')).data.rows)
    .filter(({dst}) => !dst.includes(':'))
    .map(row => ({...row, state: row.state.filter(state => state === 'PERMANENT'), flags: []}));
  expect(sorted(rowsOf(output('arp/variety-n.trixie')).filter(({flags}) => flags.length === 0))).toEqual(known);
  for (const place of ['lb_vote.n2', 'n1', 'ov_ingress.n1', 'task_redis.n2']) {
    const neigh = parseIpNeigh(output(`ip-neigh/neigh.${place}`)).data.rows.filter(({dst}) => !dst.includes(':'));
    const macs = new Map(neigh.map(({dst, lladdr}) => [dst, lladdr]));
    const rows = rowsOf(output(`arp/arp-an.${place}`));
    expect(rows.length).toBeGreaterThan(0);
    for (const {dst, lladdr} of rows) if (macs.has(dst)) expect([dst, lladdr]).toEqual([dst, macs.get(dst)]);
  }
});

// As net-tools 2.10 prints them in German, Czech, Portuguese and Estonian; one word between is none of theirs.
test.each([
  ...[
    ['auf', 'auf'],
    ['na', 'na'],
    ['em', 'em'],
    ['aadressil', 'liides'],
  ].map(([at, on]): [string, {dst: string; dev: string; lladdr: string}] => [
    `? (10.0.0.7) ${at} 02:42:0a:00:00:07 [ether] ${on} eth0`,
    {dst: '10.0.0.7', dev: 'eth0', lladdr: '02:42:0a:00:00:07'},
  ]),
  ['? (10.0.0.7) was 02:42:0a:00:00:07 [ether] auf eth0', undefined],
  ['? (10.0.0.7) at 02:42:0A:00:00:07 [ether] auf eth0', {dst: '10.0.0.7', dev: 'eth0', lladdr: '02:42:0a:00:00:07'}],
  ['? (10.0.0.7) at <unvollständig> auf eth0', {dst: '10.0.0.7', dev: 'eth0'}],
  ['10.0.0.7          (incompleto)                              eth0', {dst: '10.0.0.7', dev: 'eth0'}],
  [
    'gw.example (10.0.0.1) at 02:42:0a:00:00:01 [ether] on eth0',
    {dst: '10.0.0.1', dev: 'eth0', lladdr: '02:42:0a:00:00:01'},
  ],
])('%s', (line, row) => {
  expect(rowsOf(line)).toEqual(row === undefined ? [] : [{...row, ...plain}]);
});

test('a name as long as its column is noted as cut', () => {
  const line = 'redis.1.m911y2nt3wy0qo5 ether   02:42:0a:00:00:07   C   eth0';
  expect(parseArp(line)).toMatchObject({
    data: {rows: [{dst: 'redis.1.m911y2nt3wy0qo5'}]},
    notes: [{kind: 'truncated', line: 1}],
  });
});

test('that there is no entry is understood, and noted', () => {
  expect(parseArp('10.0.0.9 (10.0.0.9) -- no entry')).toMatchObject({
    data: {rows: []},
    unparsed: [],
    notes: [{kind: 'warning', line: 1}],
  });
});

test('a lost or moved column never gives a wrong value', () => {
  for (const name of ['arp/variety-n.trixie', 'arp/arp-an.n1', 'arp/arp-an.ov_vote.n2', 'arp/variety-busybox.trixie']) {
    for (const line of output(name).trim().split('\n')) {
      const [original] = rowsOf(line);
      if (original === undefined) continue;
      for (const mutated of mutations(line)) {
        const {data, unparsed} = parseArp(mutated);
        // Without `PERM` or `M` the row is what a learned one looks like.
        expect([mutated, unparsed.length > 0 || saysLess(data.rows[0], original)]).toEqual([mutated, true]);
      }
    }
  }
});

test.each(['cs_CZ', 'et_EE'])('arp -an of %s leaves no blank behind what is incomplete', locale => {
  const {data, unparsed} = parseArp(output(`arp/localized-arp_-an.${locale}`));
  expect(unparsed).toEqual([]);
  expect(data.rows.at(-1)).toEqual({dst: '10.5.0.77', dev: 've0', state: [], flags: []});
});
