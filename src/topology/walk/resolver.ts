import type {Witness} from '../../core/verdict.ts';
import type {Facts} from '../facts.ts';
import {Failed} from '../failed.ts';
import {translationOf} from '../join/translation.ts';
import {mustPass} from '../join/undropped.ts';
import {type Client, clientNetns} from './client.ts';

const RESOLVER = '127.0.0.11';
/** The address that a program sends from to another of its own loopback. */
const LOOPBACK = '127.0.0.1';

/** The rule that leads what a container asks its name server to the port on which the engine answers it. */
export function asksEngine(facts: Facts, client: Client): Witness {
  const {node, name} = client;
  const netns = clientNetns(facts, client);
  const asks = {protocol: 'udp', source: LOOPBACK, destination: RESOLVER, toLocal: true, outInterface: 'lo'};
  const led = translationOf(facts, node, netns, 'OUTPUT', {...asks, dport: 53});
  const target = led?.hit.rule.toDestination;
  if (led === undefined || !target?.startsWith(`${RESOLVER}:`)) {
    throw new Failed({
      code: 'no_resolver',
      reason: `${node}: no rule of nat OUTPUT in ${netns} leads what ${name} asks ${RESOLVER} to the engine`,
      expected: `${RESOLVER}:`,
      actual: target ?? null,
    });
  }
  const packet = {...asks, dport: Number(target.split(':')[1])};
  const what = `what ${name} asks ${RESOLVER} is dropped in ${netns}`;
  mustPass(facts, node, netns, ['out'], packet, what);
  mustPass(facts, node, netns, ['before', 'in'], {...packet, inInterface: 'lo'}, what);
  return led.witness;
}
