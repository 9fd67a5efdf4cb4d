import {expect, test} from 'vitest';
import type {Rule} from '../../src/core/rows/iptables.ts';
import {sandboxOf} from '../assertions/trap.ts';
import {BALANCER, CLIENT, type Damage, damage, EAST, expectDamages, MESH, REDIS_2, ruled, wired} from './damage.ts';
import {ends, walked} from './walking.ts';

const SANDBOX = 'swarm-02/ingress_sbox';
const VOTE_1 = `swarm-01/${sandboxOf(wired, 'swarm-01', 'vote.1')}`;
const is = (value: string) => ({not: false, value});
const TCP = {protocol: is('tcp')};
const UDP = {protocol: is('udp')};
const NOTRACK: Partial<Rule> = {target: 'CT', extra: ['--notrack']};
const MAYBE = '-m statistic --mode random --probability 0.5';
const DROP = {target: 'DROP'};
const both = (end: string) => ['vote.1', 'vote.2'].map(task => `${task}: ${end}`);

/** The port on which the engine answers the client of `EAST`. */
const PORT = (() => {
  const chains = wired.facts.get(`ns.iptables@${CLIENT}`)!.rows as readonly {readonly rules: readonly Rule[]}[];
  const led = chains.flatMap(({rules}) => rules).find(rule => rule.target === 'DNAT' && rule.protocol.value === 'udp');
  return Number(led!.toDestination!.split(':')[1]);
})();

/** What a rule in the namespace of a client does to names, as a kernel does it: tried on one with the engine's own rules. */
const ASKED: readonly (readonly [table: string, chain: string, match: Partial<Rule>, breaks: boolean])[] = (
  [
    ['raw', 'OUTPUT', {dport: 53}],
    ['raw', 'OUTPUT', {sport: PORT}],
    ['mangle', 'OUTPUT', {dport: 53}],
    ['mangle', 'OUTPUT', {sport: PORT}],
    ['filter', 'OUTPUT', {dport: PORT}],
    ['filter', 'OUTPUT', {sport: PORT}],
    ['mangle', 'POSTROUTING', {dport: PORT}],
    ['mangle', 'POSTROUTING', {sport: PORT}],
    ['raw', 'PREROUTING', {dport: PORT}],
    ['raw', 'PREROUTING', {sport: 53}],
    ['mangle', 'PREROUTING', {dport: PORT}],
    ['mangle', 'PREROUTING', {sport: 53}],
    ['mangle', 'INPUT', {dport: PORT}],
    ['mangle', 'INPUT', {sport: 53}],
    ['filter', 'INPUT', {dport: PORT}],
    ['filter', 'INPUT', {sport: 53}],
  ] as const
).flatMap(([table, chain, match]) => {
  const other = 'dport' in match ? {dport: match.dport === 53 ? PORT : 53} : {sport: match.sport === 53 ? PORT : 53};
  const isSent = chain === 'OUTPUT' || chain === 'POSTROUTING';
  const elsewhere = isSent ? {outInterface: is('eth0')} : {inInterface: is('eth0')};
  return [
    [table, chain, match, true],
    // There packets have the other port.
    [table, chain, other, false],
    [table, chain, {...match, ...elsewhere}, false],
  ] as const;
});

test.each(ASKED)('a drop in %s %s of what has %o breaks names: %o', (table, chain, match, breaks) => {
  const walk = walked(ruled(CLIENT, table, chain, {...UDP, ...match, ...DROP}), EAST);
  expect(ends(walk)).toEqual(breaks ? ['dns@swarm-03 broken'] : []);
});

const NAMES: readonly Damage[] = [
  damage(
    'the client drops what it asks its name server, before nat gives it the port of the engine',
    EAST,
    ruled(CLIENT, 'mangle', 'OUTPUT', {...UDP, dport: 53, ...DROP}),
    ['dns@swarm-03 broken'],
    'what worker.1 asks 127.0.0.11 is dropped in',
  ),
  damage(
    'the client drops what its name server answers',
    EAST,
    ruled(CLIENT, 'filter', 'INPUT', {...UDP, sport: 53, ...DROP}),
    ['dns@swarm-03 broken'],
    'what 127.0.0.11 answers worker.1 is dropped in',
  ),
  damage(
    'the client drops all to its name server, but for what has been given another port',
    EAST,
    ruled(CLIENT, 'raw', 'OUTPUT', {destination: is('127.0.0.11/32'), ...DROP}),
    ['dns@swarm-03 broken'],
    '-t raw -A OUTPUT -d 127.0.0.11/32 -j DROP',
  ),
  damage(
    'the client does not track what it asks',
    EAST,
    ruled(CLIENT, 'raw', 'OUTPUT', {...UDP, dport: 53, ...NOTRACK}),
    ['dns@swarm-03 broken'],
    '-t raw -A OUTPUT -p udp --dport 53 -j CT --notrack in',
  ),
  damage(
    'the client does not track what it is answered',
    EAST,
    ruled(CLIENT, 'raw', 'OUTPUT', {...UDP, sport: PORT, target: 'NOTRACK'}),
    ['dns@swarm-03 broken'],
    'so it does not come from port 53',
  ),
  damage(
    'what comes in by the loopback of the client is not tracked, where it is tracked already',
    EAST,
    ruled(CLIENT, 'raw', 'PREROUTING', {inInterface: is('lo'), ...NOTRACK}),
    [],
    '',
  ),
];

