import {describe, expect, test} from 'vitest';
import type {Addr, Link} from '../../src/core/rows/link.ts';
import {parseIpAddr} from '../../src/parse/ip-addr.ts';
import {output} from './corpus.ts';
import {mutations, saysLess} from './mutate.ts';

const linksOf = (text: string): readonly Link[] => parseIpAddr(text).data.links;
const read = (name: string): readonly Link[] => linksOf(output(`ip-addr/${name}`));
const addresses = (links: readonly Link[]): readonly (readonly [string, readonly Addr[]])[] =>
  links.filter(link => link.addrInfo.length > 0).map(link => [link.ifname, link.addrInfo]);

test('reads all sorts of addresses', () => {
  const links = new Map(addresses(read('varietyaddr.trixie')));
  const forever = {flags: []};
  expect(links.get('dummy0')).toEqual([
    {family: 'inet', local: '10.1.1.3', prefixlen: 32, scope: 'host', label: 'dummy0:vip', ...forever},
    {
      family: 'inet',
      local: '10.1.1.1',
      prefixlen: 24,
      broadcast: '10.1.1.255',
      scope: 'global',
      label: 'dummy0',
      ...forever,
    },
    {family: 'inet', local: '10.2.2.2', prefixlen: 24, scope: 'global', label: 'dummy0', flags: ['dynamic']},
    {family: 'inet', local: '10.1.1.2', prefixlen: 24, scope: 'global', label: 'dummy0', flags: ['secondary']},
    {
      family: 'inet6',
      local: '2001:db8::dead',
      prefixlen: 64,
      scope: 'global',
      flags: ['nodad', 'deprecated', 'noprefixroute'],
    },
    {family: 'inet6', local: '2001:db8::1', prefixlen: 64, scope: 'global', flags: ['nodad']},
    {
      family: 'inet6',
      local: 'fe80::9492:2eff:fef8:7954',
      prefixlen: 64,
      scope: 'link',
      protocol: 'kernel_ll',
      ...forever,
    },
  ]);
  expect(links.get('gre1')).toEqual([
    {family: 'inet', local: '10.8.0.1', prefixlen: 32, peer: '10.8.0.2', scope: 'global', label: 'gre1', ...forever},
  ]);
  expect(links.get('veth0p')?.[0]).toMatchObject({local: '169.254.1.1', metric: 50});
});

describe('other forms say the same', () => {
  test('JSON', () => {
    // An address was tentative in the text and no longer so in the JSON a moment later.
    const settle = (links: readonly Link[]) =>
      links.map(link => ({
        ...link,
        addrInfo: link.addrInfo.map(addr => ({...addr, flags: addr.flags.filter(flag => flag !== 'tentative')})),
      }));
    expect(settle(read('varietyaddr.trixie'))).toEqual(settle(read('variety-j_addr.trixie')));
    for (const place of ['ov_ingress.n1', 'task_redis.n1', 'task_web.n2', 'ingress_sbox.n1', 'lb_vote.n2', 'n2']) {
      expect(read(`addr.${place}`)).toEqual(read(`addr-j.${place}`));
    }
  });

  test('-o', () => {
    expect(addresses(read('variety-o_addr.trixie'))).toEqual(addresses(read('varietyaddr.trixie')));
    expect(addresses(read('variety-o_addr.bookworm-nft'))).toEqual(addresses(read('varietyaddr.bookworm-nft')));
  });

  test('-d and -s, but for what they add', () => {
    const plain = ({ifalias, extra, infoKind, infoData, slaveKind, slaveData, stats, ...link}: Link) => link;
    expect(read('variety-d_addr.trixie').map(plain)).toEqual(read('varietyaddr.trixie'));
    expect(read('variety-s_addr.trixie').map(plain)).toEqual(read('varietyaddr.trixie'));
  });

  test('-4 and -6 together', () => {
    for (const host of ['trixie', 'bookworm-nft']) {
      const both = new Map(addresses(read(`varietyaddr.${host}`)));
      for (const [name, family] of [
        [`variety-4_addr.${host}`, 'inet'],
        [`variety-6_addr.${host}`, 'inet6'],
      ]) {
        const one = [...both].map(([ifname, list]) => [ifname, list.filter(addr => addr.family === family)] as const);
        expect(addresses(read(name!))).toEqual(one.filter(([, list]) => list.length > 0));
      }
    }
  });

  test('-br, but for what it does not print', () => {
    const brief = addresses(read('varietyaddr.trixie')).map(([ifname, list]) => [
      ifname,
      list.map(({scope, label, broadcast, protocol, ...addr}) => ({...addr, flags: []})),
    ]);
    expect(addresses(read('variety-br_addr.trixie'))).toEqual(brief);
  });

  test('a terminal with colour', () => {
    const states = (links: readonly Link[]) =>
      links.map(({ifname, ifindex, addrInfo}) => ({ifname, ifindex, addrInfo}));
    expect(states(read('addr-tty.n2'))).toEqual(states(read('addr.n2')));
  });
});

