import type {Snapshot} from '../../src/core/facts.ts';
import type {GossipPacket} from '../../src/core/rows/wire.ts';
import {fixture} from '../snapshot/fixture.ts';
import {edited} from './edit.ts';
import {type Trap, trap} from './trap.ts';

const wire = fixture('wire');
const [ONE, TWO, THREE] = ['10.77.0.11', '10.77.0.12', '10.77.0.13'];
const FIRST_TWO = {a: 'swarm-01', b: 'swarm-02'};

export const GOSSIP_TRAPS: readonly Trap[] = [
  trap(
    'gossip.seen',
    FIRST_TWO,
    'packets go one way only',
    gossip('swarm-01', ({src}) => src === ONE),
    'one_way',
    'nothing came from swarm-02 on 7946/udp',
  ),
  trap(
    'gossip.seen',
    FIRST_TWO,
    'the one hears and is not heard, as only the other can tell',
    gossip('swarm-02', ({src}) => src === TWO),
    'one_way',
    'nothing came from swarm-01 on 7946/udp',
  ),
  trap(
    'gossip.seen',
    FIRST_TWO,
    'there is nothing but connections of TCP',
    onlyTcp(),
    'tcp_only',
    'only TCP passed on 7946 between it and swarm-02',
  ),
  trap(
    'gossip.seen',
    FIRST_TWO,
    'both ask, and the one that drops what comes in never answers',
    gossip('swarm-01', ({src, length}) => src === ONE || length > 64),
    'unanswered',
    'swarm-02 answered nothing',
  ),
  trap(
    'gossip.seen',
    FIRST_TWO,
    'a third node gossips with both',
    gossip('swarm-01', ({src, dst}) => src === THREE || dst === THREE),
    'silent',
    'nothing passed on 7946 between it and swarm-02',
  ),
  trap(
    'gossip.seen',
    {a: 'all', b: 'all'},
    'one pair of three is cut',
    gossip('swarm-03', ({src, dst}) => src !== TWO && dst !== TWO),
    'silent',
    'swarm-03: in 6 s nothing passed',
  ),
  trap('gossip.seen', {a: 'swarm-01', b: 'swarm-01'}, 'a node has no one to talk to', wire, null, 'one node'),
  trap(
    'gossip.seen',
    FIRST_TWO,
    'in a large swarm a short while tells too little',
    edited(
      gossip('swarm-01', ({src, dst}) => src === THREE || dst === THREE),
      'swarm.nodes',
      'swarm-01',
      rows => [...rows, ...rows],
    ),
    null,
    'too little',
  ),
];

function gossip(node: string, kept: (packet: GossipPacket) => boolean): Snapshot {
  return edited(wire, 'probe.gossip', node, rows => rows.filter(row => row.kind !== 'packet' || kept(row)));
}

function onlyTcp(): Snapshot {
  const syn: GossipPacket = {
    kind: 'packet',
    at: 1,
    protocol: 'tcp',
    src: ONE,
    dst: TWO,
    sport: 40_000,
    dport: 7946,
    length: 0,
  };
  const answer = {...syn, src: TWO, dst: ONE, sport: 7946, dport: 40_000};
  return edited(wire, 'probe.gossip', 'swarm-01', rows => [...rows.filter(row => row.kind === 'window'), syn, answer]);
}
