import {describe, expect, test} from 'vitest';
import type {Route} from '../../src/core/rows/route.ts';
import {parseIpRoute} from '../../src/parse/ip-route.ts';
import {parseIpRule} from '../../src/parse/ip-rule.ts';
import {parseNetstat} from '../../src/parse/netstat.ts';
import {parseRoute} from '../../src/parse/route.ts';
import {output} from './corpus.ts';
import {mutations, saysLess} from './mutate.ts';

const routesOf = (text: string): readonly Route[] => parseIpRoute(text).data.routes;
const read = (name: string): readonly Route[] => routesOf(output(`ip-route/${name}`));

test('reads types, gateways of the other family, metrics, encapsulation, nexthops', () => {
  const routes = new Map(read('varietyroute.trixie').map(route => [`${route.dst} ${route.metric ?? 0}`, route]));
  expect(routes.get('default 200')).toEqual({
    type: 'unicast',
    dst: 'default',
    gateway: '10.1.1.253',
    dev: 'dummy0',
    protocol: 'static',
    metric: 200,
    flags: ['onlink'],
  });
  expect(routes.get('10.66.0.0/16 0')).toEqual({type: 'blackhole', dst: '10.66.0.0/16', flags: []});
  expect(routes.get('10.70.0.0/16 0')?.nexthops).toEqual([
    {gateway: '10.1.1.10', dev: 'dummy0', weight: 1, flags: []},
    {gateway: '10.1.1.11', dev: 'dummy0', weight: 5, flags: []},
  ]);
  expect(routes.get('10.71.0.0/16 0')?.metrics).toEqual({
    mtu: 1400,
    advmss: 1300,
    initcwnd: 10,
    rto_min: 5,
    quickack: 1,
  });
  expect(routes.get('10.73.0.0/16 0')).toMatchObject({dev: 'vx0', encap: {type: 'ip', id: 42, dst: '10.1.1.9'}});
  expect(routes.get('10.74.0.0/16 0')).toMatchObject({via: {family: 'inet6', host: '2001:db8::9'}, dev: 'dummy0'});
  expect(routes.get('10.75.0.0/16 0')).toMatchObject({nhid: 11, gateway: '10.1.1.20'});
});

describe('other forms of one table say the same', () => {
  test.each([
    ['varietyroute.bookworm-nft', 'variety-j_route.bookworm-nft'],
    ['variety-o_route.bookworm-nft', 'variety-j_route.bookworm-nft'],
    ['variety-o_route.trixie', 'varietyroute.trixie'],
    ['varietyroute_show_table_all.trixie', 'variety-j_route_show_table_all.trixie'],
    ['route-all.n2', 'route-j.n2'],
    ['route-tty.n2', 'route.n2'],
    ['route.task_web.n2', 'route-j.task_web.n2'],
    ['route.ov_vote.n1', 'route-j.ov_vote.n1'],
  ])('%s = %s', (text, json) => {
    expect(read(text)).toEqual(read(json));
  });

  test('-d and -N, but for what they add', () => {
    const plain = ({protocol, scope, ...route}: Route) => ({
      ...route,
      ...(protocol !== undefined && protocol !== 'boot' && {protocol}),
      ...(scope !== undefined && scope !== 'global' && {scope}),
    });
    expect(read('variety-d_route.trixie').map(plain)).toEqual(read('varietyroute.trixie').map(plain));
    expect(read('variety-N_route.trixie')).toEqual(read('varietyroute.trixie'));
    // busybox prints no protocol, and two blanks before `src`.
    const ofBusybox = read('route.task_web.n2').map(({protocol, ...route}) => route);
    expect(read('busybox-exec-route.n2')).toEqual(ofBusybox);
  });

  test('net-tools and busybox print the same routes as `ip route`, but for what they do not know', () => {
    const common = ({dst, gateway, dev, metric}: Route) => ({dst, gateway, dev, metric});
    const ip = read('varietyroute.trixie')
      // A multipath route is shown by its first way, one over another family without its gateway.
      .map(route => ({...route, ...(route.nexthops && {gateway: '10.1.1.10', dev: 'dummy0'})}))
      .map(common);
    for (const name of [
      'route/variety-route_-n.trixie',
      'route/variety-route_-ee_-n.trixie',
      'netstat/variety-netstat_-rnee.trixie',
    ]) {
      expect(parseRoute(output(name)).data.routes.map(common)).toEqual(ip);
    }
    const withoutMetric = ip.map(route => ({...route, metric: undefined}));
    expect(parseNetstat(output('netstat/variety-netstat_-nr.trixie')).data.routes.map(common)).toEqual(withoutMetric);
    expect(parseNetstat(output('netstat/variety-busybox_netstat_-nr.trixie')).data.routes.map(common)).toEqual(
      withoutMetric,
    );
    const six = parseRoute(output('netstat/variety-netstat_-6nr.trixie')).data.routes.map(({dst, gateway, dev}) => [
      dst,
      gateway,
      dev,
    ]);
    for (const {dst, gateway, dev, nexthops} of read('variety-6_route.trixie')) {
      for (const hop of nexthops ?? [{gateway, dev}]) expect(six).toContainEqual([dst, hop.gateway, hop.dev]);
    }
  });
});

