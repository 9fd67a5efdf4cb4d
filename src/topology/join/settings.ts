import {factKey} from '../../core/facts.ts';
import type {Witness} from '../../core/verdict.ts';
import type {Facts} from '../facts.ts';
import {Failed} from '../failed.ts';
import {settingName, sysctlText} from '../row-text.ts';
import {type Looked, rowsIfKnown} from './looked.ts';

/** A setting of the kernel in one namespace. */
export type Setting =
  | {readonly kind: 'set'; readonly value: number; readonly witness: Witness}
  /** The namespace has none, as its module is not loaded. */
  | {readonly kind: 'absent'}
  | {readonly kind: 'untold'};

export function settingOf(facts: Facts, node: string, netns: string, path: string): Setting {
  const found = facts.once(`settings of ${node}/${netns}`, () => {
    const rows = rowsIfKnown(facts, 'ns.sysctls', node, netns);
    return rows && new Map(rows.map(row => [row.path, row]));
  });
  if (found === undefined) return {kind: 'untold'};
  const row = found.get(path);
  if (row === undefined) return {kind: 'absent'};
  const witness = {fact: factKey('ns.sysctls', node, netns), row: sysctlText(row)};
  return {kind: 'set', value: Number(row.value), witness};
}

/** What is said where a snapshot does not tell a setting. */
export function untoldSetting(node: string, netns: string, path: string): string {
  return `${settingName(path)} in ${netns === 'host' ? node : netns}`;
}

/** Holds a setting to be other than one value, with which it breaks the way; where it is not known, that is said. */
export function isNot(
  facts: Facts,
  node: string,
  netns: string,
  path: string,
  bad: number,
  {code, so}: {readonly code: string; readonly so: string},
): Looked {
  const setting = settingOf(facts, node, netns, path);
  if (setting.kind !== 'set') return {witnesses: [], untold: [untoldSetting(node, netns, path)]};
  const {value, witness} = setting;
  if (value !== bad) return {witnesses: [witness], untold: []};
  throw new Failed({
    code,
    reason: `${node}: ${settingName(path)} is ${value} in ${netns}, so ${so}`,
    expected: null,
    actual: witness.row,
    near: [witness],
    words: {seen: String(value)},
  });
}

/** That a namespace forwards what comes in by an interface: `what` as in `answers of redis.1`. */
export function forwardsFrom(facts: Facts, node: string, netns: string, ifname: string, what: string): Looked {
  const path = `net/ipv4/conf/${ifname}/forwarding`;
  return isNot(facts, node, netns, path, 0, {code: 'no_forwarding', so: `${what} are not forwarded`});
}
