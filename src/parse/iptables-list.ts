import {COLUMNS, type ColumnReader, GAP, PACKET, readAddress, SHORT_PACKET, WORD} from './iptables-columns.ts';
import {EXTRA, readExtra} from './iptables-extra.ts';
import {addressKind, NO_EXTRA, newRule, type RuleDraft} from './iptables-rule.ts';
import {compile} from './scan/compile.ts';
import {collapseBlanks} from './scan/normalise.ts';

/** Which columns `-v` (counters, interfaces) and `--line-numbers` add. */
export interface Layout {
  readonly num: boolean;
  readonly verbose: boolean;
  /** Whether its rows begin with a number. */
  readonly isNumbered: boolean;
  /** A row with its columns as groups: one match of all costs a third of a look at word after word. */
  readonly row: RegExp;
}

/** What was met in any row. */
export interface Seen {
  ipv6: boolean;
  /** `anywhere` may stand in for an address whose family the rest of the listing tells. */
  anywhere: boolean;
  /** Names stand in for addresses or ports: listed without `-n`. */
  names: boolean;
  /** A comment held what could also be its end. */
  uncertainComment: boolean;
}

/** The groups: number, packets, bytes, target, `PACKET`, destination, and the last column without its blanks. */
type Columns = readonly (string | undefined)[];

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
  const target = num || verbose ? `(?:[ \\t]{${NO_TARGET},}|${blanks}(${WORD})${GAP})` : `(${WORD})${GAP}`;
  return {num, verbose, isNumbered: num || verbose, row: pattern(num, verbose, target)};
}

function pattern(num: boolean, verbose: boolean, target: string): RegExp {
  const counters = verbose ? `(\\d+[KMGTP]?)${GAP}(\\d+[KMGTP]?)` : '()()';
  const head = `^[ \\t]*${num ? '(\\d{1,9})' : '()'}${num && verbose ? GAP : ''}${counters}${target}`;
  return new RegExp(`${head}(${verbose ? PACKET : SHORT_PACKET})(${WORD}) *([^]*)$`);
}

/** What every row of the layout goes through. */
export function compileRows({row}: Layout): void {
  compile([row, COLUMNS, ...EXTRA]);
}

export function readHeaderLayout(line: string): Layout | undefined {
  if (!line.endsWith('destination')) return undefined;
  const columns = collapseBlanks(line);
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
export function readListRow(
  line: string,
  layout: Layout,
  indent: number | undefined,
  read: ColumnReader,
  seen: Seen,
): RuleDraft | undefined {
  const columns = rowPattern(line, layout, indent)?.exec(line);
  return columns ? readColumns(columns, layout, read, seen) : undefined;
}

function rowPattern(line: string, layout: Layout, indent: number | undefined): RegExp | undefined {
  if (layout.num || layout.verbose) return layout.row;
  if (indent === undefined) return BEGINS_WITH_PROTOCOL.test(line) ? SHORT_WITHOUT_TARGET : layout.row;
  const gap = line.search(/[^ \t]/) - indent;
  if (gap >= NO_TARGET) return SHORT_WITHOUT_TARGET;
  return gap <= 0 ? layout.row : undefined;
}

function readColumns(columns: Columns, {verbose}: Layout, read: ColumnReader, seen: Seen): RuleDraft | undefined {
  const packet = read.packet(columns[5]!);
  const to = readAddress(columns[6]!);
  if (!packet || !to) return undefined;
  const {protocol, source: from, isNumeric} = packet;
  if (packet.sourceWidth + (to.value.not ? 1 : 0) < SOURCE_WIDTH) return undefined;
  // With `-n` no names are printed.
  const numeric = packet.hasStar || from.isAny || to.isAny;
  const named = from.kind === 'name' || to.kind === 'name';
  if (numeric && !isNumeric) return undefined;
  if (named && (numeric || MATCH_WORDS.test(columns[6]!))) return undefined;
  const num = Number(columns[1]);
  const target = columns[4] ? read.target(columns[4]) : null;
  const extra = packet.fragment === undefined ? NO_EXTRA : [packet.fragment];
  // In one piece: fields that are added later cost a rule more than its words.
  const rule: RuleDraft = verbose
    ? {
        num,
        packets: read.counter(columns[2]!)!,
        bytes: read.counter(columns[3]!)!,
        target,
        goto: false,
        protocol,
        inInterface: packet.inInterface,
        outInterface: packet.outInterface,
        source: from.value,
        destination: to.value,
        extra,
      }
    : {...newRule(), num, target, protocol, source: from.value, destination: to.value, extra};
  const rest = columns[7]!;
  if (rest !== '' && readExtra(rest, rule, read.list)) seen.uncertainComment = true;
  if (named) seen.anywhere = true;
  if (named || typeof rule.dport === 'string' || typeof rule.sport === 'string') seen.names ||= hasNames(rule);
  if (from.kind === 'ipv6' || to.kind === 'ipv6' || protocol.value === 'ipv6-icmp') seen.ipv6 = true;
  return rule;
}

/** Whether names stand in for addresses (`anywhere` is none) or ports. */
function hasNames({source, destination, sport, dport}: RuleDraft): boolean {
  if (isName(sport) || isName(dport)) return true;
  return [source, destination].some(({value}) => value !== 'anywhere' && addressKind(value) === 'name');
}

function isName(port: number | string | undefined): boolean {
  return typeof port === 'string' && /[a-z]/i.test(port);
}
