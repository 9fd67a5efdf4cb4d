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
const DIRECTION = /^(?:([\w.@:-]{1,15}) +)?(In|Out|B|M|P) +/;
const OUI = String.raw`(?: \(oui [^()]*\))?`;
const ETHER = new RegExp(
  String.raw`^([\da-f:]{17})${OUI} > ([\da-f:]{17}|Broadcast)${OUI}, (?:ethertype ([^(),]+) \(0x[\da-f]{4}\)|([\w.-]+)), length (\d+): ?`,
);
const COOKED = new RegExp(
  String.raw`^(?:ifindex \d+ )?([\da-f:]{17})${OUI} ethertype ([^(),]+) \(0x[\da-f]{4}\), length (\d+): ?`,
);
const VLAN = /^vlan (\d+), p \d+,(?: DEI,)? ethertype ([^(),]+)(?: \(0x[\da-f]{4}\))?, /;
const PREFIX = /^(IP6?|ARP)(?:,? |$)/;
const LINK_LAYER = /^(?:STP |LLDP,|LACPv|EAPOL |CDPv|Loopback|MPLS |PPPoE |LLC,|IS-IS|HomeplugAV|RRCP|M?RPv)/;
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
  if (time === null && /^\s/.test(line)) return undefined;
  const rest = line.slice(time?.[0].length ?? 0);
  const way = DIRECTION.exec(rest);
  const head = present<PacketHead>({time: time?.[1], ifname: way?.[1], direction: way?.[2], ether: undefined});
  const afterWay = rest.slice(way?.[0].length ?? 0);
  return readFrame(afterWay, head, way !== null) ?? readBare(afterWay, head);
}

/** With `-e`, the ethertype tells what follows. */
function readFrame(text: string, head: PacketHead, cooked: boolean): PacketLine | undefined {
  const match = (cooked ? COOKED : ETHER).exec(text);
  if (match === null || !isMac(match[1])) return undefined;
  const [whole, src] = match;
  const [dst, type, length] = cooked ? [undefined, match[2], match[3]] : [match[2], match[3] ?? match[4], match[5]];
  const tag = VLAN.exec(text.slice(whole.length));
  const ether = present<PacketEther>({
    src,
    dst: dst === 'Broadcast' ? 'ff:ff:ff:ff:ff:ff' : dst,
    type: tag?.[2] ?? type!,
    vlan: tag ? Number(tag[1]) : undefined,
    length: Number(length),
  });
  const body = text.slice(whole.length + (tag?.[0].length ?? 0));
  return {head: {...head, ether}, network: networkOf(ether.type), body};
}

function readBare(text: string, head: PacketHead): PacketLine | undefined {
  const prefix = PREFIX.exec(text);
  if (prefix !== null) return {head, network: networkOf(prefix[1]!), body: text.slice(prefix[0].length)};
  return LINK_LAYER.test(text) ? {head, network: 'other', body: text} : undefined;
}

function networkOf(name: string): PacketLine['network'] {
  return Object.hasOwn(NETWORKS, name) ? NETWORKS[name]! : 'other';
}
