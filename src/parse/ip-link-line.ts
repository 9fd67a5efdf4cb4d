import {addExtra, type Edit} from './ip-draft.ts';
import {isMac} from './scan/addresses.ts';
import {isWhole, keywords, readKeywords, wordOf} from './scan/keywords.ts';

/** What `-d` prints of every link, behind its own line or behind the last line of its kind's details. */
export const LINK_DETAILS = keywords({
  flag: 'netns-immutable',
  word: 'addrgenmode parentbus parentdev permaddr protodown protodown_reason portname portid switchid',
  number:
    'promiscuity allmulti minmtu maxmtu numtxqueues numrxqueues gso_max_size gso_max_segs tso_max_size tso_max_segs ' +
    'gro_max_size gso_ipv4_max_size gro_ipv4_max_size headroom tailroom',
});
const ARITIES = new Map([
  ...LINK_DETAILS,
  ...keywords({flag: '', word: 'brd peer link-netnsid link-netns', number: 'new-netnsid new-ifindex'}),
]);

/** `link/ether 02:42:0a:00:00:07 brd ff:ff:ff:ff:ff:ff link-netnsid 1` */
export function readLinkLine(words: readonly string[]): Edit | undefined {
  const linkType = words[0]!.slice('link/'.length);
  const address = words[1] !== undefined && !ARITIES.has(words[1]) ? words[1].toLowerCase() : undefined;
  const read = readKeywords(words, ARITIES, address === undefined ? 1 : 2);
  if (!read) return undefined;
  const broadcast = (wordOf(read, 'brd') ?? wordOf(read, 'peer'))?.toLowerCase();
  const hasMac = linkType === 'ether' || linkType === 'loopback';
  if (hasMac && !(isMac(address) && (broadcast === undefined || isMac(broadcast)))) return undefined;
  const netnsId = wordOf(read, 'link-netnsid');
  const netns = wordOf(read, 'link-netns');
  return link => {
    link.linkType = linkType;
    if (address !== undefined) link.address = address;
    if (broadcast !== undefined) link.broadcast = broadcast;
    if (isWhole(netnsId)) link.linkNetnsId = Number(netnsId);
    if (netns !== undefined) link.linkNetns = netns;
    addExtra(link, read.unknown);
  };
}
