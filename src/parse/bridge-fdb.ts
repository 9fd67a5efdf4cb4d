import type {Parsed} from '../core/parsed.ts';
import type {FdbEntry, FdbTable} from '../core/rows/bridge.ts';
import {isIp, isMac} from './scan/addresses.ts';
import {type JsonObject, number, present, text, texts} from './scan/json-text.ts';
import {isWhole, keywords, numberOf, readKeywords, splitWords, wordOf} from './scan/keywords.ts';
import {parseRows} from './scan/rows.ts';

type FdbDraft = {-readonly [Key in keyof FdbEntry]: FdbEntry[Key]};

const STATES = new Set(['permanent', 'static', 'stale', 'reachable']);
/** Printed as nothing, or as an empty text in JSON. */
const LEARNED = 'reachable';
const FLAGS =
  'self router extern_learn offload sticky locked added_by_user added_by_ext_learn blackhole activity_notify inactive';
const ARITIES = keywords({
  flag: `${FLAGS} ${[...STATES].join(' ')}`,
  word: 'dev dst via master used',
  number: 'vlan port vni src_vni nhid link-netnsid',
});

/** Parses `bridge fdb show`, with any of `-d -s -c -j`. */
export function parseBridgeFdb(output: string): Parsed<FdbTable> {
  return parseRows(output, {command: 'bridge.fdb', fromLine, fromJson});
}

function fromLine(line: string, warn: (text: string) => void): FdbEntry | undefined {
  const all = splitWords(line);
  const mac = all[0];
  if (!isMac(mac)) return undefined;
  const last = all[all.length - 1]!;
  const stateBits = last.startsWith('state=0x') ? last : undefined;
  const bareMaster = findBareMaster(all);
  const words =
    bareMaster < 0 && stateBits === undefined ? all : all.filter((word, i) => i !== bareMaster && word !== stateBits);
  const read = readKeywords(words, ARITIES, 1);
  if (read === undefined) return undefined;
  const {unknown} = read;
  const via = wordOf(read, 'via');
  // `via ifindex 5` when the interface has no name here: its number is the one word without a keyword.
  const viaIndex = via === 'ifindex' ? unknown[0] : undefined;
  const dst = wordOf(read, 'dst');
  const state = read.flags.findIndex(isState);
  if (unknown.length > (isWhole(viaIndex) ? 1 : 0) || read.flags.findLastIndex(isState) !== state) return undefined;
  if (dst !== undefined && !isIp(dst)) return undefined;
  if (bareMaster >= 0) warn('no bridge is named after "master"');
  const flags = state < 0 ? read.flags : read.flags.toSpliced(state, 1);
  const ifname = wordOf(read, 'dev');
  // Old versions print `vlan 0` for rows without a VLAN.
  const vlan = numberOf(read, 'vlan') || undefined;
  const port = numberOf(read, 'port');
  const vni = numberOf(read, 'vni');
  const srcVni = numberOf(read, 'src_vni');
  const nhid = numberOf(read, 'nhid');
  const linkNetnsId = numberOf(read, 'link-netnsid');
  const master = wordOf(read, 'master');
  // An empty object has room for more fields than one that begins with its first.
  const entry = {} as FdbDraft;
  entry.mac = mac.toLowerCase();
  if (ifname !== undefined) entry.ifname = ifname;
  if (dst !== undefined) entry.dst = dst;
  if (vlan !== undefined) entry.vlan = vlan;
  if (port !== undefined) entry.port = port;
  if (vni !== undefined) entry.vni = vni;
  if (srcVni !== undefined) entry.srcVni = srcVni;
  if (via !== undefined) entry.via = viaIndex ?? via;
  if (nhid !== undefined) entry.nhid = nhid;
  if (linkNetnsId !== undefined) entry.linkNetnsId = linkNetnsId;
  entry.flags = bareMaster < 0 ? flags : [...flags, 'master'];
  if (master !== undefined) entry.master = master;
  entry.state = read.flags[state] ?? stateBits ?? LEARNED;
  return entry;
}

function isState(flag: string): boolean {
  return STATES.has(flag);
}

/** Where `master` stands without a bridge's name, as old versions print it; -1 when nowhere. */
function findBareMaster(words: readonly string[]): number {
  const at = words.indexOf('master');
  const next = words[at + 1];
  return at >= 0 && (next === undefined || ARITIES.has(next)) ? at : -1;
}

function fromJson(item: JsonObject): FdbEntry | undefined {
  const mac = text(item, 'mac');
  if (!isMac(mac)) return undefined;
  return present<FdbEntry>({
    mac: mac.toLowerCase(),
    // Called `dev` up to 4.17.
    ifname: text(item, 'ifname') ?? text(item, 'dev'),
    dst: text(item, 'dst'),
    vlan: number(item, 'vlan') || undefined,
    port: number(item, 'port'),
    vni: number(item, 'vni'),
    srcVni: number(item, 'src_vni'),
    via: text(item, 'viaIf') ?? number(item, 'viaIfIndex')?.toString(),
    nhid: number(item, 'nhid'),
    linkNetnsId: number(item, 'linkNetNsId'),
    flags: texts(item, 'flags'),
    master: text(item, 'master'),
    state: text(item, 'state') || LEARNED,
  });
}
