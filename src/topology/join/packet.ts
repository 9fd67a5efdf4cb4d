import type {Chain, Neg, Rule} from '../../core/rows/iptables.ts';
import {Unknown} from '../unknown.ts';
import {isTargetOption} from './target-option.ts';

/** A first packet of a connection, as far as an assertion knows it. What is undefined may be anything. */
export interface Packet {
  readonly protocol: string;
  readonly dport?: number;
  readonly source?: string;
  readonly destination?: string;
  /** The destination is an address of the node itself. */
  readonly toLocal?: boolean;
  readonly sport?: number;
  readonly inInterface?: string;
  readonly outInterface?: string;
  /** `NEW` unless it is said. */
  readonly ctstate?: string;
  /** IPVS has taken it in hand. */
  readonly ipvs?: boolean;
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
/** Rules one packet may come to; what chains that lead into each other many times over come to, nobody can tell. */
const MAX_STEPS = 10_000;

/** A port of the range from which systems give ports to clients. */
export const CLIENT_PORT = 49_152;

/** What a packet comes to in a chain and those it jumps to. */
interface Met {
  /** The rules it matches, up to the one that ends its way. */
  readonly hits: readonly Hit[];
  /** A rule that it may or may not match, and that would have let it go on before the last of those was met. */
  readonly spared: Hit | undefined;
}

/** The rules that a packet comes to: see `meet`. */
export function rulesMet(...way: Parameters<typeof meet>): readonly Hit[] {
  return meet(...way).hits;
}

/**
 * Follows a packet from a chain to the rule that ends its way. Rules which it may or may not match, since they ask for
 * what is not known of it, are passed by, but for those that count all the same, such as drops for who is wary of them.
 */
export function meet(
  chains: readonly Chain[],
  table: string,
  start: string,
  packet: Packet,
  counts: (hit: Hit) => boolean = () => false,
): Met {
  const inTable = new Map(chains.filter(chain => chain.table === table).map(chain => [chain.name, chain]));
  const hits: Hit[] = [];
  let accepting: Hit | undefined;
  /** In each chain that the packet is in. */
  const returning: (Hit | undefined)[] = [];
  let steps = 0;
  const entered = new Set<string>();
  const walk = (name: string): 'ended' | 'returned' => {
    if (entered.has(name)) throw new Unknown('unsupported', `the chain ${name} of ${table} leads back into itself`);
    entered.add(name);
    returning.push(undefined);
    const end = pass(name);
    // Where the way ends, what may have led around that end still counts.
    if (end === 'returned') returning.pop();
    entered.delete(name);
    return end;
  };
  const pass = (name: string): 'ended' | 'returned' => {
    const chain = inTable.get(name);
    for (const rule of chain?.rules ?? []) {
      if (++steps > MAX_STEPS)
        throw new Unknown('unsupported', `the chain ${start} of ${table} leads to more than ${MAX_STEPS} rules`);
      if (chain === undefined) continue;
      if (!certainlyMatches(rule, packet)) {
        if (!maybeMatches(rule, packet)) continue;
        if (rule.target === 'ACCEPT') accepting ??= {chain, rule};
        if (rule.target === 'RETURN') returning[returning.length - 1] ??= {chain, rule};
        if (inTable.has(rule.target ?? '')) {
          const [before, depth] = [hits.length, returning.length];
          const last = walk(rule.target ?? '') === 'ended' ? hits.at(-1) : undefined;
          if (last !== undefined && counts(last)) return 'ended';
          if (last?.rule.target === 'ACCEPT') accepting ??= last;
          hits.splice(before, hits.length, ...hits.slice(before).filter(counts));
          returning.length = depth;
          continue;
        }
        if (!counts({chain, rule})) continue;
      }
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
  return {hits, spared: accepting ?? returning.find(one => one !== undefined)};
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

export function isDrop(hit: Hit | undefined): boolean {
  return hit?.rule.target === 'DROP' || hit?.rule.target === 'REJECT';
}

/** The tables of a name. Where both back ends hold rules, the kernel heeds both: the other's is `nft:nat`. */
export function tablesNamed(chains: readonly Chain[], name: string): readonly string[] {
  const all = new Set(chains.flatMap(({table}) => table ?? []));
  return [...all].filter(table => table === name || table.endsWith(`:${name}`));
}

/** Whether it is the target of a rule which may be met that ends a packet's way by letting it through. */
export function mayBeAccepted(chains: readonly Chain[], table: string, packet: Packet): boolean {
  return chains
    .filter(chain => chain.table === table)
    .some(chain => chain.rules.some(rule => rule.target === 'ACCEPT' && maybeMatches(rule, packet)));
}

function certainlyMatches(rule: Rule, packet: Packet): boolean {
  return asked(rule, packet).every(answer => answer === true) && rule.extra.every(one => isTargetOption(rule, one));
}

/** Nothing that is known of the packet speaks against it. */
function maybeMatches(rule: Rule, packet: Packet): boolean {
  return asked(rule, packet).every(answer => answer !== false);
}

/** What a rule asks of a packet, and whether it is so; undefined where that is not known of the packet. */
function asked(rule: Rule, packet: Packet): readonly (boolean | undefined)[] {
  const {dst, src} = rule.addrType ?? {};
  return [
    test(rule.protocol, value => value === 'all' || value === packet.protocol),
    test(rule.inInterface, value => value === '*' || onInterface(value, packet.inInterface)),
    test(rule.outInterface, value => value === '*' || onInterface(value, packet.outInterface)),
    test(rule.source, value => ANY_ADDRESS.has(value) || inNetwork(value, packet.source)),
    test(rule.destination, value => ANY_ADDRESS.has(value) || inNetwork(value, packet.destination)),
    rule.sport === undefined || (packet.sport === undefined ? undefined : matchesPort(rule.sport, packet.sport)),
    rule.dport === undefined || (packet.dport === undefined ? undefined : matchesPort(rule.dport, packet.dport)),
    rule.ctstate === undefined || rule.ctstate.includes(packet.ctstate ?? 'NEW'),
    src === undefined || undefined,
    dst === undefined ||
      test(dst, value => (packet.toLocal === undefined ? undefined : value === 'LOCAL' && packet.toLocal)),
    rule.ipvs === undefined || rule.ipvs === (packet.ipvs ?? false),
  ];
}

/** A negated field is so when the plain one is not. */
function test<T>(field: Neg<T>, holds: (value: T) => boolean | undefined): boolean | undefined {
  const held = holds(field.value);
  return held === undefined ? undefined : held !== field.not;
}

/** `eth+` in a rule means every interface whose name starts with `eth`. */
function onInterface(wanted: string, actual: string | undefined): boolean | undefined {
  if (actual === undefined) return undefined;
  return wanted.endsWith('+') ? actual.startsWith(wanted.slice(0, -1)) : actual === wanted;
}

function inNetwork(cidr: string, address: string | undefined): boolean | undefined {
  return address === undefined ? undefined : isInside(address, cidr);
}

function matchesPort(wanted: number | string, port: number): boolean {
  if (typeof wanted === 'number') return wanted === port;
  const [from = '', to = ''] = wanted.split(':');
  return Number(from) <= port && port <= Number(to === '' ? 65_535 : to);
}

/** Whether an address is in a network such as `10.0.1.0/24`; undefined when one of them is not IPv4. */
export function isInside(address: string, cidr: string): boolean | undefined {
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