test('`ip route get` has a line of the cache, a question to many routes has many', () => {
  expect(routesOf('local 10.0.0.7 dev lo src 10.0.0.7 uid 0 \n    cache <local> \n')).toEqual([
    {type: 'local', dst: '10.0.0.7', dev: 'lo', prefsrc: '10.0.0.7', uid: 0, flags: [], cache: ['local']},
  ]);
  expect(read('variety-j_route_get_10.70.1.1.trixie')).toMatchObject([
    {dst: '10.70.1.1', gateway: '10.1.1.11', cache: []},
  ]);
});

test('words that are not known are kept and noted; an address alone is no route', () => {
  expect(parseIpRoute('10.0.0.0/24 dev eth0 shiny 5')).toMatchObject({
    data: {routes: [{dst: '10.0.0.0/24', extra: ['shiny', '5']}]},
    notes: [{kind: 'warning', line: 1}],
  });
  expect(parseIpRoute('10.0.0.1\n10.0.0.7 dev eth0 lladdr 02:42:0a:00:00:07 STALE')).toMatchObject({
    data: {routes: []},
    unparsed: [{line: 1}, {line: 2}],
  });
});

test('the header tells whether the numbers are a metric or the MSS; without one it is the command', () => {
  const row = '10.71.0.0       10.1.1.10       255.255.0.0     UG     1340 0          0 dummy0';
  expect(parseNetstat(row).data.routes).toMatchObject([{metrics: {mss: 1340}}]);
  expect(parseRoute(row).data.routes).toMatchObject([{metric: 1340}]);
  const header = 'Destino         Roteador        MáscaraGen.    Opções   MSS Janela  irtt Iface';
  expect(parseRoute(`${header}\n${row}`).data.routes).toMatchObject([{metrics: {mss: 1340}}]);
  // Czech has no word in common with English.
  const czech = 'Adresát         Brána           Maska           Přízn Metrik Odkazů Užt Rozhraní';
  const parsed = parseNetstat(`Směrovací tabulka v jádru pro IP\n${czech}\n${row}`);
  expect(parsed).toMatchObject({data: {routes: [{metric: 1340}]}, unparsed: [], notes: [{kind: 'localized', line: 1}]});
});

test('a netmask with holes is none', () => {
  expect(parseRoute('10.0.0.0 0.0.0.0 255.0.255.0 U 0 0 0 eth0')).toMatchObject({
    data: {routes: []},
    unparsed: [{line: 1}],
  });
});

test.each(['trixie', 'bookworm-nft'])('rules: text = JSON (%s)', host => {
  const text = parseIpRule(output(`ip-rule/varietyrule.${host}`)).data.rules;
  expect(text).toEqual(parseIpRule(output(`ip-rule/variety-j_rule.${host}`)).data.rules);
  expect(text).toContainEqual(
    expect.objectContaining({priority: 499, fwmark: 0x100, fwmask: 0xfff, iif: 'dummy0', table: '100'}),
  );
});

test.each([
  ['100:\tnot from all fwmark 0xca6c lookup 51820', {not: true, fwmark: 51820, action: 'lookup', table: '51820'}],
  ['100:\tfrom all lookup main suppress_prefixlength 0', {selectors: {suppress_prefixlength: '0'}, table: 'main'}],
  ['100:\tfrom 10.0.0.0/8 iif eth0 [detached] goto 200 [unresolved]', {goto: 200, flags: ['detached', 'unresolved']}],
])('rules: %s', (line, rule) => {
  expect(parseIpRule(line).data.rules).toMatchObject([rule]);
});

describe('a lost or moved column never gives a wrong value', () => {
  type Read = (text: string) => readonly object[];
  const check = (name: string, rowsOf: Read, isAlike: (mutated: string, line: string) => boolean): void => {
    for (const line of output(name).trim().split('\n')) {
      const [original] = rowsOf(line);
      for (const mutated of original === undefined ? [] : mutations(line)) {
        const honest = rowsOf(mutated).every(row => saysLess(row, original)) || isAlike(mutated, line);
        expect([mutated, honest]).toEqual([mutated, true]);
      }
    }
  };

  test('ip route: or it is noted', () => {
    check(
      'ip-route/varietyroute_show_table_all.trixie',
      routesOf,
      // Without its type the line is that of another route.
      (mutated, line) => parseIpRoute(mutated).notes.length > 0 || line.trim().endsWith(mutated),
    );
  });

  test('ip rule', () => {
    const rulesOf = (text: string) => parseIpRule(text).data.rules;
    check('ip-rule/varietyrule.trixie', rulesOf, () => false);
  });

  test('route and netstat -nr, but for numbers that change places', () => {
    const numbers = /(?: -?\d+){3} (?=\S+$)/;
    // Its gateway is of IPv6 and not printed, so both ways round it is a route.
    const odd = '0.0.0.0 10.74.0.0 255.255.0.0 UG 0 0 0 dummy0';
    const isSwapped = (mutated: string, line: string): boolean =>
      mutated === odd || mutated.replace(numbers, '') === line.trim().replace(/\s+/g, ' ').replace(numbers, '');
    for (const name of ['route/variety-route_-n.trixie', 'netstat/variety-netstat_-6nr.trixie']) {
      check(name, text => parseRoute(text).data.routes, isSwapped);
    }
  });
});
