import type {Note, Parser} from '../core/parsed.ts';
import type {RealServer, ServiceTable, VirtualService} from '../core/rows/ipvs.ts';
import {readCount, readForward, type ServiceDraft} from './ipvs-draft.ts';
import {envelope} from './scan/envelope.ts';
import {compressIpv6} from './scan/ipv6.ts';
import {normalise, rowsOf} from './scan/normalise.ts';

/** The kernel's own listing, /proc/net/ip_vs: addresses, ports and marks are hexadecimal there. */
export const parseProcIpVs: Parser<ServiceTable> = text => {
  const input = normalise(text);
  const services: ServiceDraft[] = [];
  const notes: Note[] = [];
  let current: ServiceDraft | undefined;
  const unparsed = rowsOf(input).filter(({text: line, number}) => {
    const words = line.trim().split(/[ \t]+/);
    if (isHeading(words)) return false;
    if (words[0] === '->') {
      const server = readServer(words);
      if (server) current?.servers.push(server);
      return !server || !current;
    }
    if (!/^(?:TCP|UDP|SCTP|FWM)$/.test(words[0] ?? '')) return true;
    current = readService(words);
    if (!current) return true;
    services.push(current);
    if (words.includes('persistent')) notes.push({kind: 'lossy', line: number, text: 'persistence is in kernel ticks'});
    return false;
  });
  return envelope(input, {command: 'proc.ip_vs', variant: 'text', data: {services}, unparsed, notes});
};

function isHeading(words: readonly string[]): boolean {
  const line = words.join(' ');
  return (
    line.startsWith('IP Virtual Server version ') ||
    line === 'Prot LocalAddress:Port Scheduler Flags' ||
    line === '-> RemoteAddress:Port Forward Weight ActiveConn InActConn'
  );
}

/** `FWM  00000101 rr`, `TCP  0A010101:0050 wlc persistent 30000 FFFFFFFF`, with `ops` behind the scheduler. */
function readService(words: readonly string[]): ServiceDraft | undefined {
  const [protocol, address = '', scheduler = '', ...options] = words;
  if (!/^[a-z]{2,10}$/.test(scheduler)) return undefined;
  const ops = options[0] === 'ops';
  const persistence = options.slice(ops ? 1 : 0).join(' ');
  if (persistence !== '' && !/^persistent \d+ [0-9A-F]{8}$/.test(persistence)) return undefined;
  const end = protocol === 'FWM' ? readMark(address) : readAddress(address);
  if (!end) return undefined;
  return {protocol: protocol as VirtualService['protocol'], ...end, scheduler, ...(ops && {ops}), servers: []};
}

function readMark(text: string): Pick<VirtualService, 'fwmark'> | undefined {
  return /^[0-9A-Fa-f]{8}$/.test(text) ? {fwmark: Number.parseInt(text, 16)} : undefined;
}

/** `0A000214:0050`, `[2001:0db8:0000:0000:0000:0000:0000:0001]:01BB` */
function readAddress(text: string): {readonly address: string; readonly port: number} | undefined {
  const [, v6, v4, port] = /^(?:\[([0-9a-fA-F:]+)\]|([0-9A-Fa-f]{8})):([0-9A-Fa-f]{4})$/.exec(text) ?? [];
  if (port === undefined) return undefined;
  const address = v4 === undefined ? compressIpv6(v6!) : dotted(v4);
  return address === undefined ? undefined : {address, port: Number.parseInt(port, 16)};
}

function dotted(hex: string): string {
  return [0, 2, 4, 6].map(at => Number.parseInt(hex.slice(at, at + 2), 16)).join('.');
}

function readServer(words: readonly string[]): RealServer | undefined {
  const end = readAddress(words[1] ?? '');
  const forward = readForward(words[2] ?? '');
  const [weight, activeConn, inactConn] = words.slice(3).map(readCount);
  if (words.length !== 6 || !end || !forward) return undefined;
  if (weight === undefined || activeConn === undefined || inactConn === undefined) return undefined;
  return {host: end.address, port: end.port, forward, weight, activeConn, inactConn};
}
