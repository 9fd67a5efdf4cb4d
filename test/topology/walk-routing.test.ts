import {expect, test} from 'vitest';
import type {Snapshot} from '../../src/core/facts.ts';
import {edited, type Rows} from '../assertions/edit.ts';
import {sandboxOf} from '../assertions/trap.ts';
import {
  BALANCER,
  CLIENT,
  type Damage,
  damage,
  EAST,
  expectDamages,
  MESH,
  REDIS,
  REDIS_2,
  REMOTE,
  wired,
} from './damage.ts';
import {ends, walked, withKernel} from './walking.ts';

type RoutingRule = Rows<'ns.rules'>[number];
type Route = Rows<'ns.routes'>[number];

const known = withKernel(wired);
const HOST_2 = 'swarm-02/host';
const HOST_3 = 'swarm-03/host';
const SANDBOX = 'swarm-02/ingress_sbox';
const VOTE_1 = `swarm-01/${sandboxOf(wired, 'swarm-01', 'vote.1')}`;
const both = (end: string) => ['vote.1', 'vote.2'].map(task => `${task}: ${end}`);

/** With rules more, and with the routes of table 7, as they are collected where there are rules more. */
function ruledBy(
  place: string,
  rules: readonly Partial<RoutingRule>[],
  seventh: readonly Partial<Route>[] = [],
): Snapshot {
  const local: Route = {type: 'local', dst: '127.0.0.1', dev: 'lo', table: 'local', flags: []};
  const more = rules.map(
    (rule, index): RoutingRule => ({priority: 100 + index, src: 'all', action: 'lookup', flags: [], ...rule}),
  );
  const within = edited(known, 'ns.rules', place, rows => [...rows, ...more]);
  return edited(within, 'ns.routes', place, rows => [
    ...rows,
    local,
    ...seventh.map((route): Route => ({type: 'unicast', dst: 'default', flags: [], table: '7', ...route})),
  ]);
}

const SEVENTH = {table: '7'};
const AWAY = [{dev: 'eth1', gateway: '172.18.0.1'}];
/** The rule, and the same packets by the same way: the main one. */
const SAME = [{dst: '10.0.1.0/24', dev: 'eth0'}];

