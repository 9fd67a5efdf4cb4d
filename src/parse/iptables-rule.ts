import type {Neg, Rule} from '../core/rows/iptables.ts';
import {isIpv4} from './scan/addresses.ts';
import {isDigits} from './scan/digits.ts';

/** A rule while its words are read. */
export type RuleDraft = {-readonly [K in keyof Rule]: Rule[K]};

/** How listings without `-n` print no restriction; `finishRule` makes it `0.0.0.0/0` or `::/0`. */
const ANYWHERE = 'anywhere';

/** The names of iptables itself, and those of protocols which rules of Docker or these lessons meet. */
const PROTOCOL_NAMES: ReadonlyMap<string, string> = new Map([
  ['0', 'all'],
  ['1', 'icmp'],
  ['2', 'igmp'],
  ['4', 'ipencap'],
  ['6', 'tcp'],
  ['17', 'udp'],
  ['33', 'dccp'],
  ['41', 'ipv6'],
  ['47', 'gre'],
  ['50', 'esp'],
  ['51', 'ah'],
  ['58', 'ipv6-icmp'],
  ['89', 'ospf'],
  ['103', 'pim'],
  ['112', 'vrrp'],
  ['115', 'l2tp'],
  ['132', 'sctp'],
  ['136', 'udplite'],
  ['ip', 'all'],
  ['icmpv6', 'ipv6-icmp'],
]);

/** Those that a listing with `-n` names. */
const NUMERIC_NAMES: ReadonlySet<string> = new Set(
  'all tcp udp udplite sctp dccp icmp icmpv6 ipv6-icmp esp ah mh ipv6-mh'.split(' '),
);
const PROTOCOL = /^!?[a-z0-9][a-z0-9.+-]*$/;
/** A service, or a range. */
const PORTS = /^[\w.+*/-]+(?::[\w.+*/-]*)?$/;
/** In hexadecimal too; of IPv4 it may be like an address. */
const MASK = /^[0-9a-fA-F:]+$/;
const IPV6 = /^[0-9a-fA-F]*:[0-9a-fA-F]*:[0-9a-fA-F:.]*(?:\/(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-fA-F:]+))?$/;
const HOST_NAME = /^[A-Za-z0-9_][\w.-]*(?:\/\d{1,2})?$/;

/** One object of each for all rules: most have two of these or more. */
const ALL: Neg<string> = {not: false, value: 'all'};
const ANY_ADDRESS: Neg<string> = {not: false, value: ANYWHERE};
const ANY_INTERFACE: Neg<string> = {not: false, value: '*'};

/** One list for all rules that have no more to say, which are most. */
export const NO_EXTRA: readonly string[] = [];

export function newRule(): RuleDraft {
  return {
    num: 0,
    target: null,
    goto: false,
    protocol: ALL,
    inInterface: ANY_INTERFACE,
    outInterface: ANY_INTERFACE,
    source: ANY_ADDRESS,
    destination: ANY_ADDRESS,
    extra: NO_EXTRA,
  };
}

/** Gives `anywhere` its address of the family that the rest of the listing shows. */
export function finishRule(rule: RuleDraft, ipv6: boolean): void {
  const any = ipv6 ? '::/0' : '0.0.0.0/0';
  if (rule.source.value === ANYWHERE) rule.source = {...rule.source, value: any};
  if (rule.destination.value === ANYWHERE) rule.destination = {...rule.destination, value: any};
}

/** Splits the glued negation of listings: `!docker0`. */
export function readNeg(text: string, spell: (value: string) => string = value => value): Neg<string> {
  return text.startsWith('!') ? {not: true, value: spell(text.slice(1))} : {not: false, value: spell(text)};
}

/** Whether a listing may print this as protocol; with `-n` only these names are known, all others are numbers. */
export function isProtocol(text: string, numeric: boolean): boolean {
  if (!numeric) return PROTOCOL.test(text);
  const name = text.startsWith('!') ? text.slice(1) : text;
  return NUMERIC_NAMES.has(name) || (name.length <= 3 && isDigits(name));
}

export function protocolName(text: string): string {
  return PROTOCOL_NAMES.get(text) ?? text;
}

export type AddressKind = 'ipv4' | 'ipv6' | 'name';

/** Undefined for what can be no source or destination. */
export function addressKind(text: string): AddressKind | undefined {
  if (isIpv4Net(text)) return 'ipv4';
  if (text.includes(':') && IPV6.test(text)) return 'ipv6';
  return HOST_NAME.test(text) ? 'name' : undefined;
}

/** An address of IPv4, with a mask or without. */
export function isIpv4Net(text: string): boolean {
  const slash = text.indexOf('/');
  if (slash < 0) return isIpv4(text);
  const mask = text.slice(slash + 1);
  return isIpv4(text.slice(0, slash)) && (isDigits(mask) || isIpv4(mask) || MASK.test(mask));
}

/** Adds the mask of a single host, which listings leave out. */
export function withMask(address: string, kind: AddressKind | undefined): string {
  if (address.includes('/')) return address;
  return kind === 'ipv4' ? `${address}/32` : kind === 'ipv6' ? `${address}/128` : address;
}

/** A port as number; a range `1:65535` or a service's name as text. */
export function readPort(text: string): number | string | undefined {
  if (isDigits(text)) return Number(text) <= 65535 ? Number(text) : undefined;
  return PORTS.test(text) ? text : undefined;
}

/** Sets a field that is not yet set; false when it is, as a rule may hold the same match twice. */
export function setOnce<K extends keyof RuleDraft>(
  rule: RuleDraft,
  key: K,
  value: Exclude<RuleDraft[K], undefined> | undefined,
): boolean {
  if (value === undefined || rule[key] !== undefined) return false;
  rule[key] = value;
  return true;
}

export type MarkOperation = 'set' | 'xset' | 'and' | 'or' | 'xor';

/**
 * The mark's new value is `(mark & ~markMask) ^ mark`, as the kernel keeps it (xt_mark revision 2), whichever of its
 * spellings was printed. False when the numbers are no 32-bit ones.
 */
export function setMark(rule: RuleDraft, operation: MarkOperation, value: string, mask?: string): boolean {
  const mark = readMark(value);
  const given = mask === undefined ? 0xffffffff : readMark(mask);
  if (mark === undefined || given === undefined || rule.mark !== undefined) return false;
  rule.mark = operation === 'and' ? 0 : mark;
  rule.markMask = operation === 'and' ? ~mark >>> 0 : operation === 'or' ? mark : operation === 'xor' ? 0 : given;
  return true;
}

export function readMark(text: string): number | undefined {
  if (!/^(?:0x[0-9a-fA-F]{1,8}|\d{1,10})$/.test(text)) return undefined;
  const mark = Number(text);
  return mark <= 0xffffffff ? mark : undefined;
}
