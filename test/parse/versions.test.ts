import {describe, expect, test} from 'vitest';
import {parseBridgeFdb} from '../../src/parse/bridge-fdb.ts';
import {parseIpLink} from '../../src/parse/ip-link.ts';
import {parseIpNeigh} from '../../src/parse/ip-neigh.ts';
import {parseIpRoute} from '../../src/parse/ip-route.ts';
import {parseIpRule} from '../../src/parse/ip-rule.ts';
import {parseIptables} from '../../src/parse/iptables.ts';
import {parseSs} from '../../src/parse/ss.ts';
import {output} from './corpus.ts';

describe('the same in text and in JSON', () => {
  test.each(['ubuntu1804-f', 'debian13-f-d-s'])('bridge fdb: %s', name => {
    const text = parseBridgeFdb(output(`bridge-fdb/${name}`)).data;
    expect(text.rows.every(({ifname}) => ifname !== undefined)).toBe(true);
    expect(parseBridgeFdb(output(`bridge-fdb/${name.replace('-f', '-f-j')}`)).data).toEqual(text);
  });

  test('ip rule, with ranges and suppressed prefixes', () => {
    const text = parseIpRule(output('ip-rule/ubuntu2404-ru')).data;
    expect(text.rules.map(({selectors}) => selectors).filter(Boolean)).toEqual([
      {suppress_prefixlength: '0'},
      {tos: '0x10'},
      {uidrange: '0-99'},
      {ipproto: 'tcp', dport: '80-90'},
    ]);
    expect(parseIpRule(output('ip-rule/ubuntu2404-ru-j')).data).toEqual(text);
  });

  test('ip route get, with the metrics that the text has behind `cache`', () => {
    const text = parseIpRoute(output('ip-route/ubuntu2404-get')).data;
    expect(text.routes).toMatchObject([{dst: '10.66.1.1', metrics: {mtu: 1400, advmss: 1360}, cache: []}]);
    expect(parseIpRoute(output('ip-route/ubuntu2404-getj')).data).toEqual(text);
  });

  test('ip -d link of Ubuntu, whose vxlan makes the JSON invalid', () => {
    const name = 'ip-link/ubuntu2404-link-';
    const [text, json] = [parseIpLink(output(`${name}d`)), parseIpLink(output(`${name}j-d-s`))];
    expect(() => JSON.parse(output(`${name}j-d-s`))).toThrow();
    expect([...text.notes, ...json.notes]).toEqual([]);
    const vxlan = [text, json].map(({data}) => data.links.find(({ifname}) => ifname === 'vx0')?.infoData);
    expect(vxlan[1]).toMatchObject(vxlan[0]!);
    expect(vxlan[0]).toMatchObject({id: 4097, proxy: true, port: 4789, port_range: '0-0'});
  });

  test('a text that has these words, but is no JSON even without them, is left over', () => {
    expect(parseIpLink('[{"id":1fan-map ,}]')).toMatchObject({data: {links: []}, unparsed: [{line: 1}]});
  });
});

test('ip -d link names the sort of a tun interface, and the reserved bits of a vxlan', () => {
  const {data, notes} = parseIpLink(output('ip-link/debian13-link-d'));
  const infoOf = (name: string) => data.links.find(({ifname}) => ifname === name)?.infoData;
  expect(notes).toEqual([]);
  expect(infoOf('tap0')).toEqual({type: 'tap', pi: false, vnet_hdr: false, persist: true});
  expect(infoOf('vx0')).toMatchObject({reserved_bits: '0xf7ffffff000000ff', l3miss: true});
});

test('ip -br neigh has no states', () => {
  expect(parseIpNeigh(output('ip-neigh/ubuntu2404-n-br')).data.rows).toEqual([
    {dst: '10.0.0.8', dev: 'br0', state: [], flags: []},
    {dst: '10.0.0.6', dev: 'br0', lladdr: '02:42:0a:00:00:06', state: [], flags: []},
    {dst: '10.0.0.5', dev: 'br0', lladdr: '02:42:0a:00:00:05', state: [], flags: []},
    {dst: '10.0.0.2', dev: 'br0', state: [], flags: []},
    {dst: '2001:db8::8', dev: 'br0', lladdr: '02:42:0a:00:00:08', state: [], flags: []},
  ]);
  expect(parseIpNeigh('10.0.0.8 br0').unparsed).toHaveLength(1);
});