const CHOSEN: readonly Damage[] = [
  damage(
    'all of the client goes by another table',
    EAST,
    ruledBy(CLIENT, [SEVENTH], AWAY),
    ['route@swarm-03 broken'],
    'leave',
  ),
  damage('another table has no route, so that the main one counts', EAST, ruledBy(CLIENT, [SEVENTH]), [], ''),
  damage(
    'another table says to go on',
    EAST,
    ruledBy(CLIENT, [SEVENTH], [{type: 'throw', dst: '10.0.1.0/24'}]),
    [],
    '',
  ),
  damage(
    'another table sends nothing',
    EAST,
    ruledBy(CLIENT, [SEVENTH], [{type: 'unreachable', dst: '10.0.1.0/24'}]),
    ['route@swarm-03 broken'],
    'are not sent: the route in',
  ),
  damage(
    'another table is looked up behind the main one',
    EAST,
    ruledBy(CLIENT, [{...SEVENTH, priority: 32_766.5}], AWAY),
    [],
    '',
  ),
  damage(
    'a rule sends nothing',
    EAST,
    ruledBy(CLIENT, [{action: 'prohibit', dst: '10.0.1.0/24'}]),
    ['route@swarm-03 broken'],
    'is 100: from all to 10.0.1.0/24 prohibit',
  ),
  damage(
    'a rule is for another destination',
    EAST,
    ruledBy(CLIENT, [{action: 'blackhole', dst: '10.9.0.0/16'}]),
    [],
    '',
  ),
  damage('a rule is for another source', EAST, ruledBy(CLIENT, [{action: 'blackhole', src: '10.9.0.0/16'}]), [], ''),
  damage(
    'a rule is for the source',
    EAST,
    ruledBy(CLIENT, [{action: 'blackhole', src: '10.0.1.8/32'}]),
    ['route@swarm-03 broken'],
    'from 10.0.1.8/32 blackhole',
  ),
  damage(
    'a rule is for all but another source',
    EAST,
    ruledBy(CLIENT, [{action: 'blackhole', src: '10.9.0.0/16', not: true}]),
    ['route@swarm-03 broken'],
    'not from 10.9.0.0/16 blackhole',
  ),
  damage('a rule is for what comes in', EAST, ruledBy(CLIENT, [{action: 'blackhole', iif: 'eth0'}]), [], ''),
  damage(
    'a rule is for programs of one interface',
    EAST,
    ruledBy(CLIENT, [{action: 'blackhole', oif: 'eth0'}]),
    [],
    '',
  ),
  damage(
    'a rule is for a device of a VRF',
    EAST,
    ruledBy(CLIENT, [{action: 'lookup', flags: ['l3mdev']}], AWAY),
    [],
    '',
  ),
  damage(
    'a rule is for another protocol',
    EAST,
    ruledBy(CLIENT, [{action: 'blackhole', selectors: {ipproto: 'udp'}}]),
    [],
    '',
  ),
  damage(
    'a rule is for the protocol',
    EAST,
    ruledBy(CLIENT, [{action: 'blackhole', selectors: {ipproto: 'tcp'}}]),
    ['route@swarm-03 broken'],
    'ipproto tcp blackhole',
  ),
  damage(
    'a rule is for a port that is not known',
    EAST,
    ruledBy(CLIENT, [{action: 'blackhole', selectors: {dport: '6379'}}]),
    ['route@swarm-03 unknown'],
    'depends on more than is known',
  ),
  damage(
    'a rule is for a port that is not known, and leads the same way',
    EAST,
    ruledBy(CLIENT, [{...SEVENTH, selectors: {dport: '6379'}}], [{dst: '10.0.1.0/24', dev: 'eth0', table: 'main'}]),
    [],
    '',
  ),
  damage(
    'nothing in the client sets the mark of a rule',
    EAST,
    ruledBy(CLIENT, [{action: 'blackhole', fwmark: 1}]),
    [],
    '',
  ),
  damage(
    'a rule is for what has no mark',
    EAST,
    ruledBy(CLIENT, [{action: 'blackhole', fwmark: 0, fwmask: 0xff}]),
    ['route@swarm-03 broken'],
    'fwmark 0x0/0xff blackhole',
  ),
  damage(
    'the routes of a table are not known',
    EAST,
    edited(known, 'ns.rules', CLIENT, rows => [
      ...rows,
      {priority: 9, src: 'all', action: 'lookup', table: '7', flags: []},
    ]),
    ['route@swarm-03 unknown'],
    'looks up a table whose routes are not known',
  ),
  damage(
    'a rule leaves out all but the default routes',
    EAST,
    ruledBy(CLIENT, [{table: 'main', selectors: {suppress_prefixlength: '24'}}, SEVENTH], AWAY),
    ['route@swarm-03 broken'],
    'by eth1 to 172.18.0.1',
  ),
  damage(
    'a rule leaves out only the default route',
    EAST,
    ruledBy(CLIENT, [{table: 'main', selectors: {suppress_prefixlength: '0'}}, SEVENTH], AWAY),
    [],
    '',
  ),
  damage(
    'a rule leads past the one that sends nothing',
    EAST,
    ruledBy(CLIENT, [{action: 'goto', goto: 32_766}, {action: 'blackhole'}]),
    [],
    '',
  ),
  damage(
    'a rule leads to the one that sends nothing',
    EAST,
    ruledBy(CLIENT, [{action: 'goto', goto: 102}, {table: 'main'}, {action: 'blackhole'}]),
    ['route@swarm-03 broken'],
    '102: from all blackhole',
  ),
  damage('a rule does nothing', EAST, ruledBy(CLIENT, [{action: 'nop'}]), [], ''),
  damage(
    'there is no rule for the main table',
    EAST,
    edited(known, 'ns.rules', CLIENT, rows => rows.filter(({table}) => table !== 'main')),
    ['route@swarm-03 broken'],
    'have no route',
  ),
  damage(
    'an address of the overlay is the own one of the client',
    EAST,
    edited(known, 'ns.routes', CLIENT, rows => [
      ...rows,
      {type: 'local', dst: '10.0.1.2', dev: 'lo', table: 'local', flags: []},
    ]),
    ['route@swarm-03 broken'],
    'the route in',
  ),
];

