import type {PacketEther} from '../core/rows/packet.ts';
import {isMac} from './scan/addresses.ts';
import {present} from './scan/json-text.ts';

/** What stands before the addresses of a packet. */
export interface PacketHead {
  readonly time?: string;
  readonly ifname?: string;
  readonly direction?: string;
  readonly ether?: PacketEther;
}

/** The line of a packet: `other` is a protocol below IP that is not looked into, such as STP. */
export interface PacketLine {
  readonly head: PacketHead;
  readonly network: 'ip' | 'ip6' | 'arp' | 'other';
  readonly body: string;
}

/** A number (`-#`), and one of the forms of time. `-ttt` begins with a blank. */
const TIME = /^\s*(?:\d+ {2})?((?:\d{4}-\d\d-\d\d )?\d\d:\d\d:\d\d\.\d{3,9}|\d{9,11}\.\d{3,9})(?:\s|$)\s*/;
/** The interface is `?` when it is of another namespace or gone. */
const DIRECTION = /^(?:([\w.@:?-]{1,15}) +)?(In|Out|B|M|P) +/;
/** Without times, the direction of libpcap before 1.10 stands at the right of its column. */
const COOKED_INDENT = /^ {1,2}(?:In|B|M|P) [\da-f:]{17} /;
const OUI = String.raw`(?: \(oui [^()]*\))?`;
const ETHER = new RegExp(
  String.raw`^([\da-f:]{17})${OUI} > ([\da-f:]{17}|Broadcast)${OUI}, (?:ethertype ([^(),]+) \(0x[\da-f]{4}\)|([\w.-]+)), length (\d+): ?`,
);
const COOKED = new RegExp(
  String.raw`^(?:ifindex \d+ )?([\da-f:]{17})${OUI} ethertype ([^(),]+) \(0x[\da-f]{4}\), length (\d+): ?`,
);
/** With `-q` there is no type of the frame. */
const QUIET = /^(?:ifindex \d+ )?[\da-f:]{17}(?: |$)/;
/** A frame of IEEE 802.2, of which no length is printed. */
const LLC = /^[\da-f:]{17} > [\da-f:]{17}, (?=LLC, )/;
const VLAN = /^vlan (\d+), p \d+,(?: DEI,)? (?:ethertype )?([^(),]+)(?: \(0x[\da-f]{4}\))?, /;
/** libpcap before 1.10 tells the type of a tagged frame on `any`. */
const PREFIX = /^(?:ethertype [\w.-]+, )*(IP6?|ARP)(?:,? |$)/;
const LINK_LAYER =
  /^(?:IP\d+ \(invalid\)|\[\|\w+\]$|STP |LLDP,|LACPv|EAPOL |CDPv|Loopback|MPLS |PPPoE |LLC,|IS-IS|HomeplugAV|RRCP|M?RPv)/;
const NETWORKS: Readonly<Record<string, PacketLine['network']>> = {
  IPv4: 'ip',
  IPv6: 'ip6',
  ARP: 'arp',
  IP: 'ip',
  IP6: 'ip6',
};

export function hasTime(line: string): boolean {
  return TIME.test(line);
}

/** Splits a packet's line at the addresses; undefined for what does not start like a packet. */
export function readPacketLine(line: string): PacketLine | undefined {
  const time = TIME.exec(line);
  if (time === null && /^\s/.test(line) && !COOKED_INDENT.test(line)) return undefined;
  const rest = line.slice(time?.[0].length ?? 0).trimStart();
  const way = DIRECTION.exec(rest);
  const head = present<PacketHead>({time: time?.[1], ifname: way?.[1], direction: way?.[2], ether: undefined});
  const afterWay = rest.slice(way?.[0].length ?? 0);
  return (
    readFrame(afterWay, head, way !== null) ?? readBare(afterWay.replace(LLC, ''), head) ?? readQuiet(afterWay, head)
  );
}

/** With `-e`, the ethertype tells what follows. */
function readFrame(text: string, head: PacketHead, cooked: boolean): PacketLine | undefined {
  const match = (cooked ? COOKED : ETHER).exec(text);
  if (match === null || !isMac(match[1])) return undefined;
  const [whole, src] = match;
  const [dst, type, length] = cooked ? [undefined, match[2], match[3]] : [match[2], match[3] ?? match[4], match[5]];
  const tags = readTags(text.slice(whole.length));
  const ether = present<PacketEther>({
    src,
    dst: dst === 'Broadcast' ? 'ff:ff:ff:ff:ff:ff' : dst,
    type: tags.type ?? type!,
    vlan: tags.vlan,
    length: Number(length),
  });
  return {head: {...head, ether}, network: networkOf(ether.type), body: tags.rest};
}

/** The outer one of several tags is the one that the wire tells networks by. */
function readTags(text: string): {readonly vlan?: number; readonly type?: string; readonly rest: string} {
  const tag = VLAN.exec(text);
  if (tag === null) return {rest: text};
  const {type, rest} = readTags(text.slice(tag[0].length));
  return {vlan: Number(tag[1]), type: type ?? tag[2]!, rest};
}

function readBare(text: string, head: PacketHead): PacketLine | undefined {
  const prefix = PREFIX.exec(text);
  if (prefix !== null) return {head, network: networkOf(prefix[1]!), body: text.slice(prefix[0].length)};
  return LINK_LAYER.test(text) ? {head, network: 'other', body: text} : undefined;
}

function readQuiet(text: string, head: PacketHead): PacketLine | undefined {
  const address = head.direction === undefined ? null : QUIET.exec(text);
  if (address === null) return undefined;
  const body = text.slice(address[0].length);
  if (/^(?:Request|Reply|Announcement|Probe) /.test(body)) return {head, network: 'arp', body};
  const [, from] = /^(\S+) > /.exec(body) ?? [];
  if (from === undefined) return {head, network: 'other', body};
  return {head, network: /:.*:/.test(from) ? 'ip6' : 'ip', body};
}

function networkOf(name: string): PacketLine['network'] {
  return Object.hasOwn(NETWORKS, name) ? NETWORKS[name]! : 'other';
}
