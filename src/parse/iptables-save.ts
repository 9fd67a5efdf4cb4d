import type {Counter} from '../core/parsed.ts';
import {
  addressKind,
  isProtocol,
  newRule,
  protocolName,
  type RuleDraft,
  readMark,
  readPort,
  setMark,
  setOnce,
  withMask,
} from './iptables-rule.ts';
import {readCounter} from './scan/counter.ts';
import {shellWords} from './scan/shell-words.ts';

/** A line of iptables-save or of `iptables -S`. */
export type SaveLine =
  | {readonly kind: 'table'; readonly name: string}
  | {readonly kind: 'commit'}
  | {
      readonly kind: 'chain';
      readonly name: string;
      readonly policy?: string;
      readonly packets?: Counter;
      readonly bytes?: Counter;
    }
  | {readonly kind: 'rule'; readonly chain: string; readonly rule: RuleDraft};

type SaveDraft = RuleDraft & {readonly extra: string[]};

const SAVE_LINE = /^(?:\*\S|:\S|-[APN] |COMMIT\b|\[\d+:\d+\] -A )/;

/** Whether the line can only be of the save form, so that it must not be tried as a row of a listing. */
export function isSaveLine(line: string): boolean {
  return SAVE_LINE.test(line);
}

export function readSaveLine(line: string): SaveLine | undefined {
  if (line === 'COMMIT') return {kind: 'commit'};
  const table = /^\*([\w-]+)$/.exec(line)?.[1];
  if (table !== undefined) return {kind: 'table', name: table};
  const declared = /^:(\S+) ([A-Z]+|-)(?: \[(\d+):(\d+)\])?$/.exec(line);
  if (declared) return chainLine(declared[1]!, declared[2]!, declared[3], declared[4]);
  const created = /^-N (\S+)$/.exec(line);
  if (created) return {kind: 'chain', name: created[1]!};
  const policy = /^-P (\S+) ([A-Z]+)(?: -c (\d+) (\d+))?$/.exec(line);
  if (policy) return chainLine(policy[1]!, policy[2]!, policy[3], policy[4]);
  const rule = /^(?:\[(\d+):(\d+)\] )?-A (\S+)(?: (.*))?$/.exec(line);
  return rule ? readRuleLine(rule[3]!, rule[4] ?? '', rule[1], rule[2]) : undefined;
}

function chainLine(name: string, policy: string, packets?: string, bytes?: string): SaveLine {
  // A chain of the user has no policy; its [0:0] counts nothing.
  return policy === '-' ? {kind: 'chain', name} : {kind: 'chain', name, policy, ...counters(packets, bytes)};
}

function counters(packets?: string, bytes?: string): {packets?: Counter; bytes?: Counter} {
  const [p, b] = [readCounter(packets ?? ''), readCounter(bytes ?? '')];
  return p && b ? {packets: p, bytes: b} : {};
}

function readRuleLine(chain: string, options: string, packets?: string, bytes?: string): SaveLine | undefined {
  const words = shellWords(options);
  const rule: SaveDraft = {...newRule(), extra: []};
  Object.assign(rule, counters(packets, bytes));
  return words && readOptions(words, rule) ? {kind: 'rule', chain, rule} : undefined;
}

/** Options whose argument is a text of the user's and may begin with a dash. */
const TEXT_OPTIONS = new Set(['--comment', '--log-prefix', '--nflog-prefix', '--string', '--name', '--hashlimit-name']);
/** Matches which leave nothing to say once their options have been read. */
const PLAIN_MATCHES = new Set([
  'tcp',
  'udp',
  'udplite',
  'sctp',
  'dccp',
  'conntrack',
  'state',
  'addrtype',
  'ipvs',
  'comment',
]);

