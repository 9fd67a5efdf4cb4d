import {isIPv6} from 'node:net';
import {createIpv4} from './ipv4.ts';

/** Puts stand-ins for the addresses of a text, always the same one for the same address. */
export type Replace = (text: string) => string;

const IPV4 = /(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?!\d|\.\d)/g;
/** As the kernel prints address and port in `/proc/net/ip_vs`: `0A000204:0050`. */
const HEX_IPV4 = /\b[0-9A-F]{8}(?=:[0-9A-F]{4}\b)/g;
const MAC = /(?<![0-9a-f:])[0-9a-f]{2}(?::[0-9a-f]{2}){5}(?![0-9a-f:])/gi;
/** A bridge's own number, as brctl prints it: its priority and its MAC. */
const BRIDGE = /\b([0-9a-f]{4}\.)([0-9a-f]{12})\b/g;
const IPV6 = /(?<![\w:.])[0-9a-f]{0,4}:[0-9a-f]{0,4}:[0-9a-f:]*(?![\w:])/gi;

/** IPv4 and IPv6 addresses and MACs, each as one of its own kind. */
export function createAddresses(): Replace {
  const ipv4 = createIpv4();
  const mac = createMac(ipv4);
  const ipv6 = createIpv6();
  return text =>
    text
      .replace(MAC, found => mac(found))
      .replace(BRIDGE, (_, head: string, digits: string) => head + mac(colons(digits)).replaceAll(':', ''))
      .replace(IPV6, found => ipv6(found))
      .replace(IPV4, found => ipv4(found) ?? found)
      .replace(HEX_IPV4, found => hexOf(ipv4(bytesOf(found).join('.')) ?? '').toUpperCase() || found);
}

/** Docker makes a MAC from an address (`02:42` and its four octets), and so it stays; others are numbered. */
function createMac(ipv4: (text: string) => string | undefined): Replace {
  const numbers = new Map<string, number>();
  return found => {
    const digits = found.toLowerCase().replaceAll(':', '');
    if (/^(?:0{12}|f{12}|01005e)/.test(digits)) return found;
    if (digits.startsWith('0242')) {
      const address = ipv4(bytesOf(digits.slice(4)).join('.'));
      return address === undefined ? found : colons(`0242${hexOf(address)}`);
    }
    // Of a multicast MAC the beginning says what it is.
    const head = digits.startsWith('3333') ? '3333' : '0200';
    return colons(head + numberOf(numbers, digits).toString(16).padStart(8, '0'));
  };
}

function createIpv6(): Replace {
  const numbers = new Map<string, number>();
  return found => {
    if (!isIPv6(found) || found === '::' || found === '::1') return found;
    const text = found.toLowerCase();
    // A group that belongs to one interface has part of its address in it.
    if (/^ff0[0-9a-f]::[0-9a-f]{1,4}$/.test(text)) return found;
    const head = text.startsWith('fe80:') ? 'fe80' : text.startsWith('ff') ? 'ff02' : '2001:db8';
    // A network written short (`fd00:1::`) stays one.
    const end = text.endsWith('::')
      ? `${numberOf(numbers, text).toString(16)}::`
      : `:${numberOf(numbers, text).toString(16)}`;
    return `${head}:${end}`;
  };
}

function numberOf(numbers: Map<string, number>, name: string): number {
  const number = numbers.get(name) ?? numbers.size + 1;
  numbers.set(name, number);
  return number;
}

function bytesOf(hex: string): readonly number[] {
  return (hex.match(/../g) ?? []).map(byte => Number.parseInt(byte, 16));
}

function hexOf(address: string): string {
  return address === ''
    ? ''
    : address
        .split('.')
        .map(octet => Number(octet).toString(16).padStart(2, '0'))
        .join('');
}

function colons(digits: string): string {
  return (digits.match(/../g) ?? []).join(':');
}
