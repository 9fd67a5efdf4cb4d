import type {Chain, Neg, Rule} from '../../src/core/rows/iptables.ts';

/** A first packet of a connection, as far as an assertion knows it. What is undefined may be anything. */
export interface Packet {
  readonly protocol: string;
  readonly dport?: number;
  readonly destination?: string;
  /** The destination is an address of the node itself. */
  readonly toLocal?: boolean;
}

/** A rule that a packet comes to and certainly matches. */
export interface Hit {
  readonly chain: Chain;
  readonly rule: Rule;
}

const ENDS = new Set([
  'ACCEPT',
  'DROP',
  'REJECT',
  'QUEUE',
  'NFQUEUE',
  'DNAT',
  'SNAT',
  'MASQUERADE',
  'REDIRECT',
  'NETMAP',
  'TPROXY',
]);
const ANY_ADDRESS = new Set(['0.0.0.0/0', '::/0']);
/** Rules one packet may come to; chains cannot loop in a real kernel, in a made-up snapshot they may. */
const MAX_STEPS = 10_000;

/**
 * The rules that a packet comes to in a chain and those it jumps to, up to the one that ends its way. Rules which it may
 * or may not match, since they ask for what is not known of it, are passed by.
 */
export function rulesMet(chains: readonly Chain[], table: string, start: string, packet: Packet): readonly Hit[] {
  const inTable = new Map(chains.filter(chain => chain.table === table).map(chain => [chain.name, chain]));
  const hits: Hit[] = [];
  let steps = 0;
  const walk = (name: string): 'ended' | 'returned' => {
    const chain = inTable.get(name);
    for (const rule of chain?.rules ?? []) {
      if (++steps > MAX_STEPS) return 'ended';
      if (chain === undefined || !certainlyMatches(rule, packet)) continue;
      hits.push({chain, rule});
      if (rule.target === null) continue;
      if (rule.target === 'RETURN') return 'returned';
      if (ENDS.has(rule.target)) return 'ended';
      if (!inTable.has(rule.target)) continue;
      if (walk(rule.target) === 'ended') return 'ended';
      if (rule.goto) return 'returned';
    }
    return 'returned';
  };
  walk(start);
  return hits;
}

/** The mark a packet has after a chain, and the rule that set its last bits. */
export function markAfter(hits: readonly Hit[]): {readonly mark: number; readonly hit: Hit} | undefined {
  let found: {readonly mark: number; readonly hit: Hit} | undefined;
  for (const hit of hits) {
    const {target, mark, markMask = 0xffffffff} = hit.rule;
    if (target !== 'MARK' || mark === undefined) continue;
    const before = (found?.mark ?? 0) & ~markMask;
    found = {mark: (before | mark) >>> 0, hit};
  }
  return found;
}

function certainlyMatches(rule: Rule, packet: Packet): boolean {
  return (
    matches(rule.protocol, value => value === 'all' || value === packet.protocol) &&
    matches(rule.inInterface, value => value === '*') &&
    matches(rule.outInterface, value => value === '*') &&
    matches(rule.source, value => ANY_ADDRESS.has(value)) &&
    matchesDestination(rule.destination, packet.destination) &&
    rule.sport === undefined &&
    (rule.dport === undefined || (packet.dport !== undefined && matchesPort(rule.dport, packet.dport))) &&
    (rule.ctstate === undefined || rule.ctstate.includes('NEW')) &&
    rule.addrType?.src === undefined &&
    (rule.addrType?.dst === undefined ||
      matches(rule.addrType.dst, value => value === 'LOCAL' && packet.toLocal === true)) &&
    rule.ipvs === undefined &&
    rule.extra.length === 0
  );
}

function matches<T>(field: Neg<T>, test: (value: T) => boolean): boolean {
  return !field.not && test(field.value);
}

function matchesDestination(field: Neg<string>, destination: string | undefined): boolean {
  if (ANY_ADDRESS.has(field.value)) return !field.not;
  if (destination === undefined) return false;
  const inside = isInside(destination, field.value);
  return inside !== undefined && inside !== field.not;
}

function matchesPort(wanted: number | string, port: number): boolean {
  if (typeof wanted === 'number') return wanted === port;
  const [from = '', to = ''] = wanted.split(':');
  return Number(from) <= port && port <= Number(to === '' ? 65_535 : to);
}

function isInside(address: string, cidr: string): boolean | undefined {
  const [base = '', bits = '32'] = cidr.split('/');
  const [a, b] = [toNumber(address), toNumber(base)];
  if (a === undefined || b === undefined) return undefined;
  const size = 2 ** (32 - Number(bits));
  return Math.floor(a / size) === Math.floor(b / size);
}

function toNumber(ipv4: string): number | undefined {
  const parts = ipv4.split('.').map(Number);
  if (parts.length !== 4 || parts.some(part => !(part >= 0 && part <= 255))) return undefined;
  return parts.reduce((number, part) => number * 256 + part, 0);
}
