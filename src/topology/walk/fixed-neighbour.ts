import {factKey} from '../../core/facts.ts';
import type {Facts} from '../facts.ts';
import {Failed} from '../failed.ts';
import type {Target} from '../join/arrival.ts';
import {at, type Way} from '../join/hops.ts';
import {neighText} from '../row-text.ts';

/** Who sends on an overlay: its namespace, and its interface there. */
export interface Sender {
  readonly node: string;
  readonly netns: string;
  readonly ifname: string;
}

/** Throws when a namespace has a fixed row for an address with another MAC. What it learns by asking, it asks for again. */
export function holdsNoOther(facts: Facts, {node, netns, ifname}: Sender, address: string, mac: string): void {
  const row = facts
    .rows('ns.neigh', node, netns)
    .find(({dst, dev, state}) => dst === address && dev === ifname && state.includes('PERMANENT'));
  if (row === undefined || row.lladdr === mac) return;
  const taken = row.lladdr ?? 'nothing';
  throw new Failed({
    code: 'other_mac',
    reason: `${node}: ${netns} is told to take ${taken} for the MAC of ${address}, which is ${mac}`,
    expected: mac,
    actual: taken,
    near: [{fact: factKey('ns.neigh', node, netns), row: neighText(row)}],
    words: {seen: taken},
  });
}

/** The same for a target, before what leads to it is looked at. */
export function asksRightly(facts: Facts, way: Way, sender: Sender, target: Target): void {
  const {ipv4, mac} = at('task', way, target.node, target.endpoint, {netns: target.netns});
  const {node, netns} = sender;
  at('neigh', way, node, () => holdsNoOther(facts, sender, ipv4, mac), {netns: () => netns});
}