describe('ip rule', () => {
  test('-N prints the numbers of actions', () => {
    const actions = (name: string) => parseIpRule(output(`ip-rule/${name}`)).data.rules.map(({action}) => action);
    expect(actions('ubuntu2404-ru-N')).toEqual(actions('ubuntu2404-ru'));
  });

  test.each([
    ['280:\tfrom 1.1.1.1 lookup unspec unreachable', 'unreachable'],
    ['290:\tfrom all lookup unspec prohibit', 'prohibit'],
    ['300:\tfrom all lookup unspec blackhole', 'blackhole'],
  ])('busybox: %s', (line, action) => {
    const {rules} = parseIpRule(line).data;
    expect(rules).toMatchObject([{action}]);
    expect(rules[0]).not.toHaveProperty('table');
  });

  test.each([
    // busybox has no `goto`, and takes its number for another word.
    '250:\tfrom 10.9.0.0/16 lookup unspec local',
    '280:\tfrom 1.1.1.1 9',
    '280:\tfrom 1.1.1.1 lookup main 7',
  ])('is not misread: %s', line => {
    expect(parseIpRule(line)).toMatchObject({data: {rules: []}, unparsed: [{line: 1}]});
  });
});

test.each([
  ['ubuntu1804-six2', 'ipv6-icmp'],
  ['debian11-six3', 'ipv6-icmp'],
])('ip6tables: a protocol as wide as its column, with blank options behind it (%s)', (name, protocol) => {
  const {data, unparsed} = parseIptables(output(`iptables/${name}`));
  expect(unparsed).toEqual([]);
  expect(data.chains[0]!.rules).toMatchObject([
    {protocol: {not: false, value: protocol}, source: {value: '2001:db8::/32'}, destination: {not: true}},
    {target: 'REJECT', protocol: {value: 'tcp'}},
  ]);
});

describe('ss', () => {
  const socketsOf = (name: string) => parseSs(output(`ss/${name}`)).data.sockets;

  test('4.15 leaves no blank behind the longest word of a column', () => {
    const closing = socketsOf('ubuntu1804-s-tan').filter(({state}) => /WAIT/.test(state ?? ''));
    expect(closing).toMatchObject([
      {state: 'FIN_WAIT2', recvQ: 0, sendQ: 0, local: {address: '127.0.0.1', port: 50098}, peer: {port: 8080}},
      {state: 'CLOSE_WAIT', recvQ: 1, sendQ: 0, local: {address: '127.0.0.1', port: 8080}, peer: {port: 50098}},
    ]);
    expect(socketsOf('ubuntu1804-s-anp').filter(({protocol}) => protocol === 'unix')).toMatchObject([
      {type: 'stream', state: 'ESTABLISHED'},
      {type: 'stream', state: 'ESTABLISHED'},
      {type: 'stream', state: 'LISTEN', path: '/tmp/a b.sock', sendQ: 1},
      {type: 'seqpacket', state: 'LISTEN', path: '/tmp/seq.sock'},
      {type: 'dgram', path: '@abstract one'},
    ]);
    const connectionless = socketsOf('ubuntu1804-s-uea');
    expect(connectionless).toHaveLength(4);
    expect(connectionless.filter(({state, recvQ}) => state !== undefined || recvQ !== 0)).toEqual([]);
  });

  test('netlink has details of its own, and an address without a port for a peer', () => {
    const details = socketsOf('ubuntu2204-s-aneO').filter(({protocol}) => protocol === 'netlink');
    expect(details[0]).toMatchObject({local: {address: '0', port: 120}, details: {sk: '0', cb: '0'}});
    const alone = socketsOf('ubuntu2404-s-anp-fnetlink');
    expect(alone).toHaveLength(details.length);
    expect(alone[0]).toEqual({recvQ: 0, sendQ: 0, local: {address: '0', port: 0}, peer: {address: '*'}});
  });

  test('-x -e of 4.3 has the direction on a line of its own', () => {
    const sockets = socketsOf('ubuntu1604-s-xe-a');
    expect(sockets).toHaveLength(5);
    expect(sockets.some(({info}) => info !== undefined)).toBe(false);
  });
});
