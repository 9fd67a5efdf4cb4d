import {factKey} from '../../core/facts.ts';
import type {NetworkInspect} from '../../core/rows/inspect.ts';
import type {Witness} from '../../core/verdict.ts';
import type {Facts} from '../facts.ts';
import {Failed} from '../failed.ts';
import {linkText} from '../row-text.ts';
import {Unknown} from '../unknown.ts';
import type {Passage} from './arrival.ts';
import {linkBearing} from './bearing.ts';
import {type Endpoint, placed, vtepOf} from './endpoints.ts';
import type {Sender} from './fixed-neighbour.ts';
import {readTable} from './forwarding.ts';
import {at, type Way} from './hops.ts';
import {ifTold} from './if-told.ts';
import {overlayNetns, vxlanDevices} from './namespaces.ts';
import {neighbour} from './neighbour.ts';
import {dataPathPort} from './nodes.ts';
import {unlessRemembered} from './remembered.ts';
import {type Hold, remoteRow} from './remote.ts';
import {tunnelEnd} from './vxlan.ts';

/**
 * From the overlay of the entry node through the tunnel to that of another node.
 */
export function across(
  facts: Facts,
  way: Way,
  network: NetworkInspect,
  target: Endpoint,
  {there, passes, seat}: Passage & Required<Pick<Passage, 'passes'>>,
): readonly Witness[] {
  const {entry} = way;
  const {node, mac, ipv4} = target;
  const netns = () => overlayNetns(facts, entry, network);
  const answering = () => neighbour(facts, entry, network, target, way.hold);
  // Where there is no tunnel at all, nothing that is remembered helps.
  const mayDo = () => way.hold === 'now' && ifTold(() => endOf(facts, network, entry)) !== undefined;
  const told = () => (mayDo() ? unlessRemembered(facts, seat, target, answering) : answering());
  const known = at('neigh', way, entry, told, {
    netns,
    tell: witness => ({netns: netns(), decides: `${ipv4} is at ${mac}`, evidence: [witness]}),
  });
  const vtep = vtepOf(facts, node, network);
  const lead = () => {
    const row = rowTo(facts, entry, network, target, way.hold);
    return {row, more: passes(entry, ipv4)};
  };
  const {row} = at('fdb', way, entry, lead, {
    netns,
    tell: ({row, more}) => ({
      netns: netns(),
      decides: `frames for ${mac} leave to ${vtep}, ${node}`,
      evidence: [row, ...more.witnesses],
      untold: more.untold,
    }),
  });
  tunnelled(facts, way, network, entry);
  there();
  tunnelled(facts, way, network, node);
  return [known, row];
}

function tunnelled(facts: Facts, way: Way, network: NetworkInspect, node: string): void {
  const netns = () => overlayNetns(facts, node, network);
  at('tunnel', way, node, () => endOf(facts, network, node), {
    netns,
    tell: evidence => {
      const decides = `${node === way.entry ? 'into' : 'out of'} the tunnel of VNI ${network.vxlanidList.join(', ')}`;
      return {netns: netns(), decides, evidence};
    },
  });
}

function endOf(facts: Facts, network: NetworkInspect, node: string): readonly Witness[] {
  return facts.once(`${network.id} tunnel on ${node}`, () => tunnelEnd(facts, node, network, dataPathPort(facts)));
}

/** The rows by which the node of a task finds its way back to who sent, at the node of entry. */
export function rowsBack(
  facts: Facts,
  {hold}: Way,
  node: string,
  network: NetworkInspect,
  sender: Endpoint,
  seat: Sender,
): readonly Witness[] {
  const answering = () => neighbour(facts, node, network, sender, hold);
  const known = hold === 'now' ? unlessRemembered(facts, seat, sender, answering) : answering();
  try {
    return [known, rowTo(facts, node, network, sender, hold)];
  } catch (error) {
    if (!(error instanceof Failed) || error.failure.code !== 'no_row' || hold === 'for-good') throw error;
    const learned = facts.once(`${network.id} learned on ${node}`, () => learning(facts, node, network));
    if (learned === undefined) throw error;
    return [known, learned];
  }
}

/**
 * The vxlan device by which a request itself teaches the node where its sender is: one that learns (vxlan_snoop of
 * drivers/net/vxlan, on unless it is told not to). What it has learned lasts for minutes, a row that is kept for good.
 */
function learning(facts: Facts, node: string, network: NetworkInspect): Witness | undefined {
  const [device, ...more] = vxlanDevices(facts, node, network);
  if (more.length > 0 || device.infoData?.learning === false) return undefined;
  return {fact: factKey('ns.links', node, overlayNetns(facts, node, network)), row: linkText(device)};
}

/** A node takes what comes for its tunnel end at any address of its own, so a row that tells another may do. */
function rowTo(facts: Facts, from: string, network: NetworkInspect, endpoint: Endpoint, hold: Hold): Witness {
  const {node, mac} = endpoint;
  const table = readTable(facts, from, network);
  const vtep = vtepOf(facts, node, network);
  const other = table.byMac.get(mac)?.all.find(({dst}) => dst !== undefined && dst !== vtep)?.dst;
  const isItsOwn = (id: string) => linkBearing(facts, id, other) !== undefined;
  if (other === undefined || !isItsOwn(node) || isItsOwn(from)) return remoteRow(table, endpoint, vtep, hold);
  const what = `frames for ${mac} leave to ${other}, not to ${vtep}`;
  throw new Unknown('ambiguous', `${from}: ${what}, and ${other} is an address of ${node} as well`);
}

/** What is told of a way back that holds. */
export function backTold(facts: Facts, network: NetworkInspect, sender: Endpoint): string {
  return `answers to ${sender.ipv4} (${placed(sender)}) leave to ${vtepOf(facts, sender.node, network)}`;
}
