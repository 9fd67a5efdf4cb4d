import type {Packet} from '../core/rows/packet.ts';
import {isIp, isMac} from './scan/addresses.ts';
import {present} from './scan/json-text.ts';
import {readTransport} from './tcpdump-transport.ts';

/** What `-v` prints in parentheses before the addresses. */
export interface IpHeader {
  readonly ttl: number;
  readonly protocol: string | undefined;
  /** What follows the parentheses: for IPv4 nothing, as the addresses stand on the next line. */
  readonly rest: string;
}

const IPV4_HEADER =
  /^\(tos 0x[\da-f]+(?:,[^,]+)?, ttl (\d+), id \d+, offset \d+, flags \[[^\]]*\], proto:? ([\w-]+) \((\d+)\), length:? \d+/;
const IPV6_HEADER =
  /^\((?:class 0x[\da-f]+, )?(?:flowlabel 0x[\da-f]+, )?hlim (\d+), next-header ([\w-]+) \((\d+)\),? payload length:? \d+/;
const FLOW = /^(\S+) > (\S+?):(?: (.*))?$/;
const PROTOCOL_NAMES: Readonly<Record<string, string>> = {
  1: 'icmp',
  2: 'igmp',
  6: 'tcp',
  17: 'udp',
  47: 'gre',
  50: 'esp',
  51: 'ah',
  58: 'icmp6',
  132: 'sctp',
};
const REQUEST = /^Request who-has (\S+?)(?: \([^()]*\))? tell (\S+?)(?:, length (\d+))?$/;
const REPLY = /^Reply (\S+) is-at (\S+?)(?: \(oui [^()]*\))?(?:, length (\d+))?$/;
const GRATUITOUS = /^(Announcement|Probe) (\S+?)(?:, length (\d+))?$/;

/** Undefined when the parentheses are missing or hold something else. */
export function readIpHeader(body: string, network: 'ip' | 'ip6'): IpHeader | undefined {
  const match = (network === 'ip' ? IPV4_HEADER : IPV6_HEADER).exec(body);
  const end = match === null ? -1 : closing(body);
  if (match === null || end < 0) return undefined;
  return {ttl: Number(match[1]), protocol: protocolOf(match[3]!, match[2]!), rest: body.slice(end + 1).trimStart()};
}

/** Where the parenthesis that opens the text is closed; algorithms and options have further ones inside. */
function closing(text: string): number {
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '(') depth++;
    else if (text[i] === ')' && --depth === 0) return i;
  }
  return -1;
}

function protocolOf(number: string, name: string): string | undefined {
  // Behind an IPv6 hop-by-hop header (`Options (0)`) comes the protocol itself.
  return number === '0' ? undefined : (PROTOCOL_NAMES[number] ?? name.toLowerCase());
}

/** `A.port > B.port: what tcpdump says of it`. */
export function readFlow(text: string, header: IpHeader | undefined): Packet | undefined {
  const [, from, to, info = ''] = FLOW.exec(text) ?? [];
  if (from === undefined || to === undefined) return undefined;
  const transport = readTransport(info, header?.protocol);
  const src = transport && splitPort(from, transport.ports);
  const dst = transport && splitPort(to, transport.ports);
  if (!transport || !src || !dst) return undefined;
  return present<Packet>({
    protocol: transport.fields.protocol,
    src: src.host,
    dst: dst.host,
    sport: src.port,
    dport: dst.port,
    sportName: src.portName,
    dportName: dst.portName,
    ttl: header?.ttl,
    ...(transport.fields as object),
    info: info.trim(),
  } as Packet);
}

interface Endpoint {
  readonly host: string;
  readonly port?: number;
  readonly portName?: string;
}

/** The port stands behind the last dot. Names (without `-n`) have dots of their own. */
function splitPort(word: string, ports: boolean): Endpoint | undefined {
  const ip = /^((?:\d{1,3}\.){3}\d{1,3}|[\da-f]*:[\da-f:]*(?:(?:\d{1,3}\.){3}\d{1,3})?)(?:\.([\w-]+))?$/i.exec(word);
  if (ip === null && !/^[\w.:%-]+$/.test(word)) return undefined;
  const dot = ip === null && ports ? word.lastIndexOf('.') : -1;
  const [host, port] = ip ? [ip[1]!, ip[2]] : dot > 0 ? [word.slice(0, dot), word.slice(dot + 1)] : [word, undefined];
  if (port === undefined) return {host};
  if (!ports) return undefined;
  return /^\d{1,5}$/.test(port) ? {host, port: Number(port)} : {host, portName: port};
}

/** `Request who-has A tell B`, with `-v` behind `Ethernet (len 6), IPv4 (len 4), `. */
export function readArp(body: string): Packet | undefined {
  const info = body.trim();
  const text = info.replace(/^[\w.]+ \(len \d+\), IPv4 \(len 4\), /, '');
  const found = arpFields(text);
  if (found) return present<Packet>({protocol: 'arp', ...found, info} as Packet);
  return /^\[\|arp\]$/i.test(info) || /^(?:Reverse|Unknown|InARP|RARP|NACK) /.test(text)
    ? {protocol: 'arp', info}
    : undefined;
}

function arpFields(text: string): Partial<Packet> | undefined {
  const length = (digits: string | undefined): Partial<Packet> =>
    digits === undefined ? {} : {length: Number(digits)};
  const request = REQUEST.exec(text);
  if (request) return {src: request[2]!, arp: {operation: 'request', target: request[1]!}, ...length(request[3])};
  const reply = REPLY.exec(text);
  if (reply && isMac(reply[2])) {
    return {src: reply[1]!, arp: {operation: 'reply', mac: reply[2].toLowerCase()}, ...length(reply[3])};
  }
  const [, kind, address, digits] = GRATUITOUS.exec(text) ?? [];
  if (kind === undefined || address === undefined) return undefined;
  const src: Partial<Packet> = kind === 'Announcement' ? {src: address} : {};
  return {...src, arp: {operation: 'request', target: address}, ...length(digits)};
}

/** Whether names stand in for addresses or ports. */
export function isNamed({src, dst, sportName, dportName, vxlan}: Packet): boolean {
  if (sportName !== undefined || dportName !== undefined || (vxlan?.inner && isNamed(vxlan.inner))) return true;
  return [src, dst].some(host => host !== undefined && !isIp(host));
}
