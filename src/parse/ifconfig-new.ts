import type {Addr} from '../core/rows/link.ts';
import {type Edit, type LinkDraft, newLink, splitFlags} from './ip-draft.ts';
import {isIp, isMac} from './scan/addresses.ts';
import {isWhole, splitWords} from './scan/keywords.ts';
import {prefixLength} from './scan/netmask.ts';

type AddrDraft = {-readonly [Key in keyof Addr]: Addr[Key]};

const HEADER = /^(\S+): (?:flags|příznaky)=(\d+)<([^<>]*)>\s+mtu (\d+)((?:\s+[a-zř]+ \d+)*)\s*$/;
const SCOPE = /^0x[0-9a-f]+<([^<>\s]*)>$/;
/** The scopes that net-tools translate, in Czech. */
const SCOPE_WORDS: Readonly<Record<string, string>> = {
  kompat: 'compat',
  globální: 'global',
  stroj: 'host',
  linka: 'link',
  oblast: 'site',
};
/** The bits of the number before the names, by <net/if.h>; the names are translated, and the number is not. */
const FLAG_BITS: readonly (readonly [bit: number, name: string])[] = [
  [0x1, 'UP'],
  [0x2, 'BROADCAST'],
  [0x4, 'DEBUG'],
  [0x8, 'LOOPBACK'],
  [0x10, 'POINTOPOINT'],
  [0x20, 'NOTRAILERS'],
  [0x40, 'RUNNING'],
  [0x80, 'NOARP'],
  [0x100, 'PROMISC'],
  [0x200, 'ALLMULTI'],
  [0x400, 'MASTER'],
  [0x800, 'SLAVE'],
  [0x1000, 'MULTICAST'],
  [0x8000, 'DYNAMIC'],
];
const FLAG_NAMES: ReadonlySet<string> = new Set(FLAG_BITS.map(([, name]) => name));
const PACKETS = /^([RT])X \S+ (\d+) {2}\S+ (\d+) \([\d.,]+ [KMGTPE]?i?B\)$/;
const RX_ERRORS = /^RX \S+ (\d+) +\S+ (\d+) +\S+ (\d+) +\S+ (\d+)$/;
const TX_ERRORS = /^TX \S+ (\d+) +\S+ (\d+) +\S+ (\d+) +\S+ (\d+) +\S+ (\d+)$/;
/** What the lines of most links go through. */
export const NEW_LINES: readonly RegExp[] = [HEADER, PACKETS, RX_ERRORS, TX_ERRORS];
const DEVICE_WORD = /^(?:[a-zř]+|\d+|0x[0-9a-f]+(?:-[0-9a-fx]*)?)$/;

/** `eth0: flags=4163<UP,BROADCAST,RUNNING,MULTICAST>  mtu 1500`; an alias (`eth0:vip`) is the address of its label. */
export function readNewHeader(line: string): LinkDraft | undefined {
  const match = line.includes('mtu ') ? HEADER.exec(line) : null;
  return match ? newLink(match[1]!, {flags: flagsOf(match[3]!, Number(match[2])), mtu: Number(match[4])}) : undefined;
}

function flagsOf(names: string, bits: number): readonly string[] {
  const printed = splitFlags(names);
  if (printed.every(name => FLAG_NAMES.has(name))) return printed;
  return FLAG_BITS.filter(([bit]) => (bits & bit) !== 0).map(([, name]) => name);
}

/** A line below the header; `label` is the name in the header. */
export function readNewLine(line: string, label: string): Edit | undefined {
  if (line.startsWith('RX') || line.startsWith('TX')) return readCounters(line);
  const words = splitWords(line);
  if (words[0] === 'inet') return addAddress(readInet(words, label));
  if (words[0] === 'inet6') return addAddress(readInet6(words));
  if (words[0] === 'device' || words[0] === 'zařízení')
    return words.every(word => DEVICE_WORD.test(word)) ? () => {} : undefined;
  return readHardware(words, line);
}

export function addAddress(address: Addr | undefined): Edit | undefined {
  return address && (link => link.addrInfo.push(address));
}

