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
  ruled,
  wired,
} from './damage.ts';

const SANDBOX = 'swarm-02/ingress_sbox';
const VOTE_1 = `swarm-01/${sandboxOf(wired, 'swarm-01', 'vote.1')}`;
const TCP = {not: false, value: 'tcp'};
const is = (value: string) => ({not: false, value});
const MAYBE = ['-m statistic --mode random --probability 0.5'];
const both = (end: string) => ['vote.1', 'vote.2'].map(task => `${task}: ${end}`);
const all = (end: string) => REDIS.map(task => `${task}: ${end}`);

const FORWARDED: readonly Damage[] = [
  damage(
    'the load balancer drops what it forwards',
    EAST,
    ruled(BALANCER, 'filter', 'FORWARD', {target: 'DROP'}),
    all('back@swarm-03 broken'),
    'are dropped in lb_',
  ),
  damage(
    'the load balancer forwards nothing that no rule accepts',
    EAST,
    ruled(BALANCER, 'filter', 'FORWARD', {protocol: is('udp'), target: 'ACCEPT'}, 'DROP'),
    all('back@swarm-03 broken'),
    '-t filter -P FORWARD DROP',
  ),
  damage(
    'the load balancer drops what comes from one task',
    EAST,
    ruled(BALANCER, 'mangle', 'FORWARD', {source: is('10.0.1.4/32'), target: 'DROP'}),
    ['redis.2: back@swarm-03 broken'],
    'are dropped in lb_',
  ),
  damage(
    'the load balancer may drop what it forwards',
    EAST,
    ruled(BALANCER, 'filter', 'FORWARD', {target: 'DROP', extra: MAYBE}),
    all('back@swarm-03 unknown'),
    'depends on more',
  ),
  damage(
    'ingress_sbox drops what it forwards',
    MESH,
    ruled(SANDBOX, 'filter', 'FORWARD', {inInterface: is('eth0'), outInterface: is('eth1'), target: 'DROP'}),
    both('back@swarm-02 broken'),
    'are dropped in ingress_sbox',
  ),
  damage(
    'ingress_sbox drops answers as they come in',
    MESH,
    ruled(SANDBOX, 'raw', 'PREROUTING', {protocol: TCP, sport: 30000, target: 'DROP'}),
    both('back@swarm-02 broken'),
    'are dropped in ingress_sbox',
  ),
  damage(
    'the rules of the other back end drop what is forwarded',
    EAST,
    ruled(BALANCER, 'nft:filter', 'FORWARD', {target: 'DROP'}),
    all('back@swarm-03 broken'),
    '-t nft:filter -A FORWARD',
  ),
];

