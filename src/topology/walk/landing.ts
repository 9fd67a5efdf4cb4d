import {factKey} from '../../core/facts.ts';
import type {NetworkInspect} from '../../core/rows/inspect.ts';
import type {Facts} from '../facts.ts';
import {backTold, rowsBack} from '../join/across.ts';
import {reach, type Target} from '../join/arrival.ts';
import {passesBridge} from '../join/bridge-filter.ts';
import type {Endpoint} from '../join/endpoints.ts';
import {asksRightly, holdsNoOther, type Sender} from '../join/fixed-neighbour.ts';
import {at, type Way} from '../join/hops.ts';
import {type Looked, together} from '../join/looked.ts';
import {type Packet, rulesMet} from '../join/packet.ts';
import {routed} from '../join/routes.ts';
import {SENT} from '../join/routing.ts';
import {ledElsewhere, translationOf} from '../join/translation.ts';
import {mustPass} from '../join/undropped.ts';
import {ruleText} from '../row-text.ts';
import {Unknown} from '../unknown.ts';
import {betweenNodes} from './crossing.ts';

/** Who sends to a target, and where the answers come back to. */
export interface From {
  readonly sender: Endpoint;
  readonly seat: Sender;
}

/** From the overlay of the entry node to a target on it, into the target, and back to who sent. */
export function land(facts: Facts, way: Way, network: NetworkInspect, target: Target, {sender, seat}: From): void {
  asksRightly(facts, way, seat, target);
  const {node, name} = target;
  const between = betweenNodes(facts, way, network, node);
  const passes = (at: string, address: string) =>
    passesBridge(
      facts,
      at,
      network,
      {protocol: 'tcp', source: sender.ipv4, destination: address},
      `packets for ${name}`,
    );
  const {netns, link, endpoint} = reach(facts, way, network, target, {there: between.there, passes, seat});
  const {ipv4} = endpoint;
  const come = {
    protocol: 'tcp',
    source: sender.ipv4,
    destination: ipv4,
    toLocal: true,
    inInterface: link.ifname,
  };
  const inTarget = {netns: () => netns};
  at('redirect', way, node, () => takesAsSent(facts, node, netns, come, name), inTarget);
  const letIn = () => {
    mustPass(facts, node, netns, ['before', 'in'], come, `packets for ${name} are dropped in ${netns}`);
    const last = rulesMet(facts.rows('ns.iptables', node, netns), 'filter', 'INPUT', come).at(-1);
    if (last?.rule.target !== 'ACCEPT') return [];
    return [{fact: factKey('ns.iptables', node, netns), row: ruleText(last.chain, last.rule)}];
  };
  at('input', way, node, letIn, {
    ...inTarget,
    tell: evidence => ({netns, decides: `packets for ${name} are let in`, evidence}),
  });
  const isLocal = node === way.entry;
  const back = (): Looked => {
    const answer = {protocol: 'tcp', source: ipv4, destination: sender.ipv4, ctstate: 'ESTABLISHED', toLocal: false};
    const packet = {...answer, outInterface: link.ifname};
    mustPass(facts, node, netns, ['out'], packet, `answers of ${name} are dropped in ${netns}`);
    const route = routed(facts, node, netns, link, sender.ipv4, {...SENT, source: ipv4});
    holdsNoOther(facts, {node, netns, ifname: link.ifname}, sender.ipv4, sender.mac);
    const bridged = [...new Set([node, way.entry])].map(at =>
      passesBridge(facts, at, network, {...answer, toLocal: false}, `answers of ${name}`),
    );
    if (isLocal) return together(route, ...bridged);
    return together(
      route,
      ...bridged,
      ...rowsBack(facts, way, node, network, sender, {node, netns, ifname: link.ifname}),
      between.back(),
    );
  };
  at('back', way, node, back, {
    ...inTarget,
    tell: ({witnesses: evidence, untold}) => ({
      netns,
      device: link.ifname,
      decides: isLocal
        ? `answers to ${sender.ipv4} leave by ${link.ifname}, on the node itself`
        : backTold(facts, network, sender),
      evidence,
      untold,
    }),
  });
}

/** Throws when a target does not take packets on the address and the port that they are sent to. */
function takesAsSent(facts: Facts, node: string, netns: string, come: Packet, name: string): void {
  const led = translationOf(facts, node, netns, 'PREROUTING', come);
  if (led === undefined) return;
  const {toDestination} = led.hit.rule;
  if (toDestination !== undefined && toDestination.split(':')[0] !== come.destination)
    throw ledElsewhere(node, netns, led, `what comes for ${name}`);
  const what = `what comes for ${name} is taken on another port in ${netns} by ${led.witness.row}`;
  throw new Unknown('unsupported', `${node}: ${what}: what listens there is not known`);
}