/** `inet 10.8.0.1  netmask 255.255.255.255  destination 10.8.0.2`; the words are Czech where they are not English. */
function readInet(words: readonly string[], label: string): Addr | undefined {
  const [, local, mask, length, kind, other] = words;
  const prefixlen = prefixLength(length);
  if (!isIp(local) || local.includes(':') || (mask !== 'netmask' && mask !== 'síťová_maska')) return undefined;
  if (prefixlen === undefined || words.length > 6 || (kind !== undefined && !isIp(other))) return undefined;
  const isPeer = kind === 'destination' || kind === 'cíl';
  if (kind !== undefined && !isPeer && kind !== 'broadcast' && kind !== 'všesměr') return undefined;
  return inet(local, prefixlen, label, isPeer ? other : undefined, isPeer ? undefined : other);
}

/** An address without a broadcast address has `0.0.0.0`. */
export function inet(
  local: string,
  prefixlen: number,
  label: string,
  peer: string | undefined,
  broadcast: string | undefined,
): Addr {
  const address: AddrDraft = {family: 'inet', local, prefixlen, label, flags: []};
  if (peer !== undefined) address.peer = peer;
  if (broadcast !== undefined && broadcast !== '0.0.0.0') address.broadcast = broadcast;
  return address;
}

/** `inet6 fe80::1  prefixlen 64  scopeid 0x20<link>` */
function readInet6(words: readonly string[]): Addr | undefined {
  const [, local, key, length, scopeKey, printed] = words;
  const scope = SCOPE.exec(printed ?? '')?.[1];
  if (
    !isIp(local) ||
    !local.includes(':') ||
    (key !== 'prefixlen' && key !== 'délka_prefixu') ||
    !isWhole(length) ||
    words.length > 6
  )
    return undefined;
  if (scopeKey !== 'scopeid' || scope === undefined || Number(length) > 128) return undefined;
  // `0x10<host>` and others of it have one word, `compat,global` two.
  const first = scope.split(',', 1)[0]!;
  const address: AddrDraft = {family: 'inet6', local, prefixlen: Number(length), flags: []};
  if (first !== '') address.scope = SCOPE_WORDS[first] ?? first;
  return address;
}

/** `ether 02:42:5b:09:f5:75  txqueuelen 0  (Ethernet)`, `loop  txqueuelen 1000  (Local Loopback)` */
function readHardware(words: readonly string[], line: string): Edit | undefined {
  const open = line.indexOf('(');
  const at = words.findIndex(word => word === 'txqueuelen' || word === 'délka_odchozí_fronty');
  const [type, address] = words;
  const length = words[at + 1];
  if (at < 1 || at > 2 || !isWhole(length) || open < 0 || !line.endsWith(')')) return undefined;
  if (type === undefined || !/^[a-z0-9]+$/.test(type) || !words[at + 2]?.startsWith('(')) return undefined;
  if (at === 2 && !isHardware(address, type)) return undefined;
  if (type === 'ether' && at !== 2) return undefined;
  return link => {
    setHardware(link, type, at === 2 ? address : undefined);
    link.txqlen = Number(length);
  };
}

function isHardware(address: string | undefined, type: string): boolean {
  return type === 'ether' ? isMac(address) : /^[0-9a-f]{2}(?:[-:][0-9a-f]{2})*$/i.test(address ?? '');
}

/** `unspec` is a kind that net-tools do not know; its address is followed by bytes that mean nothing. */
export function setHardware(link: LinkDraft, type: string, address: string | undefined): void {
  if (type !== 'unspec') link.linkType = type === 'loop' ? 'loopback' : type;
  if (address !== undefined && type !== 'unspec') link.address = address.toLowerCase();
}

/** Known by the order of the numbers, as the words are Czech where they are not English. */
function readCounters(line: string): Edit | undefined {
  const packets = line.endsWith(')') ? PACKETS.exec(line) : null;
  if (packets) {
    const side = packets[1] === 'R' ? 'rx' : 'tx';
    return link => addStats(link, side, {packets: Number(packets[2]), bytes: Number(packets[3])});
  }
  const errors = (line.startsWith('RX') ? RX_ERRORS : TX_ERRORS).exec(line);
  if (!errors) return undefined;
  const common = {errors: Number(errors[1]), dropped: Number(errors[2]), fifo_errors: Number(errors[3])};
  const last = Number(errors[4]);
  if (errors[5] === undefined) return link => addStats(link, 'rx', {...common, frame_errors: last});
  return link => addStats(link, 'tx', {...common, carrier_errors: last, collisions: Number(errors[5])});
}

export function addStats(link: LinkDraft, side: 'rx' | 'tx', counters: Readonly<Record<string, number>>): void {
  link.stats ??= {rx: {}, tx: {}};
  Object.assign(link.stats[side], counters);
}
