import type {Counter} from '../core/parsed.ts';
import type {Neg} from '../core/rows/iptables.ts';
import {
  type AddressKind,
  addressKind,
  isIpv4Net,
  isProtocol,
  protocolName,
  readNeg,
  withMask,
} from './iptables-rule.ts';
import {readCounter} from './scan/counter.ts';
import {remember} from './scan/remember.ts';

/** No word can end in what a gap begins with, so there is one way to match a row. */
export const WORD = '[^ \\t]+';
export const GAP = '[ \\t]+';
const INTERFACE = '[^ \\t/]{1,17}';
const OPTIONS = '(?:--|-f|!f)';
/** ip6tables before 1.8.9 prints three blanks for the options; a protocol that fills its column has four behind it. */
const NO_OPTIONS = `(?:[ \\t]{5,}|(?<=[^ \\t]{5})[ \\t]{4,})(?!${OPTIONS}[ \\t])`;

/** The columns `prot opt in out source` with the gap behind them; in short listings there are no interfaces. */
export const PACKET = `${WORD}(?:${GAP}${OPTIONS}${GAP}|${NO_OPTIONS})${INTERFACE}${GAP}${INTERFACE}${GAP}${WORD}${GAP}`;
export const SHORT_PACKET = `${WORD}(?:${GAP}${OPTIONS}${GAP}|${NO_OPTIONS})${WORD}${GAP}`;

export const COLUMNS = new RegExp(
  `^(${WORD})(?:${GAP}(${OPTIONS})${GAP}|${NO_OPTIONS})(?:(${INTERFACE})${GAP}(${INTERFACE})${GAP})?(${WORD})${GAP}$`,
);
const ANY_IPV4: Address = {value: {not: false, value: '0.0.0.0/0'}, kind: 'ipv4', isAny: true};
const ANY_INTERFACE: Neg<string> = {not: false, value: '*'};

/** What the columns of `PACKET` say. */
interface PacketColumns {
  readonly protocol: Neg<string>;
  /** `-f`: fragments only. */
  readonly fragment: string | undefined;
  readonly inInterface: Neg<string>;
  readonly outInterface: Neg<string>;
  readonly source: Address;
  /** Of the source and the gap behind it. */
  readonly sourceWidth: number;
  /** A `*`, which is only printed with `-n`. */
  readonly hasStar: boolean;
  /** Whether `-n` prints the protocol so: only these names are known then, all others are numbers. */
  readonly isNumeric: boolean;
}

export interface Address {
  readonly value: Neg<string>;
  readonly kind: AddressKind;
  /** `0.0.0.0/0` or `::/0`, which are only printed with `-n`. */
  readonly isAny: boolean;
}

/** What columns say that are the same in many rules of a text, which is read and kept once. */
export interface ColumnReader {
  /** Undefined for what cannot stand in those columns. */
  readonly packet: (printed: string) => PacketColumns | undefined;
  readonly counter: (printed: string) => Counter | undefined;
  readonly target: (printed: string) => string;
  readonly list: (printed: string) => readonly string[];
}

export function newColumnReader(): ColumnReader {
  return {
    packet: remember(readPacket),
    counter: remember(readCounter),
    target: remember(printed => printed),
    list: remember(printed => printed.split(',')),
  };
}

function readPacket(printed: string): PacketColumns | undefined {
  const [, protocol = '', options = '--', inside, outside, from = ''] = COLUMNS.exec(printed) ?? [];
  const source = readAddress(from);
  const inInterface = readInterface(inside);
  const outInterface = readInterface(outside);
  const isNumeric = isProtocol(protocol, true);
  if (!(isNumeric || isProtocol(protocol, false)) || !source || !inInterface || !outInterface) return undefined;
  return {
    protocol: readNeg(protocol, protocolName),
    isNumeric,
    fragment: options === '--' ? undefined : options === '-f' ? '-f' : '! -f',
    inInterface,
    outInterface,
    source,
    // The place of the `!` is blank before an address that is not negated.
    sourceWidth: printed.length - printed.lastIndexOf(from) - (source.value.not ? 1 : 0),
    hasStar: isStar(inside) || isStar(outside),
  };
}

function readInterface(printed: string | undefined): Neg<string> | undefined {
  if (printed === undefined || printed === '*' || printed === 'any') return ANY_INTERFACE;
  const read = readNeg(printed);
  // A row that lost a column shows an address here.
  return isIpv4Net(read.value) ? undefined : read;
}

function isStar(printed: string | undefined): boolean {
  return printed === '*' || printed === '!*';
}

/** The column `source` or `destination`. */
export function readAddress(printed: string): Address | undefined {
  if (printed === ANY_IPV4.value.value) return ANY_IPV4;
  const not = printed.startsWith('!');
  const address = not ? printed.slice(1) : printed;
  const kind = addressKind(address);
  return kind && {value: {not, value: withMask(address, kind)}, kind, isAny: isAny(address)};
}

function isAny(address: string): boolean {
  return address === '0.0.0.0/0' || address === '::/0';
}
