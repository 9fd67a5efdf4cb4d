import type {Addr} from '../core/rows/link.ts';
import {addAddress, addStats, inet, setHardware} from './ifconfig-new.ts';
import {type Edit, type LinkDraft, newLink} from './ip-draft.ts';
import {isIp, isMac} from './scan/addresses.ts';
import {isWhole, splitWords} from './scan/keywords.ts';
import {prefixLength} from './scan/netmask.ts';

/** `Link encap:` in the languages of net-tools 1.60. */
const HEADER =
  /^(\S+)\s+(?:Link encap|Lien encap|Protokoll|kapseldus|リンク方法|Encapsulamento do Link): ?(\S+(?: \S+)*)(.*)$/;
const DASHED = /^[0-9a-fA-F]{2}(?:-[0-9a-fA-F]{2}){5,}$/;
const FLAGS = /^(?:\[[^\]]+\]|[A-Z][A-Z0-9]*(?: [A-Z][A-Z0-9]*)*) +MTU:(\d+) +\S+:\d+(?: +\S+:\d+)*$/;
const LOOPBACK = ['Loopback', 'Boucle locale', 'Lokale Schleife', 'ループバック', 'Kohalik'];
const COUNTERS = /^([^:]*):(\d+) [^:]*:(\d+) [^:]*:(\d+) [^:]*:(\d+) [^:]*:(\d+)$/;
const SIDES = ['RX', 'TX', 'reçus', 'transmis'];
const LABEL = /([^\s:]*):\d/g;
const COUNTER_WORDS = ['packets', 'errors', 'dropped', 'overruns'];
const BYTES = /^(?:RX|Octets reçus)[^:]*:(\d+) \([^()]*\) +(?:TX|Octets transmis)[^:]*:(\d+) \([^()]*\)$/;
/** How the labels of an address begin, in small letters. */
const BROADCAST = ['bcast', 'ブロ'];
const NOT_LOCAL = [...BROADCAST, 'p-', 'm'];
const MASK = ['m', 'м', 'マ'];
const BARE_LABELS: ReadonlySet<string> = new Set(['addr', 'addr.', 'end', 'end.']);
const LABELLED = /^(?:([^:]+):)?([\d.]+)$/;
const QUEUE = /^[^:\d]+:(\d+) [^:\d]+:(\d+)$/;
const DEVICE =
  /^(?:Interrupt|Interruption|IRQ|katkestus|割り込み|address|Memory|chan|Media|Medium|Mídia|meedia|compressed):\S+$/;
/** What the lines of most links go through. */
export const OLD_LINES: readonly RegExp[] = [HEADER, LABELLED, FLAGS, COUNTERS, QUEUE, BYTES];
/** net-tools 1.60 cuts names here; busybox does not. */
export const OLD_NAME_WIDTH = 9;

/** `eth0      Link encap:Ethernet  HWaddr 02:42:0a:00:00:07` */
export function readOldHeader(line: string): LinkDraft | undefined {
  const match = HEADER.exec(line.trimEnd());
  if (!match) return undefined;
  const words = `${match[2]}${match[3]}`;
  const address = words.slice(words.lastIndexOf(' ') + 1);
  const isDashed = address.includes('-') && DASHED.test(address);
  if (words.startsWith('Ethernet') && !isMac(address)) return undefined;
  const link = newLink(match[1]!);
  setHardware(link, kindOf(words), isMac(address) || isDashed ? address : undefined);
  return link;
}

/** A line below the header; `label` is the name in the header. */
export function readOldLine(line: string, label: string): Edit | undefined {
  if (line.includes('inet6')) return addAddress(readInet6(line));
  if (line.startsWith('inet')) return addAddress(readInet(splitWords(line), label));
  const flags = line.includes('MTU:') ? FLAGS.exec(line) : null;
  if (flags) return readFlags(line, Number(flags[1]));
  const bytes = line.endsWith(')') ? BYTES.exec(line) : null;
  if (bytes) {
    return link => {
      addStats(link, 'rx', {bytes: Number(bytes[1])});
      addStats(link, 'tx', {bytes: Number(bytes[2])});
    };
  }
  const counters = COUNTERS.exec(line);
  if (counters) return isInOrder(line) ? readCounters(counters) : undefined;
  const queue = QUEUE.exec(line);
  if (queue && !line.startsWith('txqueuelen') && !line.includes('MTU')) {
    return link => {
      addStats(link, 'tx', {collisions: Number(queue[1])});
      link.txqlen = Number(queue[2]);
    };
  }
  const words = splitWords(line).filter(word => word !== 'Base' && word !== 'DMA');
  return words.every(word => DEVICE.test(word)) ? () => {} : undefined;
}

