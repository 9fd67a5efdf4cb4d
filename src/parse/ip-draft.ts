import type {Addr, Link} from '../core/rows/link.ts';
import {isDigits} from './scan/digits.ts';

/** Of a number of 32 bits. */
const MOST_DIGITS = 10;

/** A link while its lines are read. */
export type LinkDraft = {-readonly [Key in keyof Link]: Link[Key]} & {
  flags: readonly string[];
  altnames: string[];
  addrInfo: Addr[];
};

/** What one line says of its link. */
export type Edit = (link: LinkDraft) => void;

export function newLink(ifname: string, fields: Partial<Link> = {}): LinkDraft {
  return {flags: [], ...fields, ifname, altnames: [], addrInfo: []};
}

/** The part of a name behind `@`: a peer's ifindex (`if17`), a name, or `NONE`. */
export function splitName(printed: string): Pick<Link, 'ifname' | 'link' | 'linkIndex'> {
  const at = printed.lastIndexOf('@');
  if (at <= 0) return {ifname: printed};
  const ifname = printed.slice(0, at);
  const peer = printed.slice(at + 1);
  const index = peer.slice('if'.length);
  if (peer.startsWith('if') && index.length <= MOST_DIGITS && isDigits(index))
    return {ifname, linkIndex: Number(index)};
  return peer === 'NONE' ? {ifname} : {ifname, link: peer};
}

export function splitFlags(list: string): readonly string[] {
  const flags = list.split(',');
  return flags.includes('') ? flags.filter(flag => flag !== '') : flags;
}

export function addExtra(link: LinkDraft, words: readonly string[]): void {
  if (words.length > 0) link.extra = [...(link.extra ?? []), ...words];
}
