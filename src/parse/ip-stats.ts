import type {LinkCounters} from '../core/rows/link.ts';
import type {Edit} from './ip-draft.ts';

const HEADER = /^([RT])X( errors)?:((?: +[a-z]+)+) *$/;
const NAMES: Readonly<Record<string, string>> = {
  mcast: 'multicast',
  overrun: 'over_errors',
  missed: 'missed_errors',
  carrier: 'carrier_errors',
  collsns: 'collisions',
};

/** The header of a pair of lines of `ip -s`; its numbers come on the next line. */
export interface StatsHeader {
  readonly side: 'rx' | 'tx';
  /** Printed with `-s -s`: the kinds of errors, which are not kept. */
  readonly detailed: boolean;
  readonly columns: readonly string[];
}

export function readStatsHeader(segment: string): StatsHeader | undefined {
  const match = HEADER.exec(segment);
  if (!match) return undefined;
  return {
    side: match[1] === 'R' ? 'rx' : 'tx',
    detailed: match[2] !== undefined,
    columns: match[3]!.trim().split(/ +/),
  };
}

export function readStats(words: readonly string[], {side, detailed, columns}: StatsHeader): Edit | undefined {
  if (words.length !== columns.length || !words.every(word => /^\d{1,20}$/.test(word))) return undefined;
  if (detailed) return () => {};
  const counters: LinkCounters = Object.fromEntries(
    columns.map((column, i) => [NAMES[column] ?? column, Number(words[i])]),
  );
  return link => {
    link.stats = {rx: {}, tx: {}, ...link.stats, [side]: counters};
  };
}
