import type {UnknownCause} from '../core/facts.ts';
import type {Chain} from '../core/rows/iptables.ts';
import {parseIptables} from '../parse/iptables.ts';
import type {Frame} from './frames.ts';
import {outcome} from './outcome.ts';

type Backend = 'nft' | 'legacy';

export type Tables =
  | {readonly chains: readonly Chain[]}
  | {readonly problem: {readonly cause: UnknownCause; readonly detail: string}};

/**
 * The chains of one namespace out of what the savers of both back ends printed. The kernel heeds both, so none may be
 * left out: where both hold rules, the tables of the one that `iptables` does not stand for are named `nft:nat`.
 */
export function joinTables(frames: readonly Frame[], main: Backend): Tables {
  const found = new Map<string, readonly Chain[]>();
  for (const frame of frames) {
    const backend = frame.label.split(' ')[2] ?? 'default';
    const bad = outcome(frame);
    if (bad !== null) {
      if (backend === 'nft' && frames.length > 1 && isNftAbsent(frame)) continue;
      return {problem: bad};
    }
    const {data, unparsed} = parseIptables(frame.stdout);
    const [first] = unparsed;
    if (first !== undefined)
      return {problem: {cause: 'parse', detail: `line ${first.line} is not understood: ${first.text}`}};
    found.set(backend, data.chains);
  }
  if (found.size === 0) return {problem: {cause: 'missing-fact', detail: 'iptables was not read'}};
  const used = [...found].filter(([, chains]) => chains.some(chain => chain.rules.length > 0));
  if (used.length < 2) return {chains: used[0]?.[1] ?? found.get(main) ?? [...found.values()][0] ?? []};
  return {chains: used.flatMap(([backend, chains]) => (backend === main ? chains : chains.map(rename(backend))))};
}

function rename(backend: string): (chain: Chain) => Chain {
  return chain => ({...chain, table: `${backend}:${chain.table ?? ''}`});
}

/** A kernel without nf_tables holds none of its rules. */
function isNftAbsent(frame: Frame): boolean {
  return /not supported|Could not fetch rule set generation id/i.test(frame.stderr);
}