test('addresses without their header are known by their label, those without one are left over', () => {
  const grep = output('ip-addr/addr.n2')
    .split('\n')
    .filter(line => line.includes('inet'))
    .join('\n');
  const {data, unparsed, notes} = parseIpAddr(grep);
  expect(data.links.map(({ifname, addrInfo}) => [ifname, addrInfo.length])).toEqual([
    ['lo', 1],
    ['eth0', 1],
    ['docker0', 1],
    ['docker_gwbridge', 1],
  ]);
  expect(unparsed.every(({text}) => text.startsWith('inet6 '))).toBe(true);
  expect(notes.map(({kind}) => kind)).toContain('headerless');
});

test('an address below a lost header is not given to the link above', () => {
  const text =
    '1: lo: <UP> mtu 65536\n    inet 127.0.0.1/8 scope host lo\n    inet 10.0.0.1/24 scope global eth0\n    inet6 fe80::1/64 scope link';
  const {data, unparsed} = parseIpAddr(text);
  expect(addresses(data.links).map(([ifname, list]) => [ifname, list.map(({local}) => local)])).toEqual([
    ['lo', ['127.0.0.1']],
    ['eth0', ['10.0.0.1']],
  ]);
  expect(unparsed).toMatchObject([{line: 4}]);
});

test('two outputs in one text stay two sets of links', () => {
  const text = output('ip-addr/addr.n2');
  expect(linksOf(`${text}\n${text}`)).toEqual([...linksOf(text), ...linksOf(text)]);
});

test('a lost or moved column never gives a wrong value', () => {
  for (const line of output('ip-addr/variety-o_addr.trixie').replaceAll(/\\.*/g, '').trim().split('\n')) {
    const [original] = linksOf(line);
    for (const mutated of mutations(line)) {
      const {data, unparsed, notes} = parseIpAddr(mutated.replace(/^(\S+ \S+) /, '$1    '));
      const honest = unparsed.length > 0 || notes.length > 0 || saysLess(data.links[0], original);
      expect([mutated, honest]).toEqual([mutated, true]);
    }
  }
});

test('numbers that -h rounded are no counts; those beside them are', () => {
  const {data, notes, unparsed} = parseIpAddr(output('ip-addr/human-s-addr.bookworm'));
  expect(unparsed).toEqual([]);
  const {stats, extra} = data.links.find(({ifname}) => ifname === 've0')!;
  expect(stats).toEqual({
    rx: {packets: 19, errors: 0, dropped: 0, missed_errors: 0, multicast: 0},
    tx: {packets: 25, errors: 0, dropped: 0, carrier_errors: 0, collisions: 0},
  });
  expect(extra).toEqual(['rx bytes 2.30k', 'tx bytes 2.80k']);
  expect(notes).toMatchObject([{kind: 'warning'}]);
});
