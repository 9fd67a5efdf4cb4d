import type {Flow, FlowEndpoint, FlowTuple} from '../core/rows/flow.ts';
import {isIp} from './scan/addresses.ts';
import {present} from './scan/json-text.ts';
import {isWhole} from './scan/keywords.ts';

/** What text and XML say of a flow, before it is checked. */
export interface FlowDraft {
  event?: string;
  time?: string;
  protocol?: string;
  protonum?: string;
  timeout?: string;
  state?: string;
  readonly original: Map<string, string>;
  readonly reply: Map<string, string>;
  readonly meta: Map<string, string>;
  readonly flags: string[];
}

const NUMBERS: Readonly<Record<string, number>> = {
  icmp: 1,
  tcp: 6,
  udp: 17,
  dccp: 33,
  gre: 47,
  icmpv6: 58,
  sctp: 132,
  udplite: 136,
};
const ADDRESSES = ['src', 'dst'];
const KEYS = ['srckey', 'dstkey'];
const SMALL: Readonly<Record<string, number>> = {sport: 65535, dport: 65535, type: 255, code: 255, id: 65535};
const COUNTS = ['packets', 'bytes'];
const META = ['mark', 'zone', 'use', 'id'];

export function newDraft(): FlowDraft {
  return {original: new Map(), reply: new Map(), meta: new Map(), flags: []};
}

export function isTupleKey(key: string): boolean {
  return ADDRESSES.includes(key) || KEYS.includes(key) || Object.hasOwn(SMALL, key) || COUNTS.includes(key);
}

/** Undefined when a column is missing, comes twice, or is out of its range. */
export function finishFlow(draft: FlowDraft): Flow | undefined {
  const {event, time, protocol, protonum, timeout, state, meta} = draft;
  if (protocol === undefined || !isWhole(protonum) || !fitsProtocol(protocol, Number(protonum))) return undefined;
  // Only an entry that is gone has no timeout.
  if (timeout === undefined ? event !== 'DESTROY' : !isWhole(timeout)) return undefined;
  const original = readTuple(draft.original);
  const reply = readTuple(draft.reply);
  if (!original || !reply || shape(draft.original) !== shape(draft.reply)) return undefined;
  if (!META.every(key => !meta.has(key) || isWhole(meta.get(key)))) return undefined;
  const family = original.src.includes(':') ? 'ipv6' : 'ipv4';
  if ((family === 'ipv6') !== original.dst.includes(':')) return undefined;
  const extra = [...meta].filter(([key]) => !META.includes(key));
  return present<Flow>({
    event,
    time,
    family,
    protocol,
    protonum: Number(protonum),
    timeout: timeout === undefined ? undefined : Number(timeout),
    state,
    original,
    reply,
    flags: draft.flags,
    mark: numberOf(meta, 'mark'),
    zone: numberOf(meta, 'zone'),
    use: numberOf(meta, 'use'),
    id: numberOf(meta, 'id'),
    dnat: translated(original.dst, original.dport, reply.src, reply.sport),
    snat: translated(original.src, original.sport, reply.dst, reply.dport),
    extra: extra.length === 0 ? undefined : Object.fromEntries(extra),
  });
}

function fitsProtocol(name: string, number: number): boolean {
  if (!/^[a-z][\w-]*$/.test(name) || number > 255) return false;
  return Object.hasOwn(NUMBERS, name) ? NUMBERS[name] === number : !Object.values(NUMBERS).includes(number);
}

function readTuple(words: ReadonlyMap<string, string>): FlowTuple | undefined {
  if (!ADDRESSES.every(key => isIp(words.get(key))) || words.has('sport') !== words.has('dport')) return undefined;
  const fields: Record<string, string | number> = {};
  for (const [key, word] of words) {
    const limit = SMALL[key] ?? (COUNTS.includes(key) ? Number.POSITIVE_INFINITY : undefined);
    if (limit === undefined) fields[key] = word;
    else if (isWhole(word) && Number(word) <= limit) fields[key] = Number(word);
    else return undefined;
  }
  return fields as unknown as FlowTuple;
}

/** Both directions have the same columns; when they do not, one was lost. */
function shape(words: ReadonlyMap<string, string>): string {
  return [...words.keys()].sort().join(' ');
}

function numberOf(words: ReadonlyMap<string, string>, key: string): number | undefined {
  const word = words.get(key);
  return word === undefined ? undefined : Number(word);
}

function translated(
  address: string,
  port: number | undefined,
  otherAddress: string,
  otherPort: number | undefined,
): FlowEndpoint | undefined {
  if (address === otherAddress && port === otherPort) return undefined;
  return {address: otherAddress, ...(otherPort !== undefined && {port: otherPort})};
}
