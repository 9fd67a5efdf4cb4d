import type {Counter} from '../../core/parsed.ts';
import {isDigits} from './digits.ts';

const FACTOR: Readonly<Record<string, number>> = {K: 1e3, M: 1e6, G: 1e9, T: 1e12, P: 1e15};
const ROUNDED = /^(\d+)([KMGTP])$/;

/** A count as iptables and ipvsadm print it: exact digits, or a number of thousands, millions, … of 1000. */
export function readCounter(text: string): Counter | undefined {
  if (isDigits(text)) return {value: Number(text), exact: true, text};
  const rounded = ROUNDED.exec(text);
  return rounded ? {value: Number(rounded[1]) * FACTOR[rounded[2]!]!, exact: false, text} : undefined;
}
