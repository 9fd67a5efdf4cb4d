import type {Note, Parsed} from '../core/parsed.ts';
import type {Rule, RuleTable} from '../core/rows/route.ts';
import {isPrefix} from './ip-route-line.ts';
import {envelope} from './scan/envelope.ts';
import {findJson, type JsonObject, number, present, readItems, text} from './scan/json-text.ts';
import {isWhole, keywords, readKeywords, splitWords, wordOf} from './scan/keywords.ts';
import {type Line, normalise, rowsOf} from './scan/normalise.ts';

const SELECTORS =
  'tos dsfield ipproto sport dport uidrange suppress_prefixlength suppress_ifgroup realms protocol tun_id';
const ACTIONS = 'blackhole prohibit unreachable nop';
const ARITIES = keywords({
  flag: `not [detached] [unresolved] ${ACTIONS}`,
  word: `from to fwmark iif oif lookup proto ${SELECTORS}`,
  number: 'goto',
});
/** `-N` prints these as numbers. */
const ACTION_NUMBERS: Readonly<Record<string, string>> = {6: 'blackhole', 7: 'unreachable', 8: 'prohibit'};
/** Keys of JSON that are not named like the words of the text. */
const JSON_KEYS: Readonly<Record<string, string>> = {uidrange: 'uid', suppress_prefixlength: 'suppress_prefixlen'};
const MARK = /^(0x[0-9a-f]{1,8}|\d{1,10})$/i;

/** Parses `ip rule`, with any of `-6 -d -j`. */
export function parseIpRule(output: string): Parsed<RuleTable> {
  const input = normalise(output);
  const json = findJson(output, input);
  const items = json && readItems(json.value, fromJson);
  if (json && items) {
    const {rows: rules, notes} = items;
    return envelope(input, {command: 'ip.rule', variant: 'json', data: {rules}, unparsed: json.rest, notes});
  }
  const rules: Rule[] = [];
  const unparsed: Line[] = [];
  const notes: Note[] = [];
  for (const line of rowsOf(input)) {
    const rule = fromLine(line.text);
    if (rule) rules.push(rule);
    else unparsed.push(line);
  }
  return envelope(input, {command: 'ip.rule', variant: 'text', data: {rules}, unparsed, notes});
}

/** `499:  from all fwmark 0x100/0xfff iif dummy0 [detached] lookup 100` */
function fromLine(line: string): Rule | undefined {
  const [first = '', ...words] = splitWords(line);
  const priority = first.endsWith(':') ? first.slice(0, -1) : undefined;
  const read = readKeywords(words, ARITIES);
  const numbered = read?.unknown.map(word => ACTION_NUMBERS[word]) ?? [];
  if (!isWhole(priority) || read === undefined || numbered.includes(undefined)) return undefined;
  const src = wordOf(read, 'from');
  const dst = wordOf(read, 'to');
  const [mark, mask, ...more] = wordOf(read, 'fwmark')?.split('/') ?? [];
  const actions = [...read.flags.filter(flag => !/^not$|^\[/.test(flag)), ...numbered];
  const lookup = wordOf(read, 'lookup');
  // busybox prints `lookup unspec` in front of an action that needs no table.
  const table = lookup === 'unspec' && actions.length > 0 ? undefined : lookup;
  const goto = wordOf(read, 'goto');
  const action = [table && 'lookup', goto && 'goto', ...actions].filter(Boolean);
  if (src === undefined || !(src === 'all' || isPrefix(src)) || (dst !== undefined && !isPrefix(dst))) return undefined;
  if (action.length !== 1 || more.length > 0 || [mark, mask].some(part => part !== undefined && !MARK.test(part))) {
    return undefined;
  }
  const isL3mdev = table === '[l3mdev-table]';
  const selectors = SELECTORS.split(' ').flatMap(name =>
    wordOf(read, name) === undefined ? [] : [[name, wordOf(read, name)!]],
  );
  return present<Rule>({
    priority: Number(priority),
    not: read.flags.includes('not') || undefined,
    src,
    dst,
    fwmark: mark === undefined ? undefined : Number(mark),
    fwmask: mask === undefined ? undefined : Number(mask),
    iif: wordOf(read, 'iif'),
    oif: wordOf(read, 'oif'),
    action: action[0]!,
    table: isL3mdev ? undefined : table,
    goto: goto === undefined ? undefined : Number(goto),
    flags: [
      ...read.flags.filter(flag => flag.startsWith('[')).map(flag => flag.slice(1, -1)),
      ...(isL3mdev ? ['l3mdev'] : []),
    ],
    selectors: selectors.length > 0 ? Object.fromEntries(selectors) : undefined,
  });
}

function fromJson(item: JsonObject): Rule | undefined {
  const priority = number(item, 'priority');
  const src = text(item, 'src');
  if (priority === undefined || src === undefined) return undefined;
  const goto = number(item, 'goto');
  const hasTable = 'table' in item || 'l3mdev' in item;
  const mark = text(item, 'fwmark');
  const mask = text(item, 'fwmask');
  const selectors = SELECTORS.split(' ').flatMap(name => {
    const value = selectorOf(item, JSON_KEYS[name] ?? name);
    return value === undefined ? [] : [[name, value]];
  });
  return present<Rule>({
    priority,
    not: 'not' in item || undefined,
    src: withLength(src, number(item, 'srclen')),
    dst: 'dst' in item ? withLength(text(item, 'dst') ?? '', number(item, 'dstlen')) : undefined,
    fwmark: mark === undefined ? undefined : Number(mark),
    fwmask: mask === undefined ? undefined : Number(mask),
    iif: text(item, 'iif'),
    oif: text(item, 'oif'),
    action: text(item, 'action') ?? (hasTable ? 'lookup' : goto === undefined ? 'nop' : 'goto'),
    table: text(item, 'table'),
    goto,
    flags: [
      ...('iif_detached' in item || 'oif_detached' in item ? ['detached'] : []),
      ...('unresolved' in item ? ['unresolved'] : []),
      ...('l3mdev' in item ? ['l3mdev'] : []),
    ],
    selectors: selectors.length > 0 ? Object.fromEntries(selectors) : undefined,
  });
}

/** Ranges are two numbers: `"dport_start":80,"dport_end":90`. */
function selectorOf(item: JsonObject, key: string): string | undefined {
  if (key in item) return String(item[key]);
  const [start, end] = [number(item, `${key}_start`), number(item, `${key}_end`)];
  return start === undefined || end === undefined ? undefined : `${start}-${end}`;
}

function withLength(address: string, length: number | undefined): string {
  return length === undefined ? address : `${address}/${length}`;
}
