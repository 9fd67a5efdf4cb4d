import {factKey} from '../../core/facts.ts';
import type {Neigh} from '../../core/rows/neigh.ts';
import type {Facts} from '../facts.ts';
import {Failed} from '../failed.ts';
import {neighText} from '../row-text.ts';
import type {Target} from './arrival.ts';
import {at, type Way} from './hops.ts';

/** Who sends on a network: its namespace, and its interface there. */
export interface Sender {
  readonly node: string;
  readonly netns: string;
  readonly ifname: string;
}

/** Throws when a namespace has a fixed row for an address with another MAC. What it learns by asking, it asks for again. */
export function holdsNoOther(facts: Facts, {node, netns, ifname}: Sender, address: string, mac: string): void {
  const row = facts
    .rows('ns.neigh', node, netns)
    .find(row => row.dst === address && row.dev === ifname && isFixed(row));
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

/** A row that the kernel neither asks for again nor lets age. */
export function isFixed({state, flags, lladdr}: Neigh): boolean {
  if (state.includes('PERMANENT')) return true;
  return lladdr !== undefined && (state.includes('NOARP') || flags.includes('extern_learn'));
}
