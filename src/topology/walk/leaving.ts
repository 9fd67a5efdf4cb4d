import {factKey} from '../../core/facts.ts';
import type {NetworkInspect} from '../../core/rows/inspect.ts';
import type {Link} from '../../core/rows/link.ts';
import type {Facts} from '../facts.ts';
import {Failed} from '../failed.ts';
import {type Endpoint, interfaceIn} from '../join/endpoints.ts';
import {at, type Way} from '../join/hops.ts';
import {rulesMet} from '../join/packet.ts';
import {routed} from '../join/routes.ts';
import {plugged, wireTold} from '../join/wiring.ts';
import {linkText, ruleText} from '../row-text.ts';
import {type Client, clientEndpoint, clientNetns} from './client.ts';
import {mustPass} from './passing.ts';

export interface Left {
  readonly netns: string;
  readonly link: Link;
  readonly endpoint: Endpoint;
}

/** Out of a container into the overlay of a network: the route to each address, the wire, and the container's own rules. */
export function leave(
  facts: Facts,
  way: Way,
  client: Client,
  network: NetworkInspect,
  addresses: readonly string[],
): Left {
  const {node, name} = client;
  const inClient = {netns: () => clientNetns(facts, client)};
  const left = at(
    'leave',
    way,
    node,
    () => {
      const netns = clientNetns(facts, client);
      const endpoint = clientEndpoint(client, network);
      return {netns, endpoint, link: interfaceIn(facts, netns, endpoint).link};
    },
    inClient,
  );
  const {netns, link} = left;
  at('route', way, node, () => addresses.map(address => routed(facts, node, netns, link, address)), {
    ...inClient,
    tell: found => ({
      netns,
      device: link.ifname,
      decides: `${addresses.join(', ')} by ${link.ifname}, into ${network.name}`,
      evidence: found.filter(({row}, index) => found.findIndex(one => one.row === row) === index),
    }),
  });
  const own = {fact: factKey('ns.links', node, netns), row: linkText(link)};
  at(
    'leave',
    way,
    node,
    () => {
      for (const address of addresses) unhindered(facts, client, left, address);
      return plugged(facts, node, name, link, network);
    },
    {...inClient, tell: wired => wireTold(wired, link, own)},
  );
  return left;
}

/** What a container sends, and what it gets, is neither dropped nor led elsewhere in its own namespace. */
function unhindered(facts: Facts, {node, name}: Client, {netns, link, endpoint}: Left, address: string): void {
  const {ipv4} = endpoint;
  const {ifname} = link;
  const out = {protocol: 'tcp', source: ipv4, destination: address, outInterface: ifname, toLocal: false};
  const last = rulesMet(facts.rows('ns.iptables', node, netns), 'nat', 'OUTPUT', out).at(-1);
  if (last?.rule.target === 'DNAT' || last?.rule.target === 'REDIRECT') {
    const row = ruleText(last.chain, last.rule);
    throw new Failed({
      code: 'other_target',
      reason: `${node}: what ${name} sends to ${address} is led elsewhere by ${row}`,
      expected: address,
      actual: last.rule.toDestination ?? last.rule.toPorts ?? null,
      near: [{fact: factKey('ns.iptables', node, netns), row}],
    });
  }
  mustPass(facts, node, netns, ['out'], out, `packets for ${address}`);
  const back = {protocol: 'tcp', source: address, destination: ipv4, ctstate: 'ESTABLISHED', inInterface: ifname};
  mustPass(facts, node, netns, ['before', 'in'], {...back, toLocal: true}, `answers from ${address}`);
}
