import * as z from 'zod';
import {factKey} from '../src/core/facts.ts';
import type {GossipPacket, GossipWindow} from '../src/core/rows/wire.ts';
import type {Witness} from '../src/core/verdict.ts';
import type {Facts} from '../src/topology/facts.ts';
import {Failed} from '../src/topology/failed.ts';
import {engineOf, managerOf, selectNodes} from '../src/topology/join/nodes.ts';
import {gossipName, gossipText, isAnswer} from '../src/topology/row-text.ts';
import {Unknown} from '../src/topology/unknown.ts';
import {nodes} from './arguments.ts';
import {defineAssertion} from './define.ts';
import {judgeEach} from './each.ts';

const PORT = 7946;
/** A node that was asked answers within half a second, or counts as silent (memberlist, ProbeTimeout). */
const LATE_SECONDS = 1;

export const gossipSeen = defineAssertion({
  kind: 'snapshot',
  id: 'gossip.seen',
  version: 1,
  title: 'two nodes gossip: each asks the other on 7946/udp, and gets its answers',
  args: z.strictObject({a: nodes, b: nodes}),
  argsHelp: {a: 'a node, or several', b: 'the nodes that those gossip with'},
  example: {a: 'swarm-01', b: 'swarm-02'},
  codes: {
    silent: 'nothing of 7946 passes between the two',
    tcp_only: 'they speak by TCP only: UDP is silent',
    one_way: 'packets go one way only ({seen})',
    unanswered: 'packets go both ways, but one of them gets no answers to what it asks',
  },
  mutants: ['row-gone', 'tcp-only', 'other-port', 'other-peer-address', 'late'],
  needs: ['docker.info', 'swarm.nodes', 'probe.gossip'],
  evaluate({a, b}, facts) {
    const pairs = selectNodes(facts, a).flatMap(one =>
      selectNodes(facts, b).flatMap(other => (other === one ? [] : [[one, other] as const])),
    );
    if (pairs.length === 0) throw new Unknown('unsupported', `${a} and ${b} are one node, which has no one to talk to`);
    // What a node hears of another does not tell what the other hears: both are asked, each once.
    const ways = new Map(pairs.flatMap(([x, y]) => [[x, y] as const, [y, x] as const]).map(way => [way.join(), way]));
    const said = pairs.map(pair => pair.join(' and ')).join(', ');
    return judgeEach([...ways.values()], `${said} ask and answer each other on 7946/udp`, ([x, y]) =>
      hold(facts, x, y),
    );
  },
});

/** That one node asks the other and hears its answers, by what it saw itself: so both ways of the wire are in order. */
function hold(facts: Facts, node: string, other: string): readonly Witness[] {
  const [own, peer] = [addressOf(facts, node), addressOf(facts, other)];
  const rows = facts.rows('probe.gossip', node);
  const window = rows.find(row => row.kind === 'window');
  if (window?.kind !== 'window') throw new Unknown('missing-fact', `${node} did not listen`);
  if (!window.peers.includes(peer))
    throw new Unknown(
      'unsupported',
      `${node} listened on ${window.dev}, by which it does not reach ${other} (${peer})`,
    );
  const packets = rows.filter(row => row.kind === 'packet');
  const out = packets.filter(({src, dst}) => src === own && dst === peer);
  const into = packets.filter(({src, dst}) => src === peer && dst === own);
  const asks = out.filter(packet => isGossip(packet) && !isAnswer(packet));
  const answers = into.filter(packet => isGossip(packet) && isAnswer(packet));
  const heard = asks.some(ask => answers.some(({at}) => at >= ask.at && at - ask.at <= LATE_SECONDS));
  const fact = factKey('probe.gossip', node);
  if (heard) {
    return [
      {fact, row: gossipText(asks)},
      {fact, row: gossipText(answers)},
    ];
  }
  const {seconds, isWhole} = window;
  if (!isWhole) throw new Unknown('unsupported', `${node}: there was more gossip than the capture could hold`);
  const due = 2 * (facts.rows('swarm.nodes', managerOf(facts)).length - 1);
  if (asks.length === 0 && seconds < due)
    throw new Unknown('unsupported', `${node}: in a swarm of this size ${seconds} s of gossip tell too little`);
  throw failure(node, other, window, out, into);
}

function failure(
  node: string,
  other: string,
  {seconds}: GossipWindow,
  out: readonly GossipPacket[],
  into: readonly GossipPacket[],
): Failed {
  const fact = factKey('probe.gossip', node);
  const all = [...out, ...into];
  const names = [...new Set(all.map(gossipName))];
  const near = names.map(name => ({fact, row: gossipText(all.filter(packet => gossipName(packet) === name))}));
  const fail = (code: string, what: string, seen: string) => {
    const reason = `${node}: in ${seconds} s ${what}`;
    return new Failed({code, reason, expected: `asks and answers on ${PORT}/udp`, actual: seen, near, words: {seen}});
  };
  const [sent, got] = [out.filter(isGossip).length, into.filter(isGossip).length];
  if (sent === 0 && got === 0) {
    return out.length + into.length === 0
      ? fail('silent', `nothing passed on ${PORT} between it and ${other}`, 'nothing')
      : fail('tcp_only', `only TCP passed on ${PORT} between it and ${other}, and no UDP`, 'TCP');
  }
  if (sent === 0)
    return fail('one_way', `nothing went to ${other} on ${PORT}/udp, though ${got} came`, `${other} > ${node}`);
  if (got === 0)
    return fail('one_way', `nothing came from ${other} on ${PORT}/udp, though ${sent} went`, `${node} > ${other}`);
  return fail(
    'unanswered',
    `${other} answered nothing of what it was asked on ${PORT}/udp, though packets go both ways`,
    'no answer',
  );
}

function isGossip({protocol, sport, dport}: GossipPacket): boolean {
  return protocol === 'udp' && sport === PORT && dport === PORT;
}

function addressOf(facts: Facts, node: string): string {
  const {nodeAddr} = engineOf(facts, node);
  if (nodeAddr === undefined)
    throw new Unknown('missing-fact', `${node}: docker info does not tell the node's address`);
  return nodeAddr;
}