/** What is printed instead of a number of the kernel; only English words, others are kinds that nothing asks for. */
function kindOf(words: string): string {
  if (words.startsWith('Ethernet')) return 'ether';
  if (words.startsWith('UNSPEC')) return 'unspec';
  if (words.startsWith('Point-to-Point')) return 'ppp';
  if (LOOPBACK.some(name => words.includes(name))) return 'loop';
  return words.split(/ {2}/)[0]!.toLowerCase();
}

/** `inet addr:10.8.0.1  P-t-P:10.8.0.2  Mask:255.255.255.255`: the mask is last in all languages. */
function readInet(words: readonly string[], label: string): Addr | undefined {
  const at = words.findIndex(word => word.includes(':') || BARE_LABELS.has(word));
  // Portuguese has a blank behind the colon.
  const values = words.slice(at).flatMap(word => (word.endsWith(':') ? [] : [LABELLED.exec(word)]));
  if (at < 0 || at > 2 || values.length < 2 || values.length > 3) return undefined;
  const [local, middle, mask] = values.length === 3 ? values : [values[0], undefined, values[1]];
  const prefixlen = prefixLength(mask?.[2]);
  if (beginsWithAny(local?.[1], NOT_LOCAL)) return undefined;
  if (!isIp(local?.[2]) || prefixlen === undefined || !beginsWithAny(mask?.[1], MASK)) return undefined;
  if (middle === undefined)
    return values.length === 3 ? undefined : inet(local[2], prefixlen, label, undefined, undefined);
  if (!isIp(middle?.[2]) || middle[1] === undefined) return undefined;
  const isPeer = middle[1].startsWith('P-');
  if (!isPeer && !beginsWithAny(middle[1], BROADCAST)) return undefined;
  return inet(local[2], prefixlen, label, isPeer ? middle[2] : undefined, isPeer ? undefined : middle[2]);
}

/** Letters of either case. */
function beginsWithAny(label: string | undefined, beginnings: readonly string[]): boolean {
  const small = label?.toLowerCase();
  return small !== undefined && beginnings.some(beginning => small.startsWith(beginning));
}

/** `inet6 addr: fe80::1/64 Scope:Link` */
function readInet6(line: string): Addr | undefined {
  const words = splitWords(line);
  const at = words.findIndex(word => word.includes('/'));
  const [local = '', length, ...more] = words[at]?.split('/') ?? [];
  const scope = /^\S+:([A-Za-z]+)$/.exec(words[at + 1] ?? '')?.[1];
  if (at < 1 || at > 2 || at !== words.length - 2 || more.length > 0 || scope === undefined) return undefined;
  if (!isIp(local) || !local.includes(':') || !isWhole(length) || Number(length) > 128) return undefined;
  return {family: 'inet6', local, prefixlen: Number(length), scope: scope.toLowerCase(), flags: []};
}

/** `UP BROADCAST RUNNING MULTICAST  MTU:1500  Metric:1` */
function readFlags(line: string, mtu: number): Edit {
  const flags = line.startsWith('[') ? [] : splitWords(line.slice(0, line.indexOf('MTU:')));
  return link => {
    link.flags = flags;
    link.mtu = mtu;
    if (flags.includes('LOOPBACK')) link.linkType = 'loopback';
  };
}

/** In English the words must stand in their order; a French `Packets reçus` has some of them. */
function isInOrder(line: string): boolean {
  const labels = Array.from(line.matchAll(LABEL), ([, label]) => label!);
  const isPlaced = labels.every((label, i) => !COUNTER_WORDS.includes(label) || COUNTER_WORDS[i] === label);
  const first = line.slice(0, line.indexOf(':'));
  return isPlaced && SIDES.some(side => first.includes(side));
}

function readCounters([, side, ...printed]: RegExpExecArray): Edit {
  const [packets, errors, dropped, fifo, last] = printed.map(Number) as [number, number, number, number, number];
  const common = {packets, errors, dropped, fifo_errors: fifo};
  const isSent = side!.includes('TX') || side!.includes('transmis');
  return link =>
    isSent
      ? addStats(link, 'tx', {...common, carrier_errors: last})
      : addStats(link, 'rx', {...common, frame_errors: last});
}
