import type {Packet, PacketIcmp} from '../core/rows/packet.ts';
import {present} from './scan/json-text.ts';

export interface Transport {
  readonly fields: Partial<Packet>;
  /** Whether ports stand behind the addresses, unless the packet is a later fragment. */
  readonly ports: boolean;
}

const WITH_PORTS: ReadonlySet<string | undefined> = new Set(['tcp', 'udp', 'sctp', undefined]);
/** Checksums that `-v` prints first, and the headers of IPv6 before the protocol's own. */
const PREFIXES = /^(?:\[[^\]|]*\] |HBH |DSTOPT |\((?:rtalert|padn|pad1)[^()]*\) )+/;
const STARTS: readonly (readonly [RegExp, string])[] = [
  [/^(?:Flags \[[^\]]*\]|tcp \d+$)/, 'tcp'],
  [/^(?:UDP, |UDP-encap: |VXLAN|udp$|ip-proto-17$)/, 'udp'],
  [/^ESP\(/, 'esp'],
  [/^AH\(/, 'ah'],
  [/^ICMP6[, ]/, 'icmp6'],
  [/^ICMP /, 'icmp'],
  [/^igmp /, 'igmp'],
  [/^GREv\d/, 'gre'],
  [/^sctp \(/, 'sctp'],
  [/^VRRPv\d/, 'vrrp'],
  [/^(?:BOOTP|DHCP|dhcp6|NTPv|NONESP-encap|SIP|TFTP|RADIUS|SNMP|SYSLOG|isakmp|Geneve|OTV|LISP|NBT|HNCP|quic)/, 'udp'],
  // DNS: `4660+ A? redis. (23)`
  [/^\d+[-+*|$%!]* .*\(\d+\)$/, 'udp'],
];
const CUT = /\[\|(tcp|udp|icmp6?|esp|igmp|gre)\]$/i;
const VXLAN = /^VXLAN, flags \[[^\]]*\] \(0x[\da-f]{2}\),(?: [^,]+,)* vni (\d+)$/;
/** Cut by the length of the capture, or too short; of VXLAN-GPE the networks are not looked into. */
const NO_VXLAN = /^VXLAN(?: \(invalid\)|(?:, flags \[[^\]]*\] \(0x[\da-f]{2}\))?,? *\[\|vxlan\]|-GPE, .*)$/i;
const ESP = /^(?:UDP-encap: )?ESP\(spi=0x([\da-f]+),seq=0x([\da-f]+)\)/;
const LENGTH = /(?:^|, )length (\d+)(?=$|[:,])/;

/** What tcpdump says behind the addresses; undefined where a column of it is damaged. */
export function readTransport(info: string, known: string | undefined): Transport | undefined {
  const text = info.replace(PREFIXES, '').trim();
  const protocol = known ?? STARTS.find(([start]) => start.test(text))?.[1] ?? CUT.exec(text)?.[1]?.toLowerCase();
  const special = readSpecial(text);
  if (special === undefined) return undefined;
  const fields = present<Partial<Packet>>({
    protocol,
    ...(protocol === 'tcp' && tcpFields(text)),
    icmp: protocol === 'icmp' || protocol === 'icmp6' ? readIcmp(text) : undefined,
    ...special,
    length: readLength(text, protocol),
  } as Partial<Packet>);
  // A later fragment has no ports to print.
  return {fields, ports: WITH_PORTS.has(protocol) && !/^(?:tcp|udp|ip-proto-\d+)$/.test(text)};
}

/** Numbers that other outputs are joined with must be whole. */
function readSpecial(text: string): Partial<Packet> | undefined {
  if (text.startsWith('VXLAN')) {
    const vni = VXLAN.exec(text)?.[1];
    if (vni === undefined) return NO_VXLAN.test(text) ? {} : undefined;
    return {vxlan: {vni: Number(vni)}};
  }
  if (!/^(?:UDP-encap: )?ESP/.test(text)) return {};
  const [, spi, seq] = ESP.exec(text) ?? [];
  if (spi === undefined || seq === undefined) return undefined;
  return {esp: {spi: Number.parseInt(spi, 16), seq: Number.parseInt(seq, 16)}};
}

function tcpFields(text: string): Partial<Packet> {
  const numberAfter = (word: RegExp): number | undefined => {
    const digits = word.exec(text)?.[1];
    return digits === undefined ? undefined : Number(digits);
  };
  const flags = /^Flags \[([^\]]*)\]/.exec(text)?.[1];
  // `options [TS val 5 ecr 6]` and what is decoded behind the length may hold the same words.
  return present<Partial<Packet>>({
    flags,
    seq: numberAfter(/^Flags \[[^\]]*\],(?: cksum [^,]*,)? seq (\d+)(?::\d+)?,/),
    ack: numberAfter(/^Flags \[[^\]]*\],(?: cksum [^,]*,)?(?: seq [\d:]+,)? ack (\d+),/),
  } as Partial<Packet>);
}

function readIcmp(text: string): PacketIcmp | undefined {
  const echo = /^ICMP6?,? echo (request|reply), id (\d+), seq (\d+)/.exec(text);
  if (echo)
    return {kind: echo[1] === 'request' ? 'echo request' : 'echo reply', id: Number(echo[2]), seq: Number(echo[3])};
  const [, kind] = /^ICMP6?,? (?:.* )?(unreachable|time exceeded|redirect)\b/.exec(text) ?? [];
  return kind === undefined ? undefined : {kind: kind as PacketIcmp['kind']};
}

function readLength(text: string, protocol: string | undefined): number | undefined {
  // Only the packet inside has one.
  if (text.startsWith('Geneve')) return undefined;
  const digits =
    LENGTH.exec(text)?.[1] ??
    (protocol === 'tcp' ? /^tcp (\d+)$/ : protocol === 'udp' ? /\((\d+)\)$/ : undefined)?.exec(text)?.[1];
  return digits === undefined ? undefined : Number(digits);
}
