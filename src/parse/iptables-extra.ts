import {type MarkOperation, type RuleDraft, readNeg, readPort, setMark, setOnce} from './iptables-rule.ts';

const WITH_PORTS = /(?:tcp|udp|udplite|sctp|dccp)(?= |$)/y;
/** Without a blank before the next match in iptables up to 1.8.11: `udp dpt:4789match bpf …`. */
const PORT = /([sd])pts?:(!?)(\S+?)(?=match bpf | |$)/y;
const STATE = /(?:ct)?state (\S+)(?= |$)/y;
const NOT_STATE = /! (?:ct)?state \S+(?= |$)/y;
const ADDRTYPE = /ADDRTYPE match(?: src-type (\S+))?(?: dst-type (\S+))?(?= |$)/y;
const IPVS = /ipvs(?= |$)/y;
const MARK = /MARK (set|xset|and|or|xor) (0x[0-9a-f]+)(?:\/(0x[0-9a-f]+))?(?= |$)/y;
const TO = /to:(\S+)(?= |$)/y;
const TO_PORTS = /(?:redir|masq) ports:? (\S+)(?= |$)/y;
const GOTO = /^ *\[goto\] ?/;

/** The first letters are there to try few patterns at each word. */
type Matcher = readonly [first: string, pattern: RegExp, apply: (rule: RuleDraft, match: RegExpExecArray) => boolean];

/** What each match and target prints behind the destination, for those which `Rule` has a field for. */
const MATCHERS: readonly Matcher[] = [
  ['tusd', WITH_PORTS, (rule, [protocol]) => !rule.protocol.not && rule.protocol.value === protocol],
  [
    'sd',
    PORT,
    (rule, [, side, not, port = '']) => not === '' && setOnce(rule, side === 's' ? 'sport' : 'dport', readPort(port)),
  ],
  ['cs', STATE, (rule, [, states = '']) => setOnce(rule, 'ctstate', states.split(','))],
  ['A', ADDRTYPE, readAddrType],
  ['i', IPVS, rule => setOnce(rule, 'ipvs', true)],
  [
    'M',
    MARK,
    (rule, [, operation, value = '', mask]) =>
      rule.target === 'MARK' && setMark(rule, operation as MarkOperation, value, mask),
  ],
  ['t', TO, readTo],
  [
    'rm',
    TO_PORTS,
    (rule, [, ports]) =>
      (rule.target === 'REDIRECT' || rule.target === 'MASQUERADE') && setOnce(rule, 'toPorts', ports),
  ],
];

/**
 * Reads the last column of a listing into the rule, from left to right; what no matcher knows is kept verbatim.
 * Returns true when a comment holds what could also be its end, so that the rest of the rule is uncertain.
 */
export function readExtra(text: string, rule: RuleDraft): boolean {
  // With an odd number of quotes it is unknown where a quoted text ends.
  const quotesPair = count(text, '"') % 2 === 0;
  let uncertain = false;
  let unknown = '';
  const flush = (): void => {
    if (unknown !== '') rule.extra.push(unknown.trim());
    unknown = '';
  };
  let at = GOTO.exec(text)?.[0].length ?? 0;
  rule.goto = at > 0;
  while (at < text.length) {
    if (text[at] === ' ') {
      at++;
      continue;
    }
    if (text.startsWith('/* ', at)) {
      const end = commentEnd(text, at);
      const comment = text.slice(at + 3, end - 3);
      uncertain ||= comment.includes('*/') || text.includes(' */', end);
      rule.comment = rule.comment === undefined ? comment : `${rule.comment} ${comment}`;
      flush();
      at = end;
      continue;
    }
    const length = matchAt(text, at, rule);
    if (length > 0) {
      flush();
      at += length;
      continue;
    }
    const end = unknownEnd(text, at, quotesPair);
    unknown += ` ${text.slice(at, end)}`;
    at = end;
  }
  flush();
  return uncertain;
}

function matchAt(text: string, at: number, rule: RuleDraft): number {
  for (const [first, pattern, apply] of MATCHERS) {
    if (!first.includes(text[at]!)) continue;
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match && apply(rule, match)) return match[0].length;
  }
  return 0;
}

function readAddrType(rule: RuleDraft, [, src, dst]: RegExpExecArray): boolean {
  if (src === undefined && dst === undefined) return false;
  return setOnce(rule, 'addrType', {...(src && {src: readNeg(src)}), ...(dst && {dst: readNeg(dst)})});
}

function readTo(rule: RuleDraft, [, to]: RegExpExecArray): boolean {
  if (rule.target === 'DNAT') return setOnce(rule, 'toDestination', to);
  return rule.target === 'SNAT' && setOnce(rule, 'toSource', to);
}

/** Behind the comment's end mark: a comment may hold both marks, so they are taken as nested while that works. */
function commentEnd(text: string, start: number): number {
  let depth = 0;
  const marks = /\/\* | \*\/(?= |$)/g;
  marks.lastIndex = start;
  let last = text.length + 3;
  for (let mark = marks.exec(text); mark; mark = marks.exec(text)) {
    depth += mark[0] === '/* ' ? 1 : -1;
    // The blank of "/* " may also be the one of " */" (an empty comment).
    marks.lastIndex = mark.index + 2;
    if (mark[0] === ' */') last = mark.index + 3;
    if (depth === 0) return last;
  }
  return Math.min(last, text.length + 3);
}

/** The end of an unknown word; a quoted text is one word. */
function unknownEnd(text: string, at: number, quotesPair: boolean): number {
  if (text[at] === '!') {
    NOT_STATE.lastIndex = at;
    const negated = NOT_STATE.exec(text);
    if (negated) return at + negated[0].length;
  }
  const quoted = text[at] === '"';
  if (quoted && !quotesPair) return text.length;
  const end = quoted ? text.indexOf('"', at + 1) + 1 : text.indexOf(' ', at);
  return end <= 0 ? text.length : end;
}

function count(text: string, mark: string): number {
  let found = 0;
  for (let at = text.indexOf(mark); at !== -1; at = text.indexOf(mark, at + 1)) found++;
  return found;
}