const TRACKED: readonly Damage[] = [
  damage(
    'the node does not track what comes for the port',
    MESH,
    ruled('swarm-02/host', 'raw', 'PREROUTING', {...TCP, inInterface: is('eth0'), dport: 30000, ...NOTRACK}),
    ['dnat@swarm-02 broken'],
    '-j CT --notrack in host keeps what comes for port 30000 from being tracked, so no DNAT rule takes it',
  ),
  damage(
    'the node may not track what comes for the port',
    MESH,
    ruled('swarm-02/host', 'raw', 'PREROUTING', {...TCP, dport: 30000, target: 'CT', extra: [MAYBE, '--notrack']}),
    ['dnat@swarm-02 unknown'],
    'depends on more than is known',
  ),
  damage(
    'a rule may spare packets from not being tracked',
    MESH,
    ruled(
      'swarm-02/host',
      'raw',
      'PREROUTING',
      {...TCP, dport: 30000, target: 'ACCEPT', extra: [MAYBE]},
      'ACCEPT',
      ruled('swarm-02/host', 'raw', 'PREROUTING', {...TCP, dport: 30000, target: 'NOTRACK'}),
    ),
    ['dnat@swarm-02 unknown'],
    'depends on more than is known',
  ),
  damage(
    'the node does not track another port',
    MESH,
    ruled('swarm-02/host', 'raw', 'PREROUTING', {...TCP, dport: 30001, ...NOTRACK}),
    [],
    '',
  ),
  damage(
    'the rules of the other back end keep the port from being tracked',
    MESH,
    ruled('swarm-02/host', 'legacy:raw', 'PREROUTING', {...TCP, dport: 30000, target: 'NOTRACK'}),
    ['dnat@swarm-02 broken'],
    '-t legacy:raw -A PREROUTING -p tcp --dport 30000 -j NOTRACK',
  ),
  damage(
    'the node does not track answers',
    MESH,
    ruled('swarm-02/host', 'raw', 'PREROUTING', {...TCP, inInterface: is('docker_gwbridge'), ...NOTRACK}),
    ['accept@swarm-02 broken'],
    'keeps answers from port 30000 from being tracked',
  ),
  damage(
    'ingress_sbox does not track what comes for the port',
    MESH,
    ruled(SANDBOX, 'raw', 'PREROUTING', {...TCP, dport: 30000, ...NOTRACK}),
    ['snat@swarm-02 broken'],
    'so no SNAT rule takes it',
  ),
  damage(
    'ingress_sbox does not track answers',
    MESH,
    ruled(SANDBOX, 'raw', 'PREROUTING', {...TCP, inInterface: is('eth0'), sport: 30000, ...NOTRACK}),
    both('back@swarm-02 broken'),
    'so they are not given to the client',
  ),
  damage(
    'the load balancer does not track what comes for the virtual address',
    EAST,
    ruled(BALANCER, 'raw', 'PREROUTING', {destination: is('10.0.1.2/32'), ...NOTRACK}),
    ['snat@swarm-03 broken'],
    'so no SNAT rule takes it',
  ),
  damage(
    'the load balancer does not track answers',
    EAST,
    ruled(BALANCER, 'raw', 'PREROUTING', {source: is('10.0.1.4/32'), ...NOTRACK}),
    ['redis.2: back@swarm-03 broken'],
    'so they are not given to the client',
  ),
  damage(
    'a task does not track what comes for the port',
    MESH,
    ruled(VOTE_1, 'raw', 'PREROUTING', {...TCP, dport: 30000, ...NOTRACK}),
    ['vote.1: redirect@swarm-01 broken'],
    'so it does not come to port 80',
  ),
  damage(
    'a task does not track its answers',
    MESH,
    ruled(VOTE_1, 'raw', 'OUTPUT', {...TCP, sport: 80, ...NOTRACK}),
    ['vote.1: input@swarm-01 broken'],
    'so it does not come from port 30000',
  ),
  damage(
    'a task tracks nothing, where no address and no port is changed',
    EAST,
    ruled(REDIS_2, 'raw', 'PREROUTING', {...NOTRACK}),
    [],
    '',
  ),
];

expectDamages([...NAMES, ...TRACKED]);
