import type {Parsed} from '../core/parsed.ts';
import type {FdbEntry, FdbTable} from '../core/rows/bridge.ts';
import {isIp, isMac} from './scan/addresses.ts';
import {type JsonObject, number, present, text, texts} from './scan/json-text.ts';
import {isWhole, keywords, numberOf, readKeywords, splitWords, wordOf} from './scan/keywords.ts';
import {parseRows} from './scan/rows.ts';

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
  const bareMaster = findBareMaster(all);
  const stateBits = all.at(-1)?.startsWith('state=0x') ? all.at(-1) : undefined;
  const words =
    bareMaster < 0 && stateBits === undefined ? all : all.filter((word, i) => i !== bareMaster && word !== stateBits);
  const read = readKeywords(words, ARITIES, 1);
  if (!isMac(words[0]) || read === undefined) return undefined;
  // `via ifindex 5` when the interface has no name here: its number is the one word without a keyword.
  const viaIndex = wordOf(read, 'via') === 'ifindex' ? read.unknown[0] : undefined;
  const dst = wordOf(read, 'dst');
  const states = read.flags.filter(flag => STATES.has(flag));
  if (read.unknown.length > (isWhole(viaIndex) ? 1 : 0) || states.length > 1) return undefined;
  if (dst !== undefined && !isIp(dst)) return undefined;
  if (bareMaster >= 0) warn('no bridge is named after "master"');
  return present<FdbEntry>({
    mac: words[0].toLowerCase(),
    ifname: wordOf(read, 'dev'),
    dst,
    // Old versions print `vlan 0` for rows without a VLAN.
    vlan: numberOf(read, 'vlan') || undefined,
    port: numberOf(read, 'port'),
    vni: numberOf(read, 'vni'),
    srcVni: numberOf(read, 'src_vni'),
    via: viaIndex ?? wordOf(read, 'via'),
    nhid: numberOf(read, 'nhid'),
    linkNetnsId: numberOf(read, 'link-netnsid'),
    flags: [...read.flags.filter(flag => !STATES.has(flag)), ...(bareMaster < 0 ? [] : ['master'])],
    master: wordOf(read, 'master'),
    state: states[0] ?? stateBits ?? LEARNED,
  });
}

/** Where `master` stands without a bridge's name, as old versions print it; -1 when nowhere. */
function findBareMaster(words: readonly string[]): number {
  const at = words.indexOf('master');
  const next = words[at + 1];
  return next === undefined || ARITIES.has(next) ? at : -1;
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