const TRANSLATED: readonly Damage[] = [
  damage(
    'the load balancer leads the virtual address elsewhere',
    EAST,
    ruled(BALANCER, 'nat', 'PREROUTING', {destination: is('10.0.1.2/32'), target: 'DNAT', toDestination: '10.0.1.99'}),
    ['mark@swarm-03 broken'],
    'is led elsewhere in lb_',
  ),
  damage(
    'the load balancer may lead the virtual address elsewhere',
    EAST,
    ruled(BALANCER, 'nat', 'PREROUTING', {protocol: TCP, dport: 6379, target: 'DNAT', toDestination: '10.0.1.99'}),
    ['mark@swarm-03 unknown'],
    'depends on more',
  ),
  damage(
    'the load balancer may give what it sends another source',
    EAST,
    ruled(BALANCER, 'nat', 'POSTROUTING', {protocol: TCP, dport: 6379, target: 'SNAT', toSource: '10.0.1.99'}),
    ['snat@swarm-03 unknown'],
    'depends on more',
  ),
  damage(
    'what is sent may be spared from the SNAT rule',
    EAST,
    ruled(BALANCER, 'nat', 'POSTROUTING', {target: 'ACCEPT', extra: MAYBE}),
    ['snat@swarm-03 unknown'],
    'depends on more',
  ),
  damage(
    'the load balancer takes whatever address its interface has',
    EAST,
    ruled(BALANCER, 'nat', 'POSTROUTING', {ipvs: true, target: 'MASQUERADE'}),
    ['snat@swarm-03 unknown'],
    'MASQUERADE',
  ),
  damage(
    'another rule gives what is sent the right source',
    EAST,
    ruled(BALANCER, 'nat', 'POSTROUTING', {target: 'SNAT', toSource: '10.0.1.9'}),
    ['snat@swarm-03 unknown'],
    '--to-source 10.0.1.9',
  ),
  damage(
    'the load balancer may mark packets again',
    EAST,
    ruled(BALANCER, 'mangle', 'PREROUTING', {target: 'MARK', mark: 0x1000, markMask: 0x1000, extra: MAYBE}),
    [],
    '',
  ),
  damage(
    'ingress_sbox leads the port elsewhere',
    MESH,
    ruled(SANDBOX, 'nat', 'PREROUTING', {protocol: TCP, dport: 30000, target: 'REDIRECT', toPorts: '9'}),
    ['mark@swarm-02 broken'],
    'is led elsewhere in ingress_sbox',
  ),
  damage(
    'ingress_sbox marks packets for the port again',
    MESH,
    ruled(SANDBOX, 'mangle', 'INPUT', {protocol: TCP, dport: 30000, target: 'MARK', mark: 0x999}),
    ['mark@swarm-02 broken'],
    '0x999',
  ),
  damage(
    'ingress_sbox may mark packets for the port again',
    MESH,
    ruled(SANDBOX, 'mangle', 'INPUT', {protocol: TCP, target: 'MARK', mark: 0x999, extra: MAYBE}),
    ['mark@swarm-02 unknown'],
    'depends on more',
  ),
  damage(
    'the host may lead the port elsewhere',
    MESH,
    ruled('swarm-02/host', 'nat', 'PREROUTING', {
      source: is('10.77.0.0/16'),
      target: 'DNAT',
      toDestination: '172.18.0.9',
    }),
    ['dnat@swarm-02 unknown'],
    'depends on more',
  ),
  damage(
    'a task leads what comes elsewhere',
    EAST,
    ruled(REDIS_2, 'nat', 'PREROUTING', {target: 'DNAT', toDestination: '10.0.1.99'}),
    ['redis.2: redirect@swarm-02 broken'],
    'is led elsewhere',
  ),
  damage(
    'a task takes what comes on another port',
    EAST,
    ruled(REDIS_2, 'nat', 'PREROUTING', {protocol: TCP, target: 'REDIRECT', toPorts: '15006'}),
    ['redis.2: redirect@swarm-02 unknown'],
    'what listens there is not known',
  ),
  damage(
    'a task may lead what comes elsewhere',
    EAST,
    ruled(REDIS_2, 'nat', 'PREROUTING', {protocol: TCP, dport: 6379, target: 'DNAT', toDestination: '10.0.1.99'}),
    ['redis.2: redirect@swarm-02 unknown'],
    'depends on more',
  ),
  damage(
    'a task of the mesh leads the port elsewhere',
    MESH,
    ruled(VOTE_1, 'nat', 'PREROUTING', {protocol: TCP, dport: 30000, target: 'DNAT', toDestination: '10.0.0.99:80'}),
    ['vote.1: redirect@swarm-01 broken'],
    '10.0.0.99:80',
  ),
  damage(
    'a task of the mesh leads the port to its own by DNAT',
    MESH,
    ruled(VOTE_1, 'nat', 'PREROUTING', {protocol: TCP, dport: 30000, target: 'DNAT', toDestination: '10.0.0.6:80'}),
    [],
    '',
  ),
  damage(
    'a task of the mesh may lead the port elsewhere',
    MESH,
    ruled(VOTE_1, 'nat', 'PREROUTING', {protocol: TCP, target: 'REDIRECT', toPorts: '9', extra: MAYBE}),
    ['vote.1: redirect@swarm-01 unknown'],
    'depends on more',
  ),
];

