import {expect, test} from 'vitest';
import type {Link} from '../../src/core/rows/link.ts';
import {parseBridgeLink} from '../../src/parse/bridge-link.ts';
import {parseIpLink} from '../../src/parse/ip-link.ts';
import {output} from './corpus.ts';
import {mutations, saysLess} from './mutate.ts';

const linksOf = (text: string): readonly Link[] => parseBridgeLink(text).data.links;
const read = (name: string): readonly Link[] => linksOf(output(`bridge-link/${name}`));

test('reads the ports of an overlay', () => {
  expect(read('link.ov_ingress.n1')).toEqual([
    {
      ifindex: 4,
      ifname: 'vxlan0',
      flags: ['BROADCAST', 'MULTICAST', 'UP', 'LOWER_UP'],
      mtu: 1450,
      master: 'br0',
      slaveKind: 'bridge',
      slaveData: {state: 'forwarding', priority: 32, cost: 100},
      altnames: [],
      addrInfo: [],
    },
    expect.objectContaining({ifindex: 6, ifname: 'veth0', linkIndex: 5, master: 'br0'}),
  ]);
});

test.each([
  ['link-d.n1', 'link-j.n1'],
  ['link-d.n3', 'link-j.n3'],
  ['link.ov_vote.n2', 'link-j.ov_vote.n2'],
  ['variety-d_link.trixie', 'variety-j_-d_link.trixie'],
])('text and JSON say the same: %s = %s', (text, json) => {
  expect(read(text)).toEqual(read(json));
});

test('one line a port says the same', () => {
  const text = output('bridge-link/variety-d_link.trixie');
  expect(linksOf(text.replace(/\n(?= )/g, '\\'))).toEqual(linksOf(text));
});

test('says what `ip -d link` says of the same port', () => {
  const ports = new Map(
    parseIpLink(output('ip-link/variety-j_-d_link.trixie')).data.links.map(link => [link.ifname, link]),
  );
  for (const {slaveData, link, ...row} of read('variety-d_link.trixie')) {
    const port = ports.get(row.ifname)!;
    expect(port).toMatchObject({...row, flags: expect.arrayContaining([...row.flags])});
    const {state, ...fixed} = slaveData!;
    expect(port.slaveData).toMatchObject(fixed);
  }
});

test('versions before 4.17 print the link state, and the peer behind it', () => {
  expect(
    linksOf('9: veth0 state UP @(null): <UP,LOWER_UP> mtu 1500 master br0 state forwarding priority 32 cost 2 '),
  ).toMatchObject([{ifname: 'veth0', operstate: 'UP', master: 'br0', slaveData: {state: 'forwarding', cost: 2}}]);
  expect(linksOf('9: veth0 state UP @if8: <UP> mtu 1500 master br0 state disabled priority 32 cost 2')).toMatchObject([
    {ifname: 'veth0', linkIndex: 8},
  ]);
});

test('a lost or moved column never gives a wrong value', () => {
  const ports = output('bridge-link/variety-d_link.trixie')
    .trimEnd()
    .split(/\n(?=\S)/);
  for (const port of ports) {
    const [original] = linksOf(port);
    const lines = port.split('\n');
    for (const [i, line] of lines.entries()) {
      const indent = /^\s*/.exec(line)![0];
      for (const mutated of mutations(line)) {
        const {data, unparsed, notes} = parseBridgeLink(lines.with(i, indent + mutated).join('\n'));
        const honest = unparsed.length > 0 || notes.length > 0 || saysLess(data.links[0], original);
        expect([mutated, honest]).toEqual([mutated, true]);
      }
    }
  }
});
