import type {Note, Parsed} from '../core/parsed.ts';
import type {LinkTable} from '../core/rows/link.ts';
import {isLifetime} from './ip-address-line.ts';
import {type LinkDraft, newLink} from './ip-draft.ts';
import {readBrief, readHeader, readShortHeader} from './ip-header-line.ts';
import {fromJson} from './ip-json.ts';
import {readSegments, type Segments} from './ip-segments.ts';
import type {StatsHeader} from './ip-stats.ts';
import {isDigit} from './scan/digits.ts';
import {envelope} from './scan/envelope.ts';
import {findJson, readItems} from './scan/json-text.ts';
import {type Input, normalise, takeLines} from './scan/normalise.ts';

/** An unreadable line with any of these was a link's header: what follows is not the previous link's. */
const HEADER_LIKE = /^\s*\d+:|<[A-Z0-9_,-]*>|\smtu\s/;

/** Where the reader stands: the link that indented lines belong to, and the columns of the numbers to come. */
interface Place {
  readonly link: LinkDraft | undefined;
  readonly stats: StatsHeader | undefined;
}

/** The links so far, and by name the last one of it. */
interface Links {
  readonly all: LinkDraft[];
  readonly byName: Map<string, LinkDraft>;
}

const NOWHERE: Place = {link: undefined, stats: undefined};

export function parseInterfaces(output: string, command: string): Parsed<LinkTable> {
  const input = normalise(output);
  const json = findJson(output, input);
  const items = json && readItems(json.value, fromJson);
  if (!json || !items) return parseText(input, command);
  const {rows: links, notes} = items;
  return envelope(input, {command, variant: 'json', data: {links}, unparsed: json.rest, notes});
}

function parseText(input: Input, command: string): Parsed<LinkTable> {
  const links: Links = {all: [], byName: new Map()};
  const notes: Note[] = [];
  let place = NOWHERE;
  const unparsed = takeLines(input, text => {
    const next = readLine(text, place, links);
    if (next) place = next;
    else if (HEADER_LIKE.test(text) || isSecondLinkLine(text, place)) place = NOWHERE;
    return next !== undefined;
  });
  for (const {ifname, ifindex, operstate, extra} of links.all) {
    if (extra) notes.push({kind: 'warning', text: `${ifname}: words that are not understood: ${extra.join(' ')}`});
    if (ifindex === undefined && operstate === undefined) {
      notes.push({kind: 'headerless', text: `${ifname}: known by the label of an address only`});
    }
  }
  return envelope(input, {command, variant: 'text', data: {links: links.all}, unparsed, notes});
}

/** Where the reader stands after the line, with what it says put into `links`; undefined when it is not understood. */
function readLine(line: string, place: Place, links: Links): Place | undefined {
  // Every other line below a link is one of these.
  if (isLifetime(line)) return place;
  const brief = readBrief(line);
  if (brief) {
    add(links, brief);
    return NOWHERE;
  }
  // `-o` joins the lines of a link with backslashes.
  const parts = line.includes('\\') ? line.split(/\\(?=\s)/) : [line];
  const start = startLink(parts[0]!, place.link);
  if (start) parts[0] = start.rest;
  const stats = start ? undefined : place.stats;
  const segments = readSegments(parts, stats);
  if (!segments) return undefined;
  const link = start?.link ?? place.link;
  const owner = ownerOf(segments, link, links);
  if (!owner && segments.edits.length > 0) return undefined;
  if (start && start.link !== place.link) add(links, start.link);
  for (const edit of segments.edits) edit(owner!);
  return {link: owner === link ? link : undefined, stats: segments.stats};
}

function startLink(head: string, current: LinkDraft | undefined): {link: LinkDraft; rest: string} | undefined {
  if (!isDigit(head.trimStart().charCodeAt(0))) return undefined;
  const full = readHeader(head);
  if (full) return {link: full, rest: ''};
  const short = readShortHeader(head);
  const isCurrent = short && current?.ifindex === short.link.ifindex && current?.ifname === short.link.ifname;
  return isCurrent ? {link: current!, rest: short.rest} : short;
}

/**
 * The link that the segments belong to. The label of an IPv4 address tells when the header of its link is missing
 * (`ip addr | grep inet`).
 */
function ownerOf({label, isLinkLine}: Segments, link: LinkDraft | undefined, links: Links): LinkDraft | undefined {
  if (isLinkLine && link?.linkType !== undefined) return undefined;
  const ifname = label?.split(':')[0];
  if (ifname === undefined || ifname === link?.ifname) return link;
  return links.byName.get(ifname) ?? add(links, newLink(ifname));
}

function add({all, byName}: Links, link: LinkDraft): LinkDraft {
  all.push(link);
  byName.set(link.ifname, link);
  return link;
}

function isSecondLinkLine(line: string, {link}: Place): boolean {
  return link?.linkType !== undefined && line.trimStart().startsWith('link/');
}
