import {readExtra} from './iptables-extra.ts';
import {
  ANY_INTERFACE,
  addressKind,
  isProtocol,
  newRule,
  protocolName,
  type RuleDraft,
  readNeg,
  withMask,
} from './iptables-rule.ts';
import {readCounter} from './scan/counter.ts';

/** Which columns `-v` (counters, interfaces) and `--line-numbers` add. */
export interface Layout {
  readonly num: boolean;
  readonly verbose: boolean;
}

/** The order in which to try them on rows without a header: none takes a row that an earlier one could mean. */
export const LAYOUTS: readonly Layout[] = [
  {num: true, verbose: true},
  {num: false, verbose: true},
  {num: true, verbose: false},
  {num: false, verbose: false},
];

export interface ListRow {
  readonly rule: RuleDraft;
  /** Names stand in for addresses or ports: listed without `-n`. */
  readonly named: boolean;
  readonly uncertainComment: boolean;
}

interface Word {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** Width of the blank target column with the blank behind it (`%-9s `). */
const NO_TARGET = 10;
/** From the first character of the source to that of the destination: `%-19s`, a blank, the place of the `!`. */
const SOURCE_WIDTH = 21;
/** First words of the last column, which a row that lost an address shows in its place. */
const MATCH_WORDS = /^(?:tcp|udp|sctp|icmp|ctstate|state|policy|multiport|mark|owner|match|ipvs|[A-Z][A-Z]+)$/;
const OPTIONS = /^(?:--|-f|!f)$/;

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
  const words = firstWords(line, 11);
  const rule = newRule();
  let at = 0;
  let end = indent ?? 0;
  if (layout.num) {
    const num = words[at++];
    if (!num || !/^\d{1,9}$/.test(num.text)) return undefined;
    rule.num = Number(num.text);
    end = num.end;
  }
  if (layout.verbose) {
    const packets = readCounter(words[at++]?.text ?? '');
    const bytes = readCounter(words[at++]?.text ?? '');
    if (!packets || !bytes) return undefined;
    rule.packets = packets;
    rule.bytes = bytes;
    end = words[at - 1]!.end;
  }
  const isFirst = at === 0 && indent === undefined;
  const hasTarget = isFirst ? !OPTIONS.test(words[1]?.text ?? '') : targetByGap((words[at]?.start ?? 0) - end, layout);
  if (hasTarget === undefined) return undefined;
  if (hasTarget) rule.target = words[at++]?.text ?? null;
  return readPacketColumns(line, words.slice(at), layout, rule);
}

function readPacketColumns(line: string, words: readonly Word[], layout: Layout, rule: RuleDraft): ListRow | undefined {
  const protocol = words[0];
  const numeric = isNumericListing(words, layout.verbose);
  if (!protocol || !isProtocol(protocol.text, numeric)) return undefined;
  rule.protocol = readNeg(protocol.text, protocolName);
  let at = 1;
  const options = words[at]?.text ?? '';
  if (OPTIONS.test(options)) at++;
  // ip6tables before 1.8.9 prints three blanks for the options; a protocol that fills its column has four behind it.
  else if ((words[at]?.start ?? 0) - protocol.end < (protocol.text.length < 5 ? 5 : 4)) return undefined;
  if (options === '-f') rule.extra.push('-f');
  if (options === '!f') rule.extra.push('! -f');
  if (layout.verbose) {
    const [inside, outside] = [words[at++]?.text, words[at++]?.text];
    if (!inside || !outside || !isInterface(inside) || !isInterface(outside)) return undefined;
    rule.inInterface = readInterface(inside);
    rule.outInterface = readInterface(outside);
  }
  const [source, destination] = [words[at], words[at + 1]];
  if (!source || !destination || body(destination) - body(source) < SOURCE_WIDTH) return undefined;
  const [from, to] = [addressKind(withoutNot(source.text)), addressKind(withoutNot(destination.text))];
  if (from === undefined || to === undefined) return undefined;
  const named = from === 'name' || to === 'name';
  if (named && (numeric || MATCH_WORDS.test(destination.text))) return undefined;
  rule.source = readNeg(source.text, withMask);
  rule.destination = readNeg(destination.text, withMask);
  const uncertainComment = readExtra(line.slice(destination.end), rule);
  return {rule, uncertainComment, named: hasNames(rule, named)};
}

/** Whether there is a target, by the blanks between the last counter or number and the next word. */
function targetByGap(gap: number, layout: Layout): boolean | undefined {
  if (gap >= NO_TARGET) return false;
  if (layout.verbose) return gap === 1 ? true : undefined;
  // `%-4u ` leaves up to four blanks behind a rule's number.
  return gap <= (layout.num ? 4 : 0) ? true : undefined;
}

/** `*` and `0.0.0.0/0` are only printed with `-n`, and then no names are. */
function isNumericListing(words: readonly Word[], verbose: boolean): boolean {
  for (let i = 1; i < 6; i++) {
    const text = withoutNot(words[i]?.text ?? '');
    if (text === '0.0.0.0/0' || text === '::/0' || (verbose && text === '*')) return true;
  }
  return false;
}

function isInterface(text: string): boolean {
  return text.length <= 17 && !text.includes('/') && addressKind(withoutNot(text)) !== 'ipv4';
}

function readInterface(text: string): RuleDraft['inInterface'] {
  return text === '*' || text === 'any' ? ANY_INTERFACE : readNeg(text);
}

/** Whether names stand in for addresses (`anywhere` is none) or ports. */
function hasNames({source, destination, sport, dport}: RuleDraft, named: boolean): boolean {
  const isName = (port: number | string | undefined): boolean => typeof port === 'string' && /[a-z]/i.test(port);
  if (isName(sport) || isName(dport)) return true;
  return named && [source, destination].some(({value}) => value !== 'anywhere' && addressKind(value) === 'name');
}

function withoutNot(text: string): string {
  return text.startsWith('!') ? text.slice(1) : text;
}

function body({text, start}: Word): number {
  return text.startsWith('!') ? start + 1 : start;
}

function firstWords(line: string, limit: number): readonly Word[] {
  const words: Word[] = [];
  let at = 0;
  while (words.length < limit) {
    while (isBlank(line.charCodeAt(at))) at++;
    if (at >= line.length) break;
    const start = at;
    while (at < line.length && !isBlank(line.charCodeAt(at))) at++;
    words.push({text: line.slice(start, at), start, end: at});
  }
  return words;
}

function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x09;
}
