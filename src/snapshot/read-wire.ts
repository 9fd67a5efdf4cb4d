import type {Packet} from '../core/rows/packet.ts';
import type {GossipPacket, GossipRow, WireCapture, WireFrame, WireRequest, WireRow} from '../core/rows/wire.ts';
import {parseTcpdump} from '../parse/tcpdump.ts';
import {MARK} from './mark.ts';
import {MOST_PACKETS} from './wire-script.ts';

type Rows<Row> = {readonly rows: readonly Row[]} | {readonly problem: string};

/** Behind which hexadecimal digit of a dump the data of a ping inside VXLAN begins: IP, UDP, VXLAN, Ethernet, IP, ICMP. */
const DATA_AT = 2 * (20 + 8 + 8 + 14 + 20 + 8);
/** Cannot be in a dump, which is hexadecimal. */
const MARK_SHOWN = '(mark)';

/** What a node saw of the wire, and what it asked; the summary of tcpdump may stand anywhere in it. */
export function readWire(text: string): Rows<WireRow> {
  const {words, heard} = listen(text);
  if ('problem' in heard) return heard;
  const requests: WireRequest[] = [];
  for (const word of words.filter(one => one.startsWith('asked '))) {
    const request = readRequest(word);
    if (request === undefined) return {problem: `not a request: ${word.slice(0, 80)}`};
    requests.push(request);
  }
  const {capture, packets} = heard;
  const seen: readonly WireCapture[] = capture === undefined ? [] : [{kind: 'capture', ...capture}];
  return {rows: [...seen, ...requests, ...packets.flatMap(packet => readFrame(packet) ?? [])]};
}

export function readGossip(text: string): Rows<GossipRow> {
  const {words, heard} = listen(text);
  if ('problem' in heard) return heard;
  const seconds = Number(/^for (\d{1,4})$/m.exec(words.join('\n'))?.[1]);
  if (heard.capture === undefined || Number.isNaN(seconds)) return {problem: 'the node did not listen'};
  return {rows: [{kind: 'window', ...heard.capture, seconds}, ...heard.packets.flatMap(one => readPacket(one) ?? [])]};
}

interface Heard {
  /** Undefined when the node was not to listen. */
  readonly capture: Omit<WireCapture, 'kind'> | undefined;
  readonly packets: readonly Packet[];
}

/** Tells the words of the script from those of tcpdump. */
function listen(text: string): {readonly words: readonly string[]; readonly heard: Heard | {readonly problem: string}} {
  const lines = text.split('\n');
  const words = lines.filter(line => line.startsWith(MARK)).map(line => line.slice(1));
  const said = lines.filter(line => !line.startsWith(MARK)).join('\n');
  return {words, heard: hear(words, said)};
}

function hear(words: readonly string[], said: string): Heard | {readonly problem: string} {
  const routes = words.flatMap(word => {
    const [, dev, peer] = /^by (\S{1,15}) (\S+)$/.exec(word) ?? [];
    return dev === undefined || peer === undefined ? [] : [{dev, peer}];
  });
  const [first] = routes;
  if (first === undefined) return {capture: undefined, packets: []};
  const [, status, told] = /^exit (\d{1,3})( told)?/m.exec(words.join('\n')) ?? [];
  const {data, unparsed, notes} = parseTcpdump(said.replaceAll(MARK, MARK_SHOWN));
  const {packets, captured, dropped = 0} = data;
  if (captured === undefined) return {problem: `tcpdump ended with ${status ?? 'nothing'}: ${unparsed[0]?.text ?? ''}`};
  const [line] = unparsed;
  if (line !== undefined) return {problem: `line ${line.line} is not understood: ${line.text.slice(0, 120)}`};
  const missing = notes.find(({text}) => text.includes('were captured'));
  if (missing !== undefined) return {problem: missing.text};
  // More are received than captured also when some came before the filter was in place: that says nothing.
  const isFull = captured >= MOST_PACKETS;
  if (told === undefined && !isFull) return {problem: 'the capture was over before all nodes had asked'};
  const peers = routes.map(({peer}) => peer);
  return {capture: {dev: first.dev, peers, isWhole: !isFull && dropped === 0}, packets};
}

function readRequest(word: string): WireRequest | undefined {
  const [, network, vni, port, src, dst, source, target, size, status, problem] =
    /^asked ([a-z0-9]{25}) (\d{1,8}) (\d{1,5}) (\S+) (\S+) (\S+) (\S+) (\d{1,5}) (\d{1,3}) ?(.*)$/.exec(word) ?? [];
  if (!network || !src || !dst || !source || !target) return undefined;
  return {
    kind: 'request',
    network,
    vni: Number(vni),
    port: Number(port),
    src,
    dst,
    inner: {src: source, dst: target},
    size: Number(size),
    isAnswered: status === '0',
    ...(Number(status) > 1 && {problem: problem || `ping ended with ${status}`}),
  };
}

function readFrame({protocol, src, dst, dport, vxlan, length, payload}: Packet): WireFrame | undefined {
  if (src === undefined || dst === undefined) return undefined;
  if (protocol === 'esp') {
    return {kind: 'frame', protocol, src, dst, isMarked: false, ...(length !== undefined && {length})};
  }
  if (protocol !== 'udp' || vxlan === undefined || dport === undefined) return undefined;
  const {src: from, dst: to} = vxlan.inner ?? {};
  return {
    kind: 'frame',
    protocol,
    src,
    dst,
    dport,
    vni: vxlan.vni,
    ...(from !== undefined && to !== undefined && {inner: {src: from, dst: to}}),
    isMarked: (payload ?? []).some(line => line.replace(/^0x\w+:\s*/, '').indexOf(MARK_SHOWN) >= DATA_AT),
  };
}

function readPacket({time, protocol, src, dst, sport, dport, length}: Packet): GossipPacket | undefined {
  if (protocol !== 'udp' && protocol !== 'tcp') return undefined;
  if (!src || !dst || sport === undefined || dport === undefined) return undefined;
  return {kind: 'packet', at: Number(time), protocol, src, dst, sport, dport, length: length ?? 0};
}
