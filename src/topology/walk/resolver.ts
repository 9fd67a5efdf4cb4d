import type {Witness} from '../../core/verdict.ts';
import type {Facts} from '../facts.ts';
import {Failed} from '../failed.ts';
import {CLIENT_PORT} from '../join/packet.ts';
import {mustBeTracked} from '../join/tracked.ts';
import {translationOf} from '../join/translation.ts';
import {mustPass} from '../join/undropped.ts';
import {type Client, clientNetns} from './client.ts';

const RESOLVER = '127.0.0.11';
/** The address that a program sends from to another of its own loopback. */
const LOOPBACK = '127.0.0.1';
const DNS = 53;

/**
 * The rule that leads what a container asks its name server to the port on which the engine answers it. Rules before it
 * see port 53, those behind it the engine's; what answers leaves by the engine's port, and comes in with 53 again.
 */
export function asksEngine(facts: Facts, client: Client): Witness {
  const {node, name} = client;
  const netns = clientNetns(facts, client);
  const [asked, dropped] = [`what ${name} asks ${RESOLVER}`, `is dropped in ${netns}`];
  const question = {protocol: 'udp', source: LOOPBACK, sport: CLIENT_PORT, destination: RESOLVER, toLocal: true};
  const asks = {...question, outInterface: 'lo', dport: DNS};
  mustPass(facts, node, netns, ['sent'], asks, `${asked} ${dropped}`);
  mustBeTracked(facts, node, netns, 'OUTPUT', asks, asked, 'no rule of nat leads it to the engine');
  const led = translationOf(facts, node, netns, 'OUTPUT', asks);
  const target = led?.hit.rule.toDestination;
  if (led === undefined || !target?.startsWith(`${RESOLVER}:`)) {
    throw new Failed({
      code: 'no_resolver',
      reason: `${node}: no rule of nat OUTPUT in ${netns} leads ${asked} to the engine`,
      expected: `${RESOLVER}:`,
      actual: target ?? null,
    });
  }
  const port = Number(target.split(':')[1]);
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