const PLACES: readonly Damage[] = [
  damage(
    'the load balancer does not send to a task',
    EAST,
    ruledBy(BALANCER, [{action: 'unreachable', dst: '10.0.1.4'}]),
    ['redis.2: route@swarm-03 broken'],
    'to 10.0.1.4 unreachable',
  ),
  damage(
    'a rule of the load balancer is for a mark that something may set',
    EAST,
    ruledBy(BALANCER, [{action: 'blackhole', fwmark: 0x100}]),
    REDIS.map(task => `${task}: route@swarm-03 unknown`),
    'depends on more than is known',
  ),
  damage(
    'the load balancer does not send answers to the client',
    EAST,
    ruledBy(BALANCER, [{action: 'prohibit', iif: 'eth0', dst: '10.0.1.8/32'}]),
    REDIS.map(task => `${task}: back@swarm-03 broken`),
    'iif eth0 prohibit',
  ),
  damage(
    'a task answers by another table',
    EAST,
    ruledBy(REDIS_2, [{...SEVENTH, src: '10.0.1.4/32'}], AWAY),
    ['redis.2: back@swarm-02 broken'],
    'by eth1 to 172.18.0.1',
  ),
  damage('a task answers by another table, the same way', EAST, ruledBy(REDIS_2, [SEVENTH], SAME), [], ''),
  damage(
    'a task of the mesh answers nobody',
    MESH,
    ruledBy(VOTE_1, [{action: 'prohibit', src: '10.0.0.0/24'}]),
    ['vote.1: back@swarm-01 broken'],
    'prohibit',
  ),
  damage(
    'the node sends nothing to its ingress_sbox',
    MESH,
    ruledBy(HOST_2, [{action: 'blackhole', iif: 'eth0', dst: '172.18.0.0/16'}]),
    ['gateway@swarm-02 broken'],
    'iif eth0 blackhole',
  ),
  damage(
    'the node sends no answers to clients',
    MESH,
    ruledBy(HOST_2, [{action: 'blackhole', iif: 'docker_gwbridge'}]),
    both('back@swarm-02 broken'),
    'answers to clients are not sent: the routing rule in host is',
  ),
  damage(
    'ingress_sbox sends no answers to clients',
    MESH,
    ruledBy(SANDBOX, [{action: 'prohibit', iif: 'eth0'}]),
    both('back@swarm-02 broken'),
    'answers to clients are not sent: the routing rule in ingress_sbox is',
  ),
  damage(
    'ingress_sbox sends answers by another table, into the overlay',
    MESH,
    ruledBy(SANDBOX, [{...SEVENTH, iif: 'eth0'}], [{dev: 'eth0', gateway: '10.0.0.1'}]),
    both('back@swarm-02 broken'),
    'not by eth1 to the node',
  ),
  damage(
    'a node does not send to another',
    EAST,
    ruledBy(HOST_3, [{action: 'unreachable', dst: '10.77.0.12'}]),
    ['redis.2: cross@swarm-03 broken', 'redis.4: cross@swarm-03 broken'],
    'it does not send to 10.77.0.12: the routing rule is 100: from all to 10.77.0.12 unreachable',
  ),
  damage(
    'a node does not send what has a source, as has what is marked to be encrypted',
    EAST,
    ruledBy(HOST_3, [{action: 'unreachable', src: '10.77.0.13'}]),
    REMOTE.map(task => `${task}: cross@swarm-03 broken`),
    'from 10.77.0.13 unreachable',
  ),
  damage(
    'a node has no way back to who sends, and minds that',
    MESH,
    ruledBy('swarm-01/host', [{action: 'unreachable', dst: '10.77.0.12'}]),
    ['vote.1: cross@swarm-01 broken'],
    'net.ipv4.conf.eth0.rp_filter = 1 lets in only what its route back, by none, leaves by',
  ),
];

expectDamages([...CHOSEN, ...PLACES]);

test('rules that lead round in a circle are not followed for ever', () => {
  const round = Array.from({length: 3}, (_, index) => ({action: 'goto', goto: 101 + index, selectors: {tos: '0x10'}}));
  expect(ends(walked(ruledBy(CLIENT, round), EAST))).toEqual([]);
  const many = Array.from({length: 40}, (_, index) => ({action: 'goto', goto: 102 + index, selectors: {dport: '1'}}));
  expect(ends(walked(ruledBy(CLIENT, [...many, {action: 'blackhole'}]), EAST))).toEqual(['route@swarm-03 unknown']);
});
