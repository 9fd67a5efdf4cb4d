import type {Note, Parser} from '../core/parsed.ts';
import type {Packet, PacketCapture} from '../core/rows/packet.ts';
import {envelope} from './scan/envelope.ts';
import {type Line, normalise, rowsOf} from './scan/normalise.ts';
import {type IpHeader, isNamed, readArp, readFlow, readIpHeader} from './tcpdump-flow.ts';
import {hasTime, type PacketHead, readPacketLine} from './tcpdump-head.ts';
import {readSummary} from './tcpdump-summary.ts';

/** VXLAN inside VXLAN happens where a swarm runs inside another; deeper, the text is not of tcpdump. */
const MAX_DEPTH = 3;

/** A packet, or one around another in VXLAN, that further lines may add to. */
interface Draft {
  packet: Packet;
  /** With `-v` the addresses of IPv4 stand on the next line. */
  header: IpHeader | undefined;
  inner: Draft | undefined;
}

/** Cut before the addresses, or with a version of IP that there is not. */
const UNREADABLE = /^\s*(?:\[\|ip6?\]|(?:IP\d+|\[version \d+ != \d\]) \(invalid\))$/;

interface State {
  readonly drafts: {readonly draft: Draft; readonly payload: string[]}[];
  readonly notes: Note[];
  /** The outer packets have a time, so that a line without one continues the packet above it. */
  readonly timed: boolean;
  readonly summary: {-readonly [K in keyof PacketCapture]?: PacketCapture[K]};
  /** `-A` was seen: its lines may hold anything. */
  ascii: boolean;
  /** The line above belongs to a packet. */
  follows: boolean;
}

/** `tcpdump`, with any of `-e -n -q -t… -v -A -x -X -#` and on the interface `any`. */
export const parseTcpdump: Parser<PacketCapture> = text => {
  const input = normalise(text);
  const rows = rowsOf(input);
  const state: State = {
    drafts: [],
    notes: [],
    timed: rows.some(row => hasTime(row.text)),
    summary: {},
    ascii: false,
    follows: false,
  };
  const unparsed = rows.filter(row => {
    const isSummary = readSummary(row.text, state.summary);
    state.follows = !isSummary && readLine(row.text, state);
    return !isSummary && !state.follows;
  });
  const packets = state.drafts.map(({draft, payload}) => finish(draft, payload));
  const data: PacketCapture = {...state.summary, packets};
  state.notes.push(...doubts(data, text, rows));
  return envelope(input, {command: 'tcpdump', variant: 'text', data, unparsed, notes: state.notes});
};

function readLine(line: string, state: State): boolean {
  const record = state.drafts.at(-1);
  const open = record && innermost(record.draft);
  if (state.timed && hasTime(line)) return start(line, state);
  if (open?.header && open.packet.src === undefined && /^\s/.test(line)) return addFlow(line, open);
  if (record && open?.packet.vxlan && record.payload.length === 0) {
    if (/^\s*(?:IP6? +|ARP, +)?\[\|\w+\]$/.test(line)) return true;
    const inner = readDraft(line);
    if (inner && mayHold(record.draft, inner, state)) {
      open.inner = inner;
      return true;
    }
  }
  if (!state.timed && start(line, state)) return true;
  if (record === undefined || open === undefined) return false;
  // With `-v`, protocols below IP have their details on lines of their own.
  const hasDetails = open.header !== undefined || (open.packet.protocol === undefined && line.startsWith('\t'));
  return addPayload(line, record.payload, hasDetails, state);
}

function start(line: string, state: State): boolean {
  const draft = readDraft(line);
  if (draft) state.drafts.push({draft, payload: []});
  return draft !== undefined;
}

function readDraft(line: string): Draft | undefined {
  const read = readPacketLine(line);
  if (!read) return undefined;
  const {head, network, body} = read;
  if (network === 'other') return draftOf(head, {info: body.trim()});
  if (network === 'arp') return draftOf(head, readArp(body));
  if (UNREADABLE.test(body)) return draftOf(head, {info: body.trim()});
  const text = body.replace(/^truncated-ip6? - \d+ bytes missing! ?/, '');
  if (!text.startsWith('(')) return draftOf(head, readFlow(text, undefined));
  const header = readIpHeader(text, network);
  if (!header) return undefined;
  if (UNREADABLE.test(header.rest)) return draftOf(head, {ttl: header.ttl, info: header.rest}, header);
  if (header.rest !== '' || network === 'ip6') return draftOf(head, readFlow(header.rest, header), header);
  const {ttl, protocol} = header;
  return draftOf(head, {...(protocol !== undefined && {protocol}), ttl, info: ''}, header);
}

function draftOf(head: PacketHead, packet: Packet | undefined, header?: IpHeader): Draft | undefined {
  return packet && {packet: {...head, ...packet}, header, inner: undefined};
}

function innermost(draft: Draft): Draft {
  let found = draft;
  while (found.inner) found = found.inner;
  return found;
}

/** Without times, VXLAN below VXLAN is rather the next packet, whose inner ones were filtered out (`-t | grep VXLAN`). */
function mayHold(outer: Draft, inner: Draft, {timed}: State): boolean {
  if (!inner.packet.vxlan) return true;
  let depth = 0;
  for (let draft = outer; draft.inner; draft = draft.inner) depth++;
  return timed && depth < MAX_DEPTH;
}

function addFlow(line: string, draft: Draft): boolean {
  const flow = readFlow(line.trim(), draft.header);
  if (flow) draft.packet = {...draft.packet, ...flow};
  return flow !== undefined;
}

function addPayload(line: string, payload: string[], verbose: boolean, state: State): boolean {
  const isHex = /^\s+0x[\da-f]{4}: {2}/.test(line);
  if (!isHex && !state.ascii && !(verbose && /^\s/.test(line))) {
    if (!state.follows || !/^[^\s]{0,100}\.\.[^\s]/.test(line)) return false;
    state.ascii = true;
  }
  payload.push(line.trim());
  return true;
}

function finish(draft: Draft, payload: readonly string[]): Packet {
  const {packet, inner} = draft;
  const vxlan = packet.vxlan && inner ? {vxlan: {...packet.vxlan, inner: finish(inner, [])}} : {};
  return {...packet, ...vxlan, ...(payload.length > 0 && {payload})};
}

function doubts({packets, captured}: PacketCapture, text: string, rows: readonly Line[]): readonly Note[] {
  const notes: Note[] = [];
  const note = (kind: Note['kind'], message: string, line?: number): void => {
    notes.push({kind, ...(line !== undefined && {line}), text: message});
  };
  if (packets.some(isNamed)) note('lossy', 'names stand in for numbers; capture with -nn for these');
  if (packets.some(isCut)) note('truncated', 'packets are not decoded whole; capture them with -s 0 and to their end');
  if (captured !== undefined && packets.length > 0 && captured !== packets.length) {
    note('truncated', `${captured} packets were captured, ${packets.length} are shown`);
  }
  const last = rows.at(-1);
  if (
    rows.length > 1 &&
    captured === undefined &&
    packets.length > 0 &&
    !/[\n\r]/.test(text.slice(text.trimEnd().length))
  ) {
    note('truncated', 'the last line has no end, so it may be cut', last!.number);
  }
  return notes;
}

function isCut({info, src, ttl, vxlan}: Packet): boolean {
  if (/\[\|\w+\]$|^VXLAN \(invalid\)$/.test(info) || (ttl !== undefined && src === undefined)) return true;
  return vxlan !== undefined && (vxlan.inner === undefined || isCut(vxlan.inner));
}
