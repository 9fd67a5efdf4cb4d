import {factKey} from '../../core/facts.ts';
import type {FdbEntry} from '../../core/rows/bridge.ts';
import type {Facts} from '../facts.ts';
import {Failed} from '../failed.ts';
import {fdbText} from '../row-text.ts';
import {isKept} from './forwarding.ts';
import type {Wired} from './wiring.ts';

/**
 * Throws when a bridge is told to send frames for the MAC of an interface elsewhere than into its wire. What it has learned
 * from traffic it unlearns as soon as the interface is heard.
 */
export function bridgeSends(facts: Facts, node: string, {netns, peer, bridge}: Wired, mac: string): void {
  const told = facts.once(`rows that bridges of ${node}/${netns} are told`, () => readTold(facts, node, netns));
  for (const row of told.get(mac) ?? []) {
    if (row.master !== bridge.ifname && row.ifname !== bridge.ifname) continue;
    if (!isKept(row) && row.ifname === peer.ifname) continue;
    const does = isKept(row) ? `keeps frames for ${mac} to itself` : `sends frames for ${mac} out of ${row.ifname}`;
    const text = fdbText(row);
    throw new Failed({
      code: 'other_port',
      reason: `${node}: ${bridge.ifname} in ${netns} ${does}, not out of ${peer.ifname}`,
      expected: peer.ifname,
      actual: text,
      near: [{fact: factKey('ns.fdb', node, netns), row: text}],
      words: {seen: row.ifname ?? ''},
    });
  }
}

/** By their MAC; of a bridge that knows no VLANs, those for one do nothing. */
function readTold(facts: Facts, node: string, netns: string): ReadonlyMap<string, readonly FdbEntry[]> {
  const told = new Map<string, FdbEntry[]>();
  for (const row of facts.rows('ns.fdb', node, netns)) {
    if (row.dst !== undefined || row.vlan !== undefined || (!isKept(row) && row.state !== 'static')) continue;
    told.set(row.mac, [...(told.get(row.mac) ?? []), row]);
  }
  return told;
}