const LEFT: readonly Damage[] = [
  damage(
    'the client leads what it sends elsewhere',
    EAST,
    ruled(CLIENT, 'nat', 'OUTPUT', {destination: is('10.0.1.2/32'), target: 'DNAT', toDestination: '10.0.1.99'}),
    ['leave@swarm-03 broken'],
    'is led elsewhere',
  ),
  damage(
    'the client may lead what it sends elsewhere',
    EAST,
    ruled(CLIENT, 'nat', 'OUTPUT', {protocol: TCP, dport: 6379, target: 'DNAT', toDestination: '10.0.1.99'}),
    ['leave@swarm-03 unknown'],
    'depends on more',
  ),
  damage(
    'the rules of both back ends lead what the client sends elsewhere',
    EAST,
    ruled(
      CLIENT,
      'nft:nat',
      'OUTPUT',
      {target: 'DNAT', toDestination: '10.0.1.98'},
      'ACCEPT',
      ruled(CLIENT, 'nat', 'OUTPUT', {destination: is('10.0.1.2/32'), target: 'DNAT', toDestination: '10.0.1.99'}),
    ),
    ['dns@swarm-03 unknown'],
    'depends on more',
  ),
  damage(
    'the client drops what its name server is asked',
    EAST,
    ruled(CLIENT, 'filter', 'INPUT', {inInterface: is('lo'), target: 'DROP'}),
    ['dns@swarm-03 broken'],
    'what worker.1 asks 127.0.0.11 is dropped',
  ),
  damage(
    'the client sends with another address',
    EAST,
    ruled(CLIENT, 'nat', 'POSTROUTING', {destination: is('10.0.1.0/24'), target: 'SNAT', toSource: '10.0.1.99'}),
    ['leave@swarm-03 unknown'],
    '10.0.1.99',
  ),
  damage(
    'the client drops what it sends',
    EAST,
    ruled(CLIENT, 'filter', 'OUTPUT', {destination: is('10.0.1.2/32'), target: 'DROP'}),
    ['leave@swarm-03 broken'],
    'packets for 10.0.1.2 are dropped',
  ),
  damage(
    'the client drops what it gets',
    EAST,
    ruled(CLIENT, 'filter', 'INPUT', {source: is('10.0.1.2/32'), target: 'DROP'}),
    ['leave@swarm-03 broken'],
    'answers from 10.0.1.2 are dropped',
  ),
  damage(
    'the client drops what it asks its name server',
    EAST,
    ruled(CLIENT, 'filter', 'OUTPUT', {protocol: is('udp'), target: 'DROP'}),
    ['dns@swarm-03 broken'],
    'what worker.1 asks 127.0.0.11 is dropped',
  ),
  damage(
    'the load balancer drops what comes for the virtual address',
    EAST,
    ruled(BALANCER, 'filter', 'INPUT', {destination: is('10.0.1.2/32'), target: 'DROP'}),
    ['mark@swarm-03 broken'],
    'packets for 10.0.1.2 are dropped',
  ),
  damage(
    'a task drops its answers',
    EAST,
    ruled(REDIS_2, 'filter', 'OUTPUT', {destination: is('10.0.1.9/32'), target: 'DROP'}),
    ['redis.2: back@swarm-02 broken'],
    'answers of redis.2 are dropped',
  ),
  damage(
    'the host may drop what comes for the port',
    MESH,
    ruled('swarm-02/host', 'filter', 'FORWARD', {protocol: TCP, dport: 30000, target: 'DROP', extra: MAYBE}),
    ['accept@swarm-02 unknown'],
    'depends on more',
  ),
  damage(
    'a task of the mesh may drop what comes',
    MESH,
    ruled(VOTE_1, 'filter', 'INPUT', {protocol: TCP, target: 'DROP', extra: MAYBE}),
    ['vote.1: input@swarm-01 unknown'],
    'depends on more',
  ),
];

expectDamages([...FORWARDED, ...TRANSLATED, ...LEFT]);
