import {type MarkOperation, type RuleDraft, readNeg, readPort, setMark, setOnce} from './iptables-rule.ts';

const BLANK = 32;
const WITH_PORTS = new Set(['tcp', 'udp', 'udplite', 'sctp', 'dccp']);
const ONE_WORD = /^\S+$/;
const NOT_STATE = /! (?:ct)?state \S+(?= |$)/y;
const ADDRTYPE = /ADDRTYPE match(?: src-type (\S+))?(?: dst-type (\S+))?(?= |$)/y;
const MARK = /MARK (set|xset|and|or|xor) (0x[0-9a-f]+)(?:\/(0x[0-9a-f]+))?(?= |$)/y;
const TO_PORTS = /(?:redir|masq) ports:? (\S+)(?= |$)/y;
const GOTO = /^ *\[goto\] ?/;

/** Reads what stands at that place of the text into the rule; the place behind it, or -1 when it is something else. */
type Matcher = (text: string, at: number, rule: RuleDraft) => number;

/** What each match and target prints behind the destination, for those which `Rule` has a field for, by first letter. */
const MATCHERS: Readonly<Record<string, readonly Matcher[]>> = {
  t: [readProtocol, readTo],
  u: [readProtocol],
  s: [readProtocol, readPorts, readState],
  d: [readProtocol, readPorts],
  c: [readState],
  A: [matcher(ADDRTYPE, readAddrType)],
  i: [(text, at, rule) => (isWord(text, at, 'ipvs') && setOnce(rule, 'ipvs', true) ? at + 4 : -1)],
  M: [matcher(MARK, readMark)],
  r: [matcher(TO_PORTS, readToPorts)],
  m: [matcher(TO_PORTS, readToPorts)],
};

/**
 * Reads the last column of a listing into the rule, from left to right; what no matcher knows is kept verbatim.
 * Returns true when a comment holds what could also be its end, so that the rest of the rule is uncertain.
 */
export function readExtra(text: string, rule: RuleDraft): boolean {
  // With an odd number of quotes it is unknown where a quoted text ends.
  const quotesPair = count(text, '"') % 2 === 0;
  let uncertain = false;
  let unknown: string | undefined;
  let at = GOTO.exec(text)?.[0].length ?? 0;
  rule.goto = at > 0;
  while (at < text.length) {
    if (text.charCodeAt(at) === BLANK) {
      at++;
      continue;
    }
    let end: number;
    if (text.startsWith('/* ', at)) {
      end = commentEnd(text, at);
      const comment = text.slice(at + 3, end - 3);
      uncertain ||= comment.includes('*/') || text.includes(' */', end);
      rule.comment = rule.comment === undefined ? comment : `${rule.comment} ${comment}`;
    } else end = matchAt(text, at, rule);
    if (end < 0) {
      end = unknownEnd(text, at, quotesPair);
      const word = text.slice(at, end);
      unknown = unknown === undefined ? word : `${unknown} ${word}`;
    } else if (unknown !== undefined) {
      rule.extra.push(unknown.trim());
      unknown = undefined;
    }
    at = end;
  }
  if (unknown !== undefined) rule.extra.push(unknown.trim());
  return uncertain;
}

function matchAt(text: string, at: number, rule: RuleDraft): number {
  for (const match of MATCHERS[text[at]!] ?? []) {
    const end = match(text, at, rule);
    if (end >= 0) return end;
  }
  return -1;
}

function matcher(pattern: RegExp, apply: (rule: RuleDraft, match: RegExpExecArray) => boolean): Matcher {
  return (text, at, rule) => {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    return match && apply(rule, match) ? pattern.lastIndex : -1;
  };
}

/** `tcp`, once more in front of its ports. */
function readProtocol(text: string, at: number, {protocol}: RuleDraft): number {
  const {not, value} = protocol;
  return !not && WITH_PORTS.has(value) && isWord(text, at, value) ? at + value.length : -1;
}

/** `spt:80`, `dpts:1024:65535` */
function readPorts(text: string, at: number, rule: RuleDraft): number {
  const from = text.startsWith('pt:', at + 1) ? at + 4 : text.startsWith('pts:', at + 1) ? at + 5 : -1;
  if (from < 0) return -1;
  const next = wordEnd(text, from);
  // Without a blank before the next match in iptables up to 1.8.11: `udp dpt:4789match bpf …`.
  const end = text.startsWith('match bpf ', next - 5) ? next - 5 : next;
  const port = readPort(text.slice(from, end));
  return (text[at] === 's' ? setOnce(rule, 'sport', port) : setOnce(rule, 'dport', port)) ? end : -1;
}

/** `ctstate RELATED,ESTABLISHED` */
function readState(text: string, at: number, rule: RuleDraft): number {
  const from = text.startsWith('ctstate ', at) ? at + 8 : text.startsWith('state ', at) ? at + 6 : -1;
  const states = from < 0 || rule.ctstate !== undefined ? undefined : wordAt(text, from);
  if (states === undefined) return -1;
  rule.ctstate = states.split(',');
  return from + states.length;
}

/** `to:172.18.0.2:80` */
function readTo(text: string, at: number, rule: RuleDraft): number {
  const to = text.startsWith('to:', at) ? wordAt(text, at + 3) : undefined;
  if (to === undefined) return -1;
  if (rule.target === 'DNAT' && rule.toDestination === undefined) rule.toDestination = to;
  else if (rule.target === 'SNAT' && rule.toSource === undefined) rule.toSource = to;
  else return -1;
  return at + 3 + to.length;
}

function wordEnd(text: string, at: number): number {
  const end = text.indexOf(' ', at);
  return end < 0 ? text.length : end;
}

/** The word at that place; undefined when there is none, or one with a tab within. */
function wordAt(text: string, at: number): string | undefined {
  const word = text.slice(at, wordEnd(text, at));
  return ONE_WORD.test(word) ? word : undefined;
}

function isWord(text: string, at: number, word: string): boolean {
  const end = at + word.length;
  return text.startsWith(word, at) && (end === text.length || text.charCodeAt(end) === BLANK);
}

function readAddrType(rule: RuleDraft, [, src, dst]: RegExpExecArray): boolean {
  if (src === undefined && dst === undefined) return false;
  return setOnce(rule, 'addrType', {...(src && {src: readNeg(src)}), ...(dst && {dst: readNeg(dst)})});
}

function readMark(rule: RuleDraft, [, operation, value = '', mask]: RegExpExecArray): boolean {
  return rule.target === 'MARK' && setMark(rule, operation as MarkOperation, value, mask);
}

function readToPorts(rule: RuleDraft, [, ports]: RegExpExecArray): boolean {
  return (rule.target === 'REDIRECT' || rule.target === 'MASQUERADE') && setOnce(rule, 'toPorts', ports);
}

/** Behind the comment's end mark: a comment may hold both marks, so they are taken as nested while that works. */
function commentEnd(text: string, start: number): number {
  const first = text.indexOf(' */', start + 2);
  const nested = text.indexOf('/* ', start + 2);
  if (first >= 0 && (nested < 0 || nested > first) && isWord(text, first, ' */')) return first + 3;
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
