import type {Counter} from '../../core/parsed.ts';

const FACTOR: Readonly<Record<string, number>> = {K: 1e3, M: 1e6, G: 1e9, T: 1e12, P: 1e15};
const COUNTER = /^\d+[KMGTP]?$/;

/** A count as iptables and ipvsadm print it: exact digits, or a number of thousands, millions, … of 1000. */
export function readCounter(text: string): Counter | undefined {
  if (!COUNTER.test(text)) return undefined;
  const factor = FACTOR[text.at(-1)!];
  if (factor === undefined) return {value: Number(text), exact: true, text};
  return {value: Number(text.slice(0, -1)) * factor, exact: false, text};
}
