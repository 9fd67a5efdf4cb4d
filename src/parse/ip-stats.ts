import {addExtra, type Edit} from './ip-draft.ts';
import {isDigits} from './scan/digits.ts';

/** Of 2^64. */
const MOST_DIGITS = 20;
/** With `-h`: `2.30k`, `1.5Mi`. */
const ROUNDED = /^\d{1,4}(?:\.\d{1,2})?[kMGTPE]i?$/;
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
  if (!segment.startsWith('RX') && !segment.startsWith('TX')) return undefined;
  const match = HEADER.exec(segment);
  if (!match) return undefined;
  return {
    side: match[1] === 'R' ? 'rx' : 'tx',
    detailed: match[2] !== undefined,
    columns: match[3]!.trim().split(/ +/),
  };
}

/** Numbers that were rounded (`-h`) are no counts: they go to the words that are not understood. */
export function readStats(words: readonly string[], {side, detailed, columns}: StatsHeader): Edit | undefined {
  if (words.length !== columns.length || !words.every(word => isExact(word) || ROUNDED.test(word))) return undefined;
  if (detailed) return () => {};
  const counters: Record<string, number> = {};
  const rounded: string[] = [];
  for (const [i, column] of columns.entries()) {
    const word = words[i]!;
    if (isExact(word)) counters[NAMES[column] ?? column] = Number(word);
    else rounded.push(`${side} ${column} ${word}`);
  }
  return link => {
    link.stats = {rx: {}, tx: {}, ...link.stats, [side]: counters};
    addExtra(link, rounded);
  };
}

function isExact(word: string): boolean {
  return word.length <= MOST_DIGITS && isDigits(word);
}
