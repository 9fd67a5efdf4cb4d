import type {Addr} from '../core/rows/link.ts';
import {readAddress} from './ip-address-line.ts';
import {addExtra, type LinkDraft, newLink, splitFlags, splitName} from './ip-draft.ts';
import {compile} from './scan/compile.ts';
import {isWhole, keywords, numberOf, readKeywords, splitWords, wordOf} from './scan/keywords.ts';
import {isIndented} from './scan/normalise.ts';

const FULL = /^\s*(\d{1,10}): (\S+): <([^>\s]*)>(.*)$/;
const HEADER: readonly RegExp[] = [FULL];
const SHORT = /^\s*(\d{1,10}): (\S+?):?\s+(?=inet6? )/;
const COLON = 58;
const BRIEF = /^\S+\s+(?:UNKNOWN|NOTPRESENT|DOWN|LOWERLAYERDOWN|TESTING|DORMANT|UP)(?:\s|$)/;
const ARITIES = keywords({flag: '', word: 'qdisc master vrf state mode group', number: 'mtu qlen'});

/** `2: eth0@if3: <UP,LOWER_UP> mtu 1500 qdisc noqueue state UP …` */
export function readHeader(line: string): LinkDraft | undefined {
  compile(HEADER);
  const match = FULL.exec(line);
  if (!match) return undefined;
  const [, index, name, flags, rest] = match;
  const read = readKeywords(splitWords(rest!), ARITIES);
  if (!read) return undefined;
  const {ifname, link: peer, linkIndex} = splitName(name!);
  const mtu = numberOf(read, 'mtu');
  const qdisc = wordOf(read, 'qdisc');
  const operstate = wordOf(read, 'state');
  const linkMode = wordOf(read, 'mode');
  const group = wordOf(read, 'group');
  const txqlen = numberOf(read, 'qlen');
  const master = wordOf(read, 'master') ?? wordOf(read, 'vrf');
  const link = {ifindex: Number(index), ifname} as LinkDraft;
  if (peer !== undefined) link.link = peer;
  if (linkIndex !== undefined) link.linkIndex = linkIndex;
  link.flags = splitFlags(flags!);
  if (mtu !== undefined) link.mtu = mtu;
  if (qdisc !== undefined) link.qdisc = qdisc;
  if (operstate !== undefined) link.operstate = operstate;
  if (linkMode !== undefined) link.linkMode = linkMode;
  if (group !== undefined) link.group = group;
  if (txqlen !== undefined) link.txqlen = txqlen;
  if (master !== undefined) link.master = master;
  link.altnames = [];
  link.addrInfo = [];
  addExtra(link, read.unknown);
  return link;
}

/** `2: eth0    ` in front of the address in `ip -o addr`. */
export function readShortHeader(line: string): {link: LinkDraft; rest: string} | undefined {
  const match = SHORT.exec(line);
  if (!match) return undefined;
  const {ifname, ...peer} = splitName(match[2]!);
  return {link: newLink(ifname, {...peer, ifindex: Number(match[1])}), rest: line.slice(match[0].length)};
}

/** A row of `ip -br link` (`eth0@if3 UP MAC <UP,LOWER_UP>`) or `ip -br addr` (`eth0@if3 UP 10.0.0.1/24 …`). */
export function readBrief(line: string): LinkDraft | undefined {
  // Neither a line below a link nor the first one of `ip addr`, as most are.
  if (isIndented(line) || line.charCodeAt(line.indexOf(' ') - 1) === COLON || !BRIEF.test(line)) return undefined;
  const [name, operstate, ...rest] = splitWords(line);
  const {ifname, ...peer} = splitName(name!);
  const link = newLink(ifname, {...peer, operstate: operstate!});
  const flags = /^<(\S*)>$/.exec(rest.at(-1) ?? '');
  if (flags) {
    const [address, more] = rest.slice(0, -1);
    if (more !== undefined) return undefined;
    return {...link, flags: splitFlags(flags[1]!), ...(address !== undefined && {address: address.toLowerCase()})};
  }
  const addresses = readBriefAddresses(rest);
  return addresses && {...link, addrInfo: addresses};
}

function readBriefAddresses(words: readonly string[]): Addr[] | undefined {
  const addresses: Addr[] = [];
  for (let i = 0; i < words.length; ) {
    let end = i + 1;
    while (words[end] === 'peer' || (words[end] === 'metric' && isWhole(words[end + 1]))) end += 2;
    const address = readAddress([words[i]!.includes(':') ? 'inet6' : 'inet', ...words.slice(i, end)]);
    if (!address) return undefined;
    addresses.push(address);
    i = end;
  }
  return addresses;
}
