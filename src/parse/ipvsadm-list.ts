import type {IpvsStats, RealServer, VirtualService} from '../core/rows/ipvs.ts';
import {type IpvsLine, readCount, readEndpoint, readForward, type ServiceDraft} from './ipvs-draft.ts';
import {readCounter} from './scan/counter.ts';

/** The columns of a listing behind `RemoteAddress:Port`, and which of its options they tell. */
export interface Layout {
  readonly columns: readonly string[];
  readonly variant: 'text' | 'stats' | 'rate' | 'thresholds' | 'persistent-conn';
}

const STATS: readonly string[] = ['Conns', 'InPkts', 'OutPkts', 'InBytes', 'OutBytes'];
const RATE: readonly string[] = ['CPS', 'InPPS', 'OutPPS', 'InBPS', 'OutBPS'];

export const PLAIN: Layout = {columns: ['Forward', 'Weight', 'ActiveConn', 'InActConn'], variant: 'text'};

const COUNT_FIELDS: Readonly<Record<string, keyof RealServer>> = {
  Weight: 'weight',
  ActiveConn: 'activeConn',
  InActConn: 'inactConn',
  PersistConn: 'persistConn',
  Uthreshold: 'upperThreshold',
  Lthreshold: 'lowerThreshold',
};

/** The layout that the heading line `Prot LocalAddress:Port …` announces; undefined for any other line. */
export function readHeading(words: readonly string[]): Layout | undefined {
  if (words[0] !== 'Prot' || words[1] !== 'LocalAddress:Port') return undefined;
  const columns = words.slice(2);
  if (columns.join(' ') === 'Scheduler Flags') return PLAIN;
  if (columns.join() === STATS.join()) return {columns, variant: 'stats'};
  if (columns.join() === RATE.join()) return {columns, variant: 'rate'};
  if (columns.join() === 'Uthreshold,Lthreshold,ActiveConn,InActConn') return {columns, variant: 'thresholds'};
  return columns.join() === 'Weight,PersistConn,ActiveConn,InActConn'
    ? {columns, variant: 'persistent-conn'}
    : undefined;
}

/** Whether this is the second heading line, `-> RemoteAddress:Port …`, with nothing new or the plain columns in it. */
export function isServerHeading(words: readonly string[]): boolean {
  if (words[0] !== '->' || words[1] !== 'RemoteAddress:Port') return false;
  return words.length === 2 || words.slice(2).join() === PLAIN.columns.join();
}

export function readServerLine(words: readonly string[], {columns, variant}: Layout): IpvsLine | undefined {
  const endpoint = readEndpoint(words[1] ?? '');
  const cells = words.slice(2);
  if (!endpoint || cells.length !== columns.length) return undefined;
  if (variant === 'stats' || variant === 'rate') {
    const stats = readStats(cells, variant);
    return stats && {kind: 'server', server: {...endpoint, stats}};
  }
  const fields: Record<string, number | string> = {};
  for (const [i, column] of columns.entries()) {
    const value = column === 'Forward' ? readForward(cells[i]!) : readCount(cells[i]);
    if (value === undefined) return undefined;
    fields[COUNT_FIELDS[column] ?? 'forward'] = value;
  }
  return {kind: 'server', server: {...endpoint, ...fields}};
}

export function readServiceLine(words: readonly string[], {variant}: Layout): IpvsLine | undefined {
  const [protocol, address = '', ...rest] = words;
  const options = [...rest];
  const draft: Partial<Mutable<ServiceDraft>> = {protocol: protocol as VirtualService['protocol']};
  if (protocol === 'FWM') {
    const fwmark = readCount(address);
    if (fwmark === undefined || fwmark > 0xffffffff) return undefined;
    draft.fwmark = fwmark;
    if (options[0] === 'IPv6') {
      draft.ipv6 = true;
      options.shift();
    }
  } else {
    const endpoint = readEndpoint(address);
    if (!endpoint) return undefined;
    const {host, ...port} = endpoint;
    Object.assign(draft, {address: host}, port);
  }
  if (variant === 'stats' || variant === 'rate') {
    const stats = options.length === STATS.length ? readStats(options, variant) : undefined;
    if (!stats) return undefined;
    draft.stats = stats;
  } else if (!readScheduling(options, draft)) return undefined;
  return {kind: 'service', service: {...draft, protocol: draft.protocol!, servers: []}};
}

/** All of them at once make nine words. */
const MAX_OPTIONS = 9;

type Mutable<T> = {-readonly [K in keyof T]: T[K]};

/** `sh (sh-fallback,sh-port) persistent 300 mask 255.255.255.0 ops` */
function readScheduling(words: readonly string[], draft: Partial<Mutable<ServiceDraft>>): boolean {
  if (!/^[a-z]{2,10}$/.test(words[0] ?? '') || words.length > MAX_OPTIONS) return false;
  draft.scheduler = words[0]!;
  for (let i = 1; i < words.length; i++) {
    const word = words[i]!;
    const flags = /^\(([\w,-]+)\)$/.exec(word)?.[1];
    if (flags !== undefined) draft.flags = flags.split(',');
    else if (word === 'ops') draft.ops = true;
    else if (word === 'persistent') {
      const seconds = readCount(words[++i]);
      if (seconds === undefined) return false;
      draft.persistent = seconds;
    } else if (word === 'mask' && /^[\d.]+$/.test(words[i + 1] ?? '')) draft.netmask = words[++i]!;
    else if (word === 'pe' && /^\w+$/.test(words[i + 1] ?? ''))
      draft.flags = [...(draft.flags ?? []), `pe ${words[++i]}`];
    else return false;
  }
  return true;
}

function readStats(cells: readonly string[], variant: 'stats' | 'rate'): IpvsStats | undefined {
  const [conns, inPkts, outPkts, inBytes, outBytes] = cells.map(readCounter);
  if (!conns || !inPkts || !outPkts || !inBytes || !outBytes) return undefined;
  return {perSecond: variant === 'rate', conns, inPkts, outPkts, inBytes, outBytes};
}

/** A row of `-Lc`: `TCP 01:56  TIME_WAIT   10.0.2.3:42462     10.0.2.7:80        10.0.2.8:80`. */
export function readConnection(words: readonly string[]): IpvsLine | undefined {
  const [protocol = '', expire = '', state = '', source = '', virtual = '', destination = ''] = words;
  if (words.length !== 6 || !/^[A-Z]{2,5}$/.test(protocol) || !/^\d+:\d\d$/.test(expire)) return undefined;
  if (!/^[A-Z_!]+$/.test(state) || ![source, virtual, destination].every(end => end.includes(':'))) return undefined;
  return {kind: 'connection', connection: {protocol, expire, state, source, virtual, destination}};
}

/** `Timeout (tcp tcpfin udp): 900 120 300` */
export function readTimeouts(text: string): IpvsLine | undefined {
  const [, tcp, tcpfin, udp] = /^Timeout \(tcp tcpfin udp\): (\d{1,9}) (\d{1,9}) (\d{1,9})$/.exec(text) ?? [];
  if (tcp === undefined) return undefined;
  return {kind: 'timeouts', timeouts: {tcp: Number(tcp), tcpfin: Number(tcpfin), udp: Number(udp)}};
}
