import type {NetworkInspect} from '../../core/rows/inspect.ts';
import type {Rule} from '../../core/rows/iptables.ts';
import type {Facts} from '../facts.ts';
import {Unknown} from '../unknown.ts';
import {type Looked, NOTHING, rowsIfKnown} from './looked.ts';
import {overlayNetns, vxlanDevices} from './namespaces.ts';
import type {Packet} from './packet.ts';
import {droppedBy, type Ways} from './passage.ts';
import {settingOf, untoldSetting} from './settings.ts';
import {mustPass} from './undropped.ts';

const CALLS = 'net/bridge/bridge-nf-call-iptables';
/** What passes a bridge comes to the same chains as what is forwarded, in by the bridge and out by it. */
const PASSES: Ways = ['before', 'across'];

/**
 * That nothing drops what passes the bridge of an overlay on a node. Rules see it only where the kernel hands it to them,
 * which each namespace decides for itself.
 */
export function passesBridge(
  facts: Facts,
  node: string,
  network: NetworkInspect,
  packet: Packet,
  what: string,
): Looked {
  const filter = facts.once(`filter on the bridge of ${network.id} on ${node}`, () => filterOf(facts, node, network));
  if (!('setting' in filter)) return filter;
  const {netns, bridge, setting} = filter;
  const passing = {...packet, toLocal: false, inInterface: bridge, outInterface: bridge};
  if (setting === 'set') {
    mustPass(facts, node, netns, PASSES, passing, `${what} are dropped on ${bridge} in ${netns}`);
    return NOTHING;
  }
  return mayDrop(facts, node, netns, passing) ? untold(untoldSetting(node, netns, CALLS)) : NOTHING;
}

/** Rules that drop something of what passes a bridge, if they see it. */
interface Filter {
  readonly netns: string;
  readonly bridge: string;
  readonly setting: 'set' | 'untold';
}

/** What is known without the packet: mostly that there is no rule at all. */
function filterOf(facts: Facts, node: string, network: NetworkInspect): Filter | Looked {
  const netns = overlayNetns(facts, node, network);
  const bridge = vxlanDevices(facts, node, network).find(one => one.master !== undefined)?.master;
  const setting = settingOf(facts, node, netns, CALLS);
  if (bridge === undefined || setting.kind === 'absent' || (setting.kind === 'set' && setting.value === 0))
    return NOTHING;
  const chains = rowsIfKnown(facts, 'ns.iptables', node, netns);
  if (chains === undefined) return untold(`the rules of the firewall in ${netns}`);
  const drops = chains.some(({policy, rules}) => policy === 'DROP' || rules.some(rule => isDropping(rule)));
  return drops ? {netns, bridge, setting: setting.kind} : NOTHING;
}

function isDropping({target}: Rule): boolean {
  return target === 'DROP' || target === 'REJECT';
}

function untold(what: string): Looked {
  return {witnesses: [], untold: [what]};
}

function mayDrop(facts: Facts, node: string, netns: string, packet: Packet): boolean {
  try {
    return droppedBy(facts, node, netns, PASSES, packet) !== undefined;
  } catch (error) {
    if (error instanceof Unknown && error.reason === 'unsupported') return true;
    throw error;
  }
}
