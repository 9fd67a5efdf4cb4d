import {type MarkOperation, type RuleDraft, readNeg, readPort, setMark} from './iptables-rule.ts';

const BLANK = 32;
const GOTO = '[goto]';
const PROTOCOLS = 'tcp|udp|udplite|sctp|dccp';
const END = '(?= |$)';
/** What most rules print behind the destination. */
const USUAL = anyOf([
  // A comment without either mark in it, and no end mark behind it.
  `/\\* ([^*/]*) \\*/${END}(?!.* \\*/)`,
  // Without a blank before the next match in iptables up to 1.8.11: `udp dpt:4789match bpf …`.
  `(?:(${PROTOCOLS}) )?(?:(spt)|dpt)s?:([^ ]+?)(?=match bpf | |$)`,
  `(${PROTOCOLS})${END}`,
  `(?:ct)?state (\\S+)${END}`,
  `to:(\\S+)${END}`,
]);
/** What else `Rule` has a field for. */
const OTHER = anyOf([
  `(ADDRTYPE match)(?: src-type (\\S+))?(?: dst-type (\\S+))?${END}`,
  `MARK (set|xset|and|or|xor) (0x[0-9a-f]+)(?:/(0x[0-9a-f]+))?${END}`,
  `(?:redir|masq) ports:? (\\S+)${END}`,
  `ipvs${END}`,
]);
export const EXTRA: readonly RegExp[] = [USUAL, OTHER];
const NOT_STATE = /! (?:ct)?state \S+(?= |$)/y;

/** The parts of `RELATED,ESTABLISHED`. */
type ReadList = (printed: string) => readonly string[];

/** A pattern for any of these at a place of the text, with the blanks before it. */
function anyOf(patterns: readonly string[]): RegExp {
  return new RegExp(` *(?:${patterns.join('|')})`, 'y');
}

/**
 * Reads the last column of a listing into the rule, from left to right; what no pattern knows is kept verbatim.
 * Returns true when a comment holds what could also be its end, so that the rest of the rule is uncertain.
 */
export function readExtra(text: string, rule: RuleDraft, readList: ReadList): boolean {
  let uncertain = false;
  let unknown: string | undefined;
  let extra: string[] | undefined;
  // With an odd number of quotes it is unknown where a quoted text ends.
  let quotesPair: boolean | undefined;
  rule.goto = text.startsWith(GOTO);
  let at = rule.goto ? GOTO.length : 0;
  while (at < text.length) {
    let end = readUsual(text, at, rule, readList);
    if (end < 0) end = readOther(text, at, rule);
    if (end < 0) {
      while (text.charCodeAt(at) === BLANK) at++;
      if (at === text.length) break;
      if (text.startsWith('/* ', at)) {
        end = commentEnd(text, at);
        const comment = text.slice(at + 3, end - 3);
        uncertain ||= comment.includes('*/') || text.includes(' */', end);
        addComment(comment, rule);
      }
    }
    if (end < 0) {
      quotesPair ??= count(text, '"') % 2 === 0;
      end = unknownEnd(text, at, quotesPair);
      const words = text.slice(at, end);
      unknown = unknown === undefined ? words : `${unknown} ${words}`;
    } else if (unknown !== undefined) {
      extra = add(extra, unknown);
      unknown = undefined;
    }
    at = end;
  }
  if (unknown !== undefined) extra = add(extra, unknown);
  if (extra) rule.extra = rule.extra.length === 0 ? extra : [...rule.extra, ...extra];
  return uncertain;
}

function add(extra: string[] | undefined, words: string): string[] {
  if (extra === undefined) return [words.trim()];
  extra.push(words.trim());
  return extra;
}

/** Reads what stands at that place into the rule; the place behind it, or -1 when there is no room for it in the rule. */
function readUsual(text: string, at: number, rule: RuleDraft, readList: ReadList): number {
  USUAL.lastIndex = at;
  const found = USUAL.exec(text);
  if (found === null) return -1;
  const end = USUAL.lastIndex;
  const protocol = found[2] ?? found[5];
  if (protocol !== undefined && (rule.protocol.not || protocol !== rule.protocol.value)) return -1;
  if (found[4] !== undefined) {
    if (takePorts(found[4], found[3] !== undefined, rule)) return end;
    // Ports that are not understood: `tcp dpts:!1024:65535`.
    return protocol === undefined ? -1 : text.indexOf(protocol, at) + protocol.length;
  }
  if (protocol !== undefined) return end;
  if (found[1] !== undefined) addComment(found[1], rule);
  else if (found[7] !== undefined) return takeTo(found[7], rule) ? end : -1;
  else if (rule.ctstate !== undefined) return -1;
  else rule.ctstate = readList(found[6]!);
  return end;
}

function readOther(text: string, at: number, rule: RuleDraft): number {
  OTHER.lastIndex = at;
  const found = OTHER.exec(text);
  return found !== null && takeOther(found, rule) ? OTHER.lastIndex : -1;
}

function takeOther(found: RegExpExecArray, rule: RuleDraft): boolean {
  if (found[1] !== undefined) return takeAddrType(found[2], found[3], rule);
  if (found[5] !== undefined) {
    return rule.target === 'MARK' && setMark(rule, found[4] as MarkOperation, found[5], found[6]);
  }
  if (found[7] !== undefined) return takeToPorts(found[7], rule);
  if (rule.ipvs) return false;
  rule.ipvs = true;
  return true;
}

function addComment(comment: string, rule: RuleDraft): void {
  rule.comment = rule.comment === undefined ? comment : `${rule.comment} ${comment}`;
}

function takePorts(printed: string, isSource: boolean, rule: RuleDraft): boolean {
  const port = readPort(printed);
  if (port === undefined || (isSource ? rule.sport : rule.dport) !== undefined) return false;
  if (isSource) rule.sport = port;
  else rule.dport = port;
  return true;
}

/** `to:172.18.0.2:80` */
function takeTo(to: string, rule: RuleDraft): boolean {
  if (rule.target === 'DNAT' && rule.toDestination === undefined) rule.toDestination = to;
  else if (rule.target === 'SNAT' && rule.toSource === undefined) rule.toSource = to;
  else return false;
  return true;
}

function takeAddrType(src: string | undefined, dst: string | undefined, rule: RuleDraft): boolean {
  if ((src === undefined && dst === undefined) || rule.addrType !== undefined) return false;
  rule.addrType = {...(src && {src: readNeg(src)}), ...(dst && {dst: readNeg(dst)})};
  return true;
}

function takeToPorts(ports: string, rule: RuleDraft): boolean {
  if ((rule.target !== 'REDIRECT' && rule.target !== 'MASQUERADE') || rule.toPorts !== undefined) return false;
  rule.toPorts = ports;
  return true;
}

/** Behind the comment's end mark: a comment may hold both marks, so they are taken as nested while that works. */
function commentEnd(text: string, start: number): number {
  const first = text.indexOf(' */', start + 2);
  const nested = text.indexOf('/* ', start + 2);
  if (first >= 0 && (nested < 0 || nested > first) && isFollowed(text, first + 3)) return first + 3;
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

function isFollowed(text: string, end: number): boolean {
  return end === text.length || text.charCodeAt(end) === BLANK;
}