function readOptions(words: readonly string[], rule: SaveDraft): boolean {
  let at = 0;
  /** The `-m name` whose unknown options are being collected, and whether it was already said. */
  let group = '';
  while (at < words.length) {
    const not = words[at] === '!';
    if (not) at++;
    const option = words[at++];
    if (option === undefined || !/^--?[a-zA-Z]/.test(option)) return false;
    const from = at;
    if (TEXT_OPTIONS.has(option)) at++;
    else while (at < words.length && !/^(?:!|--?[a-zA-Z].*)$/.test(words[at]!)) at++;
    const values = words.slice(from, at);
    if (option === '-m') {
      if (not || values.length !== 1) return false;
      group = PLAIN_MATCHES.has(values[0]!) ? '' : `-m ${values[0]}`;
      if (group !== '') rule.extra.push(group);
      continue;
    }
    const basic = readBasic(option, values, not, rule);
    if (basic === false) return false;
    if (basic === true) {
      group = '';
      continue;
    }
    if (!not && values.length <= 1 && readKnown(option, values[0], rule)) continue;
    if (option === '--dst-type' || option === '--src-type') {
      if (values.length === 1 && readAddrType(option, values[0]!, not, rule)) continue;
    }
    const text = [...(not ? ['!'] : []), option, ...values.map(quote)].join(' ');
    if (group === '') rule.extra.push(text);
    else rule.extra.push(`${rule.extra.pop()} ${text}`);
  }
  return true;
}

/** The options of iptables itself. Undefined for all others, false for one that makes no sense. */
function readBasic(option: string, values: readonly string[], not: boolean, rule: SaveDraft): boolean | undefined {
  const [value] = values;
  switch (option) {
    case '-s':
    case '-d':
      if (values.length !== 1) return false;
      rule[option === '-s' ? 'source' : 'destination'] = {not, value: withMask(value!, addressKind(value!))};
      return true;
    case '-i':
    case '-o':
      if (values.length !== 1) return false;
      rule[option === '-i' ? 'inInterface' : 'outInterface'] = {not, value: value!};
      return true;
    case '-p':
      if (values.length !== 1 || !isProtocol(value!, false)) return false;
      rule.protocol = {not, value: protocolName(value!)};
      return true;
    case '-f':
      rule.extra.push(not ? '! -f' : '-f');
      return values.length === 0;
    case '-j':
    case '-g':
      if (values.length !== 1 || not || rule.target !== null) return false;
      rule.target = value!;
      rule.goto = option === '-g';
      return true;
    case '-c':
      if (values.length !== 2 || not) return false;
      Object.assign(rule, counters(values[0], values[1]));
      return rule.packets !== undefined;
    default:
      return undefined;
  }
}

/** Options that `Rule` has a field for; false leaves them to `extra`. */
function readKnown(option: string, value: string | undefined, rule: RuleDraft): boolean {
  if (option === '--ipvs') return value === undefined && setOnce(rule, 'ipvs', true);
  if (value === undefined) return false;
  switch (option) {
    case '--sport':
    case '--dport':
      return setOnce(rule, option === '--sport' ? 'sport' : 'dport', readPort(value));
    case '--ctstate':
    case '--state':
      return setOnce(rule, 'ctstate', value.split(','));
    case '--comment':
      rule.comment = rule.comment === undefined ? value : `${rule.comment} ${value}`;
      return true;
    case '--to-destination':
      return rule.target === 'DNAT' && setOnce(rule, 'toDestination', value);
    case '--to-source':
      return rule.target === 'SNAT' && setOnce(rule, 'toSource', value);
    case '--to-ports':
      return (rule.target === 'REDIRECT' || rule.target === 'MASQUERADE') && setOnce(rule, 'toPorts', value);
    default:
      return rule.target === 'MARK' && readMarkOption(option, value, rule);
  }
}

function readMarkOption(option: string, value: string, rule: RuleDraft): boolean {
  const [mark = '', mask] = value.split('/');
  switch (option) {
    case '--set-xmark':
      return setMark(rule, 'xset', mark, mask);
    case '--set-mark': {
      // Clears the mask's bits, then ors: as xmark, the mask covers the value too.
      const both = mask === undefined ? undefined : String(((readMark(mark) ?? 0) | (readMark(mask) ?? 0)) >>> 0);
      return setMark(rule, 'xset', mark, both);
    }
    case '--and-mark':
      return mask === undefined && setMark(rule, 'and', mark);
    case '--or-mark':
      return mask === undefined && setMark(rule, 'or', mark);
    case '--xor-mark':
      return mask === undefined && setMark(rule, 'xor', mark);
    default:
      return false;
  }
}

function readAddrType(option: string, value: string, not: boolean, rule: RuleDraft): boolean {
  const side = option === '--src-type' ? 'src' : 'dst';
  if (rule.addrType?.[side] !== undefined) return false;
  rule.addrType = {...rule.addrType, [side]: {not, value}};
  return true;
}

function quote(word: string): string {
  return /^[\w.,:/@%+=!*-]+$/.test(word) ? word : `"${word.replace(/["\\]/g, '\\$&')}"`;
}
