import type {ChosenServer, Sighting, Unwatched} from '../core/marked.ts';
import type {Packet} from '../core/rows/packet.ts';
import {parseTcpdump} from '../parse/tcpdump.ts';
import {MARK} from './mark.ts';
import {mostPackets} from './marked-script.ts';

export interface ReadWatch {
  readonly sightings: readonly Sighting[];
  readonly chosen: readonly ChosenServer[];
  readonly unwatched: readonly Unwatched[];
}

/** What the script of a watch for so many requests printed on a node, which was to watch these namespaces. */
export function readWatch(node: string, namespaces: readonly string[], text: string, requests: number): ReadWatch {
  const words = text.split('\n').flatMap(line => (line.startsWith(MARK) ? [line.slice(1)] : []));
  const isToEnd = words.includes('told');
  const most = mostPackets(requests);
  const places = namespaces.map(netns => readPlace({node, netns}, said(words, netns), {isToEnd, most}));
  return {
    sightings: places.flatMap(({sightings}) => sightings),
    unwatched: places.flatMap(({unwatched}) => unwatched),
    chosen: words.flatMap(word => readChosen(node, word) ?? []),
  };
}

function said(words: readonly string[], netns: string): string {
  const start = `at ${netns} `;
  return words
    .filter(word => word.startsWith(start))
    .map(word => `${word.slice(start.length)}\n`)
    .join('');
}

function readPlace(
  place: {readonly node: string; readonly netns: string},
  text: string,
  {isToEnd, most}: {readonly isToEnd: boolean; readonly most: number},
): ReadWatch {
  const blind = (reason: string): ReadWatch => ({sightings: [], chosen: [], unwatched: [{...place, reason}]});
  const status = /^exit (\d{1,3})$/m.exec(text)?.[1];
  const {data, unparsed, notes} = parseTcpdump(text.replace(/^exit \d{1,3}\n/m, ''));
  const {packets, captured, dropped = 0} = data;
  const [line] = unparsed;
  if (captured === undefined)
    return blind(`tcpdump ended with ${status ?? 'nothing'}: ${line?.text.slice(0, 120) ?? ''}`);
  if (line !== undefined) return blind(`a line is not understood: ${line.text.slice(0, 120)}`);
  if (dropped > 0) return blind(`${dropped} packets were dropped before they were seen`);
  if (captured >= most) return blind(`more than ${most} packets came`);
  if (!isToEnd) return blind('it was over before all was sent');
  const missing = notes.find(({kind}) => kind === 'truncated');
  if (missing !== undefined) return blind(missing.text);
  return {sightings: packets.flatMap(packet => readSighting(place, packet) ?? []), chosen: [], unwatched: []};
}

function readSighting(
  place: {readonly node: string; readonly netns: string},
  {ifname, direction, vxlan, src: from, dst: to, ...outer}: Packet,
): Sighting | undefined {
  const packet = vxlan === undefined ? {src: from, dst: to, ...outer} : vxlan.inner;
  const {src, dst, sport, dport, flags = '', seq, ack, protocol} = packet ?? {};
  const kind = kindOf(flags);
  if (ifname === undefined || protocol !== 'tcp' || kind === undefined) return undefined;
  if (src === undefined || dst === undefined || sport === undefined || dport === undefined) return undefined;
  return {
    ...place,
    ifname,
    way: direction === 'Out' ? 'out' : 'in',
    kind,
    src,
    dst,
    sport,
    dport,
    ...(seq !== undefined && {seq}),
    ...(ack !== undefined && {ack}),
    ...(vxlan !== undefined &&
      from !== undefined &&
      to !== undefined && {tunnel: {src: from, dst: to, vni: vxlan.vni}}),
  };
}

function kindOf(flags: string): Sighting['kind'] | undefined {
  if (flags.includes('S')) return flags.includes('.') ? 'syn-ack' : 'syn';
  return flags.includes('R') ? 'rst' : undefined;
}

/** `server lb_… 5BA0 0A000104`, in hexadecimal as the kernel prints it. */
function readChosen(node: string, word: string): ChosenServer | undefined {
  const [, netns, mark, server] = /^server (\S+) ([0-9A-F]{4}) ([0-9A-F]{8})$/.exec(word) ?? [];
  if (netns === undefined || mark === undefined || server === undefined) return undefined;
  const octets = server.match(/../g)?.map(octet => Number.parseInt(octet, 16)) ?? [];
  return {node, netns, mark: Number.parseInt(mark, 16), server: octets.join('.')};
}
