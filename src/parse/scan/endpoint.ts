import type {Endpoint} from '../../core/rows/socket.ts';
import {isIp} from './addresses.ts';
import {isDigits} from './digits.ts';

type EndpointDraft = {-readonly [Key in keyof Endpoint]: Endpoint[Key]};

/** `]` */
const CLOSING = 93;
const SERVICE = /^[a-z][\w.+/-]*$/i;
const IPV4_IN_IPV6 = /^::[fF]{4}:(\d+\.\d+\.\d+\.\d+)$/;

/** As most are: those need not be taken apart. */
export const IPV4_END = /^(\d{1,3}(?:\.\d{1,3}){3}):(?:(\d{1,5})|\*)$/;

/** `0.0.0.0:4789`, `:::*`, `[::1]:ssh`, `10.0.0.1%eth0:68`: the port is behind the last colon. */
export function readEndpoint(word: string): Endpoint | undefined {
  const plain = IPV4_END.exec(word);
  if (plain) return plain[2] === undefined ? {address: plain[1]!} : {address: plain[1]!, port: Number(plain[2])};
  const colon = word.lastIndexOf(':');
  if (colon <= 0) return undefined;
  const isBracketed = word.startsWith('[') && word.charCodeAt(colon - 1) === CLOSING;
  const whole = isBracketed ? word.slice(1, colon - 1) : word.slice(0, colon);
  const percent = whole.lastIndexOf('%');
  const printed = percent > 0 ? whole.slice(0, percent) : whole;
  const port = word.slice(colon + 1);
  const isNumber = port.length <= 5 && isDigits(port);
  if (!isAddress(printed) || !(isNumber || port === '*' || SERVICE.test(port))) return undefined;
  const address = (printed.startsWith('::') && printed.includes('.') && IPV4_IN_IPV6.exec(printed)?.[1]) || printed;
  const endpoint: EndpointDraft = isNumber ? {address, port: Number(port)} : {address};
  if (!isNumber && port !== '*') endpoint.service = port;
  if (percent > 0) endpoint.dev = whole.slice(percent + 1);
  return endpoint;
}

/** Names too, which stand there without `-n`; not a number, as a lost column would shift. */
function isAddress(address: string): boolean {
  return address === '*' || address === '::' || isIp(address) || (/^[\w.-]+$/.test(address) && /[a-z_]/i.test(address));
}
