import {factKey} from '../../core/facts.ts';
import type {NetworkInspect} from '../../core/rows/inspect.ts';
import type {Rule} from '../../core/rows/iptables.ts';
import type {Link} from '../../core/rows/link.ts';
import type {Facts} from '../facts.ts';
import {ruleText} from '../row-text.ts';
import {Unknown} from '../unknown.ts';
import {type Looked, NOTHING, rowsIfKnown} from './looked.ts';
import {overlayNetns, tunnelsIn} from './namespaces.ts';
import {type Packet, rulesMet} from './packet.ts';
import {droppedBy, type Ways} from './passage.ts';
import {settingOf, untoldSetting} from './settings.ts';
import {ledNowhereElse, translationOf} from './translation.ts';
import {mustPass} from './undropped.ts';
import {holdsGateway} from './wiring.ts';

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
  const setOrNot = untoldSetting(node, netns, CALLS);
  if (setting === 'untold') return mayDrop(facts, node, netns, passing) ? untold(setOrNot) : NOTHING;
  mustPass(facts, node, netns, PASSES, passing, `${what} are dropped on ${bridge} in ${netns}`);
  if (netns !== 'host') return NOTHING;
  keepsAddresses(facts, node, passing, what);
  const last = rulesMet(facts.rows('ns.iptables', node, netns), 'filter', 'FORWARD', passing).at(-1);
  if (last?.rule.target !== 'ACCEPT') return NOTHING;
  return {
    witnesses: [{fact: factKey('ns.iptables', node, netns), row: ruleText(last.chain, last.rule)}],
    untold: [],
  };
}

/** On the host, the rules of nat see what passes the bridge of an overlay as well, though they are meant for others. */
function keepsAddresses(facts: Facts, node: string, passing: Packet, what: string): void {
  if (passing.ctstate === 'ESTABLISHED') return;
  ledNowhereElse(facts, node, 'host', 'PREROUTING', passing, what);
  const sourced = translationOf(facts, node, 'host', 'POSTROUTING', passing);
  if (sourced === undefined) return;
  const said = `${what} get another source on the host by ${sourced.witness.row}`;
  throw new Unknown('unsupported', `${node}: ${said}: whose answers those are is not known`);
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
  const bridge = bridgeOf(facts, node, netns, network);
  const setting = settingOf(facts, node, netns, CALLS);
  if (bridge === undefined || setting.kind === 'absent' || (setting.kind === 'set' && setting.value === 0))
    return NOTHING;
  const chains = rowsIfKnown(facts, 'ns.iptables', node, netns);
  if (chains === undefined) return untold(`the rules of the firewall in ${netns}`);
  // An engine that keeps the bridge on the host makes rules there without which nothing passes it.
  const drops =
    netns === 'host' || chains.some(({policy, rules}) => policy === 'DROP' || rules.some(rule => isDropping(rule)));
  return drops ? {netns, bridge, setting: setting.kind} : NOTHING;
}

/** The bridge that the tunnel is a port of; where that is gone, tasks of the node itself still have the one with the gateway. */
function bridgeOf(facts: Facts, node: string, netns: string, network: NetworkInspect): string | undefined {
  const tunnel = tunnelsIn(facts, node, netns, network).find(({master}) => master !== undefined);
  const isOwn = (link: Link) => link.infoKind === 'bridge' && holdsGateway(link, network);
  return tunnel?.master ?? facts.rows('ns.links', node, netns).find(isOwn)?.ifname;
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
