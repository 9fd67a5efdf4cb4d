import {factKey} from '../../core/facts.ts';
import type {NetworkInspect} from '../../core/rows/inspect.ts';
import type {VirtualService} from '../../core/rows/ipvs.ts';
import type {Witness} from '../../core/verdict.ts';
import type {Facts} from '../facts.ts';
import {Failed} from '../failed.ts';
import {asTold} from '../join/balancing.ts';
import {fwmTold} from '../join/entry.ts';
import {at, type Way} from '../join/hops.ts';
import {markSent} from '../join/marking.ts';
import {fwmService, UNBALANCED} from '../join/marks.ts';
import {knownInside} from '../join/namespaces.ts';
import type {Packet} from '../join/packet.ts';
import {translationOf} from '../join/translation.ts';
import {mustPass} from '../join/undropped.ts';
import {hex, linkText, ruleText} from '../row-text.ts';
import {Unknown} from '../unknown.ts';
import {notDirect} from './balanced.ts';
import type {Client} from './client.ts';
import {type Left, leave, routeTo, sentAsIs} from './leaving.ts';
import {holdAnyServer, toServer} from './servers.ts';

/**
 * What a container sends to a virtual address, where its engine balances in the container's own namespace, up to its wire
 * into the overlay: a mark of mangle OUTPUT, IPVS, and the container's own address as the source. So libnetwork did it from
 * 17.10 to 18.06 (`fwMarker` of its service_linux.go).
 */
export function balancedInside(
  facts: Facts,
  way: Way,
  client: Client,
  left: Left,
  network: NetworkInspect,
  vip: string,
): VirtualService {
  const {node, name} = client;
  const {netns, link, endpoint} = left;
  const here = {netns: () => netns};
  at('balancer', way, node, () => knownInside(facts, node), here);
  at('route', way, node, () => isElsewhere(facts, client, left, vip), here);
  routeTo(facts, way, client, left, network, vip);
  const {ifname: outInterface} = link;
  const sends = {protocol: 'tcp', source: endpoint.ipv4, destination: vip, outInterface, toLocal: false};
  const {mark} = at('mark', way, node, () => markedInside(facts, client, left, network, sends), {
    ...here,
    tell: ({witness, mark}) => ({netns, decides: `${vip} gets the mark ${hex(mark)}`, evidence: [witness]}),
  });
  const {virtual} = at('fwm', way, node, () => fwmService(facts, node, netns, mark), {
    ...here,
    tell: ({virtual, witness}) => fwmTold(netns, virtual, mark, witness),
  });
  at('servers', way, node, () => holdAnyServer(node, netns, virtual), here);
  at('snat', way, node, () => notDirect(node, network), here);
  // Any address of the subnet is a task's; its own will do.
  const source = () => sourceInside(facts, client, left, endpoint.ipv4);
  at('snat', way, node, source, {
    ...here,
    tell: evidence => ({netns, decides: `it leaves as sent by ${endpoint.ipv4}, ${name} itself`, evidence}),
  });
  leave(facts, way, client, left, network, 'overlay');
  return virtual;
}

/** A task whose namespace holds the virtual address itself sends to its own loopback: the address of its own service. */
function isElsewhere(facts: Facts, {node, name}: Client, {netns}: Left, vip: string): void {
  const links = facts.rows('ns.links', node, netns);
  const holder = links.find(({addrInfo}) => addrInfo.some(({local}) => local === vip));
  if (holder === undefined) return;
  const what = `${holder.ifname} of ${name} holds ${vip} itself`;
  throw new Unknown('unsupported', `${node}: ${what}: the way inside a namespace is not followed`);
}

function markedInside(
  facts: Facts,
  {node, name}: Client,
  {netns}: Left,
  network: NetworkInspect,
  sends: Packet & {readonly destination: string},
) {
  const {destination: vip} = sends;
  const said = `what ${name} sends to ${vip}`;
  mustPass(facts, node, netns, ['sent'], sends, `packets for ${vip} are dropped in ${netns}`);
  sentAsIs(facts, node, netns, sends, said);
  const found = markSent(facts, node, netns, sends);
  if (found === undefined) {
    const reason = `${node}: no rule of mangle OUTPUT in ${netns} marks packets for ${vip}, ${UNBALANCED}`;
    throw new Failed({code: 'no_mark', reason, expected: `-d ${vip}/32 -j MARK`, actual: null});
  }
  const {chain, rule} = found.hit;
  const witness = {fact: factKey('ns.iptables', node, netns), row: ruleText(chain, rule)};
  return asTold(facts, node, network, vip, {mark: found.mark, netns, witness});
}

/**
 * The rule that gives what IPVS sends the container's own address. It was sent by that already, so none is needed; but
 * answers to another do not come back.
 */
function sourceInside(
  facts: Facts,
  {node, name}: Client,
  {netns, link, endpoint}: Left,
  destination: string,
): readonly Witness[] {
  const {ipv4: source} = endpoint;
  const goes = {protocol: 'tcp', source, destination, outInterface: link.ifname, toLocal: false, ipvs: true};
  const own = {fact: factKey('ns.links', node, netns), row: linkText(link)};
  const given = translationOf(facts, node, netns, 'POSTROUTING', goes);
  if (given === undefined) return [own];
  const {toSource} = given.hit.rule;
  if (toSource === source) return [given.witness, own];
  if (toSource === undefined) {
    const what = `what IPVS of ${name} sends gets a source by ${given.witness.row}`;
    throw new Unknown('unsupported', `${node}: ${what}: which is not known`);
  }
  throw new Failed({
    code: 'other_source',
    reason: `${node}: the SNAT rule in ${netns} gives ${toSource}, ${name} has ${source}`,
    expected: source,
    actual: toSource,
    near: [given.witness],
    words: {seen: toSource},
  });
}

/** From IPVS in a container to a real server that it has chosen, as far as the container's own namespace decides. */
export function sentInside(
  facts: Facts,
  way: Way,
  client: Client,
  left: Left,
  task: {readonly name: string; readonly address: string},
): void {
  const {node, name} = client;
  const {netns, link, endpoint} = left;
  const {address} = task;
  const here = {netns: () => netns};
  const isSelf = () => {
    if (address !== endpoint.ipv4) return;
    const what = `IPVS of ${name} may choose ${name} itself`;
    throw new Unknown('unsupported', `${node}: ${what}: the way inside a namespace is not followed`);
  };
  at('route', way, node, isSelf, here);
  toServer(facts, way, netns, link, address, 'beside');
  at('snat', way, node, () => sourceInside(facts, client, left, address), here);
  const passes = () => {
    const sent = {protocol: 'tcp', source: endpoint.ipv4, destination: address, outInterface: link.ifname};
    const dropped = `are dropped in ${netns}`;
    const goes = {...sent, toLocal: false, ipvs: true};
    mustPass(facts, node, netns, ['out'], goes, `packets for ${task.name} ${dropped}`);
    const answer = {protocol: 'tcp', source: address, destination: endpoint.ipv4, inInterface: link.ifname};
    const comes = {...answer, ctstate: 'ESTABLISHED', toLocal: true};
    mustPass(facts, node, netns, ['before', 'in'], comes, `answers of ${task.name} ${dropped}`);
  };
  at('leave', way, node, passes, here);
}
