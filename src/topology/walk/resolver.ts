import {factKey} from '../../core/facts.ts';
import type {Witness} from '../../core/verdict.ts';
import type {Facts} from '../facts.ts';
import {Failed} from '../failed.ts';
import {CLIENT_PORT} from '../join/packet.ts';
import {mustBeTracked} from '../join/tracked.ts';
import {ledElsewhere, translationOf} from '../join/translation.ts';
import {mustPass} from '../join/undropped.ts';
import {ruleText} from '../row-text.ts';
import {Unknown} from '../unknown.ts';
import {type Client, clientNetns} from './client.ts';

const RESOLVER = '127.0.0.11';
/** The address that a program sends from to another of its own loopback. */
const LOOPBACK = '127.0.0.1';
const DNS = 53;

/** Bytes that an engine answers in one packet of UDP where it is not asked for more (`dns.MinMsgSize`, of RFC 1035). */
const MOST_BYTES = 512;
const HEADER = 12;
const QUESTION = 4;
const RECORD = 14;

/**
 * The rules that lead what a container asks its name server, for a name with so many addresses, to the engine. An answer
 * that may not fit in one packet of UDP is cut short, and the question is asked again over TCP.
 */
export function asksEngine(facts: Facts, client: Client, name: string, addresses: number): readonly Witness[] {
  const asked = askedOver(facts, client, 'udp');
  const bytes = longestAnswer(name, addresses);
  if (bytes <= MOST_BYTES) return [asked];
  try {
    return [asked, askedOver(facts, client, 'tcp')];
  } catch (error) {
    if (!(error instanceof Failed)) throw error;
    const what = `${addresses} addresses may be ${bytes} bytes, more than an answer over UDP has (${MOST_BYTES}), and over TCP`;
    throw new Unknown('ambiguous', `${client.node}: ${what}: ${error.failure.reason.replace(`${client.node}: `, '')}`);
  }
}

/** Without compression, as engines before 23.0 answer: the name stands in each record. */
function longestAnswer(name: string, addresses: number): number {
  const encoded = name.length + 2;
  return HEADER + encoded + QUESTION + addresses * (encoded + RECORD);
}

/**
 * Rules before the one that leads a question to the engine see port 53, those behind it the engine's; what answers leaves
 * by the engine's port, and comes in with 53 again.
 */
function askedOver(facts: Facts, client: Client, protocol: 'udp' | 'tcp'): Witness {
  const {node, name} = client;
  const netns = clientNetns(facts, client);
  const [asked, dropped] = [`what ${name} asks ${RESOLVER}`, `is dropped in ${netns}`];
  const question = {protocol, source: LOOPBACK, sport: CLIENT_PORT, destination: RESOLVER, toLocal: true};
  const asks = {...question, outInterface: 'lo', dport: DNS};
  mustPass(facts, node, netns, ['sent'], asks, `${asked} ${dropped}`);
  mustBeTracked(facts, node, netns, 'OUTPUT', asks, asked, 'no rule of nat leads it to the engine');
  const led = translationOf(facts, node, netns, 'OUTPUT', asks);
  if (led === undefined) {
    const reason = `${node}: no rule of nat OUTPUT in ${netns} leads ${asked} to the engine`;
    throw new Failed({code: 'no_resolver', reason, expected: `${RESOLVER}:`, actual: null});
  }
  const [address, to] = led.hit.rule.toDestination?.split(':') ?? [];
  if (address !== RESOLVER || to === undefined) throw ledElsewhere(node, netns, led, asked);
  const port = Number(to);
  isOfEngine(facts, client, netns, protocol, port, led.witness);
  mustPass(facts, node, netns, ['given'], {...asks, dport: port}, `${asked} ${dropped}`);
  mustPass(facts, node, netns, ['before', 'in'], {...question, inInterface: 'lo', dport: port}, `${asked} ${dropped}`);
  const answer = {...question, source: RESOLVER, destination: LOOPBACK, dport: CLIENT_PORT, ctstate: 'ESTABLISHED'};
  const leaves = {...answer, outInterface: 'lo', sport: port};
  const answered = `what ${RESOLVER} answers ${name}`;
  mustPass(facts, node, netns, ['out'], leaves, `${answered} ${dropped}`);
  mustBeTracked(facts, node, netns, 'OUTPUT', leaves, answered, `it does not come from port ${DNS}`);
  mustPass(facts, node, netns, ['before', 'in'], {...answer, inInterface: 'lo', sport: DNS}, `${answered} ${dropped}`);
  return led.witness;
}

/**
 * Throws when a question is led to another port than the one that the engine made its rule for answers for: who listens
 * there is not known. Where that rule is gone nothing is lost, as connection tracking gives answers their port back.
 */
function isOfEngine(facts: Facts, {node}: Client, netns: string, protocol: string, port: number, {row}: Witness): void {
  const answering = facts
    .rows('ns.iptables', node, netns)
    .flatMap(chain => (chain.table === 'nat' ? chain.rules.map(rule => ({chain, rule})) : []))
    .filter(({rule}) => rule.target === 'SNAT' && rule.protocol.value === protocol && rule.toSource === `:${DNS}`);
  const [first] = answering;
  if (first === undefined || answering.some(({rule}) => rule.sport === port)) return;
  const what = `${row} leads to port ${port}, and the engine answers by another: ${ruleText(first.chain, first.rule)}`;
  throw new Unknown('ambiguous', `${node}: ${what} (${factKey('ns.iptables', node, netns)})`);
}
