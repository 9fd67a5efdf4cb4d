import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {parseBridgeFdb} from '../../src/parse/bridge-fdb.ts';
import {output} from './corpus.ts';
import {mutations, saysLess} from './mutate.ts';

const rowsOf = (text: string) => parseBridgeFdb(text).data.rows;

test('reads the rows of a docker overlay', () => {
  expect(rowsOf(output('bridge-fdb/seed-vote-scaled'))).toEqual([
    {mac: '42:a3:4b:f3:ca:05', flags: [], state: 'permanent'},
    {mac: '02:42:0a:00:00:09', flags: [], state: 'reachable'},
    {mac: '02:42:0a:00:00:06', dst: '159.89.39.105', flags: ['self'], state: 'permanent'},
    {mac: '02:42:0a:00:00:09', dst: '165.227.64.215', flags: ['self'], state: 'permanent'},
    {mac: '02:42:0a:00:00:0a', dst: '165.227.64.215', flags: ['self'], state: 'permanent'},
    {mac: '02:42:0a:00:00:0b', dst: '159.89.39.105', flags: ['self'], state: 'permanent'},
  ]);
});

const MAC = '02:00:00:00:aa:05';
test.each([
  ['extern_learn master br0 ', {flags: ['extern_learn'], master: 'br0', state: 'reachable'}],
  [
    'dev veth0 vlan 10 sticky master br0 static',
    {ifname: 'veth0', vlan: 10, flags: ['sticky'], master: 'br0', state: 'static'},
  ],
  ['master br0 dev veth0 stale self', {ifname: 'veth0', flags: ['self'], master: 'br0', state: 'stale'}],
  [
    'dev vx0 dst 10.9.0.2 port 8472 vni 99 src_vni 7 via dummy0 used 1/1 self permanent',
    {
      ifname: 'vx0',
      dst: '10.9.0.2',
      port: 8472,
      vni: 99,
      srcVni: 7,
      via: 'dummy0',
      flags: ['self'],
      state: 'permanent',
    },
  ],
  ['dst 2001:db8::3 via ifindex 5 self', {dst: '2001:db8::3', via: '5', flags: ['self'], state: 'reachable'}],
  [
    'dev vx0 dst 10.0.0.1 link-netnsid 0 nhid 3 self',
    {ifname: 'vx0', dst: '10.0.0.1', linkNetnsId: 0, nhid: 3, flags: ['self'], state: 'reachable'},
  ],
  ['dev eth0 self state=0x40', {ifname: 'eth0', flags: ['self'], state: 'state=0x40'}],
  ['dev veth0 vlan 0 permanent', {ifname: 'veth0', flags: [], state: 'permanent'}],
])('keywords are a set: %s', (words, row) => {
  expect(parseBridgeFdb(`${MAC} ${words}`)).toMatchObject({
    data: {rows: [{mac: MAC, ...row}]},
    unparsed: [],
    notes: [],
  });
});

test('`master` without a name, of old versions, is a flag and noted', () => {
  expect(parseBridgeFdb(`${MAC} dev veth0 master permanent`)).toMatchObject({
    data: {rows: [{mac: MAC, ifname: 'veth0', flags: ['master'], state: 'permanent'}]},
    notes: [{kind: 'warning', line: 1}],
  });
});

test('a row in JSON may lack its state, or have a camelCase key', () => {
  const json = `[{"mac":"${MAC.toUpperCase()}","ifname":"vx0","viaIfIndex":4,"linkNetNsId":0,"vlan":0,"flags":["self"],"state":""}]`;
  expect(rowsOf(json)).toEqual([
    {mac: MAC, ifname: 'vx0', via: '4', linkNetnsId: 0, flags: ['self'], state: 'reachable'},
  ]);
});

test('an item of JSON that is no row is noted, the others are kept', () => {
  const {data, notes} = parseBridgeFdb(`[{}, {"mac":"${MAC}","flags":[]}, {"mac":"?"}]`);
  expect(data.rows).toHaveLength(1);
  expect(notes).toMatchObject([{kind: 'warning', text: expect.stringContaining('item 3')}]);
});

test('errors that a terminal merged into JSON are left over', () => {
  const {data, unparsed} = parseBridgeFdb(`Error: Peer netns reference is invalid.\n${output('bridge-fdb/fdb-j.n2')}`);
  expect(data.rows).toEqual(rowsOf(output('bridge-fdb/fdb-j.n2')));
  expect(unparsed).toEqual([{line: 1, text: 'Error: Peer netns reference is invalid.'}]);
});

describe('text and JSON of one table give the same rows', () => {
  test.each([
    ['variety-calways_fdb_show.bookworm-nft', 'variety-j_fdb_show.bookworm-nft'],
    ['varietyfdb_show.trixie', 'variety-j_fdb_show.trixie'],
    ['variety-calways_fdb_show.trixie', 'variety-j_fdb_show.trixie'],
    ['variety-d_fdb_show.trixie', 'variety-j_fdb_show.trixie'],
    ['variety-s_-d_fdb_show.trixie', 'variety-j_-s_-d_fdb_show.trixie'],
  ])('%s = %s', (text, json) => {
    expect(rowsOf(output(`bridge-fdb/${text}`))).toEqual(rowsOf(output(`bridge-fdb/${json}`)));
  });
});

test('a lost or moved column never gives a wrong value', () => {
  for (const line of output('bridge-fdb/variety-s_-d_fdb_show.trixie').trim().split('\n')) {
    const [original] = rowsOf(line);
    for (const mutated of mutations(line)) {
      const {data, unparsed, notes} = parseBridgeFdb(mutated);
      const {state, ...row} = data.rows[0] ?? {state: undefined};
      const honest = saysLess(row, original) && (state === 'reachable' || state === original!.state);
      expect([mutated, unparsed.length > 0 || notes.length > 0 || honest]).toEqual([mutated, true]);
    }
  }
});

test('lines of other text between the rows change no row', () => {
  const lines = output('bridge-fdb/varietyfdb_show.trixie').trim().split('\n');
  const rows = rowsOf(lines.join('\n'));
  const noise = fc.string().filter(text => text.trim() !== '' && !/[\x00-\x1f\x7f-\x9f]/.test(text));
  fc.assert(
    fc.property(noise, fc.nat(lines.length), (text, at) => {
      expect(rowsOf(lines.toSpliced(at, 0, `- ${text}`).join('\n'))).toEqual(rows);
    }),
  );
});
