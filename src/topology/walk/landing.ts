import {factKey} from '../../core/facts.ts';
import type {NetworkInspect} from '../../core/rows/inspect.ts';
import type {Facts} from '../facts.ts';
import {backTold, rowsBack} from '../join/across.ts';
import {reach, type Target} from '../join/arrival.ts';
import type {Endpoint} from '../join/endpoints.ts';
import {at, type Way} from '../join/hops.ts';
import {rulesMet} from '../join/packet.ts';
import {routed} from '../join/routes.ts';
import {ruleText} from '../row-text.ts';
import {betweenNodes} from './crossing.ts';
import {asksRightly, type Sender} from './fixed-neighbour.ts';
import {mustPass} from './passing.ts';

/** From the overlay of the entry node to a target on it, into the target, and back to who sent. */
export function land(
  facts: Facts,
  way: Way,
  network: NetworkInspect,
  target: Target,
  {sender, seat}: {readonly sender: Endpoint; readonly seat: Sender},
): void {
  asksRightly(facts, way, seat, target);
  const {node, name} = target;
  const between = betweenNodes(facts, way, network, node);
  const {netns, link, endpoint} = reach(facts, way, network, target, between.there);
  const {ipv4} = endpoint;
  const come = {
    protocol: 'tcp',
    source: sender.ipv4,
    destination: ipv4,
    toLocal: true,
    inInterface: link.ifname,
  };
  const inTarget = {netns: () => netns};
  const letIn = () => {
    mustPass(facts, node, netns, ['before', 'in'], come, `packets for ${name}`);
    const last = rulesMet(facts.rows('ns.iptables', node, netns), 'filter', 'INPUT', come).at(-1);
    if (last?.rule.target !== 'ACCEPT') return [];
    return [{fact: factKey('ns.iptables', node, netns), row: ruleText(last.chain, last.rule)}];
  };
  at('input', way, node, letIn, {
    ...inTarget,
    tell: evidence => ({netns, decides: `packets for ${name} are let in`, evidence}),
  });
  const back = () => {
    const answer = {protocol: 'tcp', source: ipv4, destination: sender.ipv4, ctstate: 'ESTABLISHED', toLocal: false};
    mustPass(facts, node, netns, ['out'], {...answer, outInterface: link.ifname}, `answers of ${name}`);
    const route = routed(facts, node, netns, link, sender.ipv4);
    return node === way.entry ? [route] : [route, ...rowsBack(facts, node, network, sender), ...between.back()];
  };
  at('back', way, node, back, {
    ...inTarget,
    tell: evidence => ({
      netns,
      device: link.ifname,
      decides:
        node === way.entry
          ? `answers to ${sender.ipv4} leave by ${link.ifname}, on the node itself`
          : backTold(facts, network, sender),
      evidence,
    }),
  });
}
