import {readExtra} from './iptables-extra.ts';
import {
  addressKind,
  isIpv4,
  isProtocol,
  newCountedRule,
  newRule,
  type RuleDraft,
  readAddress,
  readInterface,
  readProtocol,
} from './iptables-rule.ts';
import {readCounter} from './scan/counter.ts';

/** Which columns `-v` (counters, interfaces) and `--line-numbers` add. */
export interface Layout {
  readonly num: boolean;
  readonly verbose: boolean;
  /** A row with its columns as groups: one match of all costs a third of a look at word after word. */
  readonly row: RegExp;
}

export interface ListRow {
  readonly rule: RuleDraft;
  /** Names stand in for addresses or ports: listed without `-n`. */
  readonly named: boolean;
  readonly uncertainComment: boolean;
}

/** The groups: number, packets, bytes, target, protocol, `-f`, in, out, source, the gap behind it, destination, rest. */
type Columns = readonly (string | undefined)[];

/** No word can end in what a gap begins with, so there is one way to match a row. */
const WORD = '([^ \\t]+)';
const GAP = '[ \\t]+';
const INTERFACE = '([^ \\t/]{1,17})';
const OPTIONS = '(?:--|(-f|!f))';
/** ip6tables before 1.8.9 prints three blanks for the options; a protocol that fills its column has four behind it. */
const NO_OPTIONS = '(?:[ \\t]{5,}|(?<=[^ \\t]{5})[ \\t]{4,})(?!(?:--|-f|!f)[ \\t])';
/** Blanks are all that is printed of no target: its column and the blank behind it (`%-9s `). */
const NO_TARGET = 10;
/** From the first character of the source to that of the destination: `%-19s`, a blank, the place of the `!`. */
const SOURCE_WIDTH = 21;
/** First words of the last column, which a row that lost an address shows in its place. */
const MATCH_WORDS = /^(?:tcp|udp|sctp|icmp|ctstate|state|policy|multiport|mark|owner|match|ipvs|[A-Z][A-Z]+)$/;

/** The order in which to try them on rows without a header: none takes a row that an earlier one could mean. */
export const LAYOUTS: readonly Layout[] = [
  layout(true, true),
  layout(false, true),
  layout(true, false),
  layout(false, false),
];
const SHORT_WITHOUT_TARGET = pattern(false, false, '()');
/** The first word of a short row is the protocol, as the options come next. */
const BEGINS_WITH_PROTOCOL = /^[ \t]*[^ \t]+[ \t]+(?:--|-f|!f)(?:[ \t]|$)/;

function layout(num: boolean, verbose: boolean): Layout {
  // `%-4u ` leaves up to four blanks behind a rule's number.
  const blanks = verbose ? '[ \\t]' : '[ \\t]{1,4}';
  const target = num || verbose ? `(?:[ \\t]{${NO_TARGET},}|${blanks}${WORD}${GAP})` : `${WORD}${GAP}`;
  return {num, verbose, row: pattern(num, verbose, target)};
}

function pattern(num: boolean, verbose: boolean, target: string): RegExp {
  const counters = verbose ? `(\\d+[KMGTP]?)${GAP}(\\d+[KMGTP]?)` : '()()';
  const head = `^[ \\t]*${num ? '(\\d{1,9})' : '()'}${num && verbose ? GAP : ''}${counters}${target}`;
  const packet = `${WORD}(?:${GAP}${OPTIONS}${GAP}|${NO_OPTIONS})${verbose ? `${INTERFACE}${GAP}${INTERFACE}${GAP}` : '()()'}`;
  return new RegExp(`${head}${packet}${WORD}(${GAP})${WORD}([^]*)$`);
}

export function readHeaderLayout(line: string): Layout | undefined {
  if (!line.endsWith('destination')) return undefined;
  const columns = line.trim().replace(/ +/g, ' ');
  return LAYOUTS.find(({num, verbose}) => {
    const ends = verbose
      ? 'pkts bytes target prot opt in out source destination'
      : 'target prot opt source destination';
    return columns === (num ? `num ${ends}` : ends);
  });
}

/**
 * Reads a rule of a listing, or returns undefined when it does not fit the layout. Columns decide whether there is a
 * target, as it is the only one that may be blank. `indent` is that of the chain's heading when it is known.
 */
export function readListRow(line: string, layout: Layout, indent?: number): ListRow | undefined {
  const columns = rowPattern(line, layout, indent)?.exec(line);
  return columns ? readColumns(columns, layout) : undefined;
}

function rowPattern(line: string, layout: Layout, indent: number | undefined): RegExp | undefined {
  if (layout.num || layout.verbose) return layout.row;
  if (indent === undefined) return BEGINS_WITH_PROTOCOL.test(line) ? SHORT_WITHOUT_TARGET : layout.row;
  const gap = line.search(/[^ \t]/) - indent;
  if (gap >= NO_TARGET) return SHORT_WITHOUT_TARGET;
  return gap <= 0 ? layout.row : undefined;
}

function readColumns(columns: Columns, {verbose}: Layout): ListRow | undefined {
  const inside = withoutNot(columns[7]!);
  const outside = withoutNot(columns[8]!);
  const from = withoutNot(columns[9]!);
  const to = withoutNot(columns[11]!);
  const fromKind = addressKind(from);
  const toKind = addressKind(to);
  if (fromKind === undefined || toKind === undefined || isIpv4(inside) || isIpv4(outside)) return undefined;
  const isToNegated = columns[11]!.length > to.length;
  if (from.length + columns[10]!.length + (isToNegated ? 1 : 0) < SOURCE_WIDTH) return undefined;
  // `*` and `0.0.0.0/0` are only printed with `-n`, and then no names are.
  const numeric = isAnywhere(from) || isAnywhere(to) || inside === '*' || outside === '*';
  const named = fromKind === 'name' || toKind === 'name';
  if (!isProtocol(columns[5]!, numeric) || (named && (numeric || MATCH_WORDS.test(columns[11]!)))) return undefined;
  const rule = verbose ? newCountedRule(readCounter(columns[2]!)!, readCounter(columns[3]!)!) : newRule();
  rule.num = Number(columns[1]);
  rule.target = columns[4] || null;
  rule.protocol = readProtocol(columns[5]!);
  if (columns[6] !== undefined) rule.extra.push(columns[6] === '-f' ? '-f' : '! -f');
  if (verbose) {
    rule.inInterface = readInterface(columns[7]!);
    rule.outInterface = readInterface(columns[8]!);
  }
  rule.source = readAddress(columns[9]!);
  rule.destination = readAddress(columns[11]!);
  const uncertainComment = readExtra(columns[12]!, rule);
  return {rule, uncertainComment, named: hasNames(rule, named)};
}

function isAnywhere(address: string): boolean {
  return address === '0.0.0.0/0' || address === '::/0';
}

/** Whether names stand in for addresses (`anywhere` is none) or ports. */
function hasNames({source, destination, sport, dport}: RuleDraft, named: boolean): boolean {
  if (isName(sport) || isName(dport)) return true;
  return named && [source, destination].some(({value}) => value !== 'anywhere' && addressKind(value) === 'name');
}

function isName(port: number | string | undefined): boolean {
  return typeof port === 'string' && /[a-z]/i.test(port);
}

function withoutNot(text: string): string {
  return text.startsWith('!') ? text.slice(1) : text;
}
