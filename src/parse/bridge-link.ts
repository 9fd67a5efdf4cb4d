import type {Note, Parsed} from '../core/parsed.ts';
import type {Link, LinkTable} from '../core/rows/link.ts';
import {addExtra, type LinkDraft, newLink, splitFlags, splitName} from './ip-draft.ts';
import {envelope} from './scan/envelope.ts';
import {findJson, type JsonObject, number, present, readItems, text, texts} from './scan/json-text.ts';
import {keywords, numberOf, readKeywords, splitWords, wordOf} from './scan/keywords.ts';
import {type Input, type Line, normalise, rowsOf} from './scan/normalise.ts';

/** Versions before 4.17 print the state of the link, and the peer behind it: `9: veth0 state UP @if8: <…>`. */
const HEADER = /^(\d{1,10}): ([^\s:]+)(?: state (\S+) ?(?:@([^\s:]+))?)? ?: <([^>\s]*)>(.*)$/;
const PORT_FLAGS =
  'hairpin guard root_block fastleave learning flood mcast_flood bcast_flood mcast_to_unicast neigh_suppress ' +
  'neigh_vlan_suppress vlan_tunnel isolated locked mab learning_sync';
const HEAD = keywords({flag: '', word: 'master state hwmode qdisc', number: 'mtu priority cost'});
const BELOW = keywords({
  flag: '',
  word: `${PORT_FLAGS} hwmode backup_port`,
  number: 'mcast_router mcast_n_groups mcast_max_groups backup_nhid',
});
const STATES = /^(?:disabled|listening|learning|forwarding|blocking|state \(\d+\)|UNKNOWN)$/;
/** Keys of `bridge -j link` that are the link's own. */
const LINK_KEYS = new Set(['ifindex', 'link', 'link_index', 'ifname', 'flags', 'mtu', 'master', 'linkinfo']);

type SlaveData = NonNullable<Link['slaveData']>;

/**
 * Parses `bridge link`, with any of `-d -s -o -j`: the ports of bridges. The port's state, cost and flags are
 * `slaveData`, under the names that `ip -j -d link` has.
 */
export function parseBridgeLink(output: string): Parsed<LinkTable> {
  const input = normalise(output);
  const json = findJson(output, input);
  const items = json && readItems(json.value, fromJson);
  if (!json || !items) return parseText(input);
  const {rows: links, notes} = items;
  return envelope(input, {command: 'bridge.link', variant: 'json', data: {links}, unparsed: json.rest, notes});
}

function parseText(input: Input): Parsed<LinkTable> {
  const links: LinkDraft[] = [];
  const unparsed: Line[] = [];
  const notes: Note[] = [];
  let current: LinkDraft | undefined;
  for (const line of rowsOf(input)) {
    // `-o` joins the lines of a port with backslashes.
    const [head = '', ...joined] = line.text.split(/\\(?=\s)/);
    const link = readHeader(head);
    if (link) links.push((current = link));
    const parts = link ? joined : [line.text];
    const isRead = current !== undefined && (link !== undefined || /^\s/.test(head));
    if (!isRead || !parts.every(part => readBelow(part, current!))) unparsed.push(line);
    if (!link && !/^\s/.test(head)) current = undefined;
    if (link?.extra) notes.push({kind: 'warning', line: line.number, text: `not understood: ${link.extra.join(' ')}`});
  }
  return envelope(input, {command: 'bridge.link', variant: 'text', data: {links}, unparsed, notes});
}

/** `9: veth0@if8: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 master br0 state forwarding priority 32 cost 2` */
function readHeader(line: string): LinkDraft | undefined {
  const [, index, name, operstate, peer, flags, rest] = HEADER.exec(line) ?? [];
  const read = rest === undefined ? undefined : readKeywords(splitWords(rest), HEAD);
  const state = read && wordOf(read, 'state');
  if (!read || wordOf(read, 'qdisc') !== undefined || (state !== undefined && !STATES.test(state))) return undefined;
  const {ifname, ...peers} = splitName(peer === undefined || peer === '(null)' ? name! : `${name}@${peer}`);
  const mtu = numberOf(read, 'mtu');
  const master = wordOf(read, 'master');
  const link = newLink(ifname, {
    ifindex: Number(index),
    ...peers,
    flags: splitFlags(flags!),
    ...(mtu !== undefined && {mtu}),
    ...(operstate !== undefined && {operstate}),
    ...(master !== undefined && {master}),
    slaveKind: 'bridge',
    slaveData: present<SlaveData>({
      ...(state !== undefined && {state}),
      ...pair('priority', numberOf(read, 'priority')),
      ...pair('cost', numberOf(read, 'cost')),
    }),
  });
  addExtra(link, read.unknown);
  return link;
}

function readBelow(part: string, link: LinkDraft): boolean {
  const read = readKeywords(splitWords(part), BELOW);
  if (!read || read.unknown.length > 0) return false;
  const data: Record<string, string | number | boolean> = {...link.slaveData};
  for (let i = 0; i < read.pairs.length; i += 2) {
    const key = read.pairs[i]!;
    const value = read.pairs[i + 1]!;
    if (PORT_FLAGS.split(' ').includes(key) && value !== 'on' && value !== 'off') return false;
    data[keyOf(key)] = value === 'on' || value === 'off' ? value === 'on' : /^\d+$/.test(value) ? Number(value) : value;
  }
  link.slaveData = data;
  return true;
}

function fromJson(item: JsonObject): Link | undefined {
  const ifname = text(item, 'ifname');
  const peer = text(item, 'link');
  // Items of `ip -j link` have these too, but their state is of the link.
  if (ifname === undefined || !Array.isArray(item.flags) || 'link_type' in item || 'operstate' in item)
    return undefined;
  const {ifname: _, ...peers} = peer === undefined ? {ifname} : splitName(`${ifname}@${peer}`);
  const data = Object.entries(item).filter(
    (entry): entry is [string, string | number | boolean] =>
      !LINK_KEYS.has(entry[0]) && ['string', 'number', 'boolean'].includes(typeof entry[1]),
  );
  return present<Link>({
    ifindex: number(item, 'ifindex'),
    ...peers,
    linkIndex: number(item, 'link_index') ?? peers.linkIndex,
    ifname,
    flags: texts(item, 'flags'),
    mtu: number(item, 'mtu'),
    master: text(item, 'master'),
    slaveKind: 'bridge',
    slaveData: Object.fromEntries(data.map(([key, value]) => [keyOf(key), value])),
    altnames: [],
    addrInfo: [],
  } as {[Key in keyof Link]: Link[Key] | undefined});
}

function pair(key: string, value: number | undefined): Record<string, number> {
  return value === undefined ? {} : {[key]: value};
}

/** `ip -j -d link` calls it so. */
function keyOf(key: string): string {
  return key === 'mcast_router' ? 'multicast_router' : key;
}
