import type {Endpoint} from '../../core/rows/socket.ts';
import {isIp} from './addresses.ts';

const PORT = /^(?:\*|\d{1,5}|[a-z][\w.+/-]*)$/i;

/** `0.0.0.0:4789`, `:::*`, `[::1]:ssh`, `10.0.0.1%eth0:68`: the port is behind the last colon. */
export function readEndpoint(word: string | undefined): Endpoint | undefined {
  const colon = word?.lastIndexOf(':') ?? -1;
  if (word === undefined || colon <= 0) return undefined;
  const port = word.slice(colon + 1);
  const [, bracketed, plain] = /^(?:\[(.*)\]|(.*))$/.exec(word.slice(0, colon)) ?? [];
  const whole = bracketed ?? plain ?? '';
  const percent = whole.lastIndexOf('%');
  const printed = percent > 0 ? whole.slice(0, percent) : whole;
  if (!PORT.test(port) || !isAddress(printed)) return undefined;
  const address = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(printed)?.[1] ?? printed;
  return {
    address,
    ...(/^\d+$/.test(port) ? {port: Number(port)} : port !== '*' && {service: port}),
    ...(percent > 0 && {dev: whole.slice(percent + 1)}),
  };
}

/** Names too, which stand there without `-n`; not a number, as a lost column would shift. */
function isAddress(address: string): boolean {
  return address === '*' || isIp(address) || (/^[\w.-]+$/.test(address) && /[a-z_]/i.test(address));
}
