import {parsers} from '../../parse/registry.ts';
import {commandWords} from './shell-line.ts';

interface Rule {
  /** What the words of the command, without options, begin with. */
  readonly words: readonly string[];
  readonly parser: string;
}

/** Too general to say anything of a command. */
const GENERAL: ReadonlySet<string> = new Set(['json', 'lines']);

const RULES: readonly Rule[] = [...parsers.values()]
  .filter(({name}) => !GENERAL.has(name))
  .flatMap(({name, examples}) => examples.map(example => ({words: literal(example), parser: name})))
  .filter(({words}) => words.length > 0)
  .sort((a, b) => b.words.length - a.words.length);

/** The words of an example that are always there: no options, no values of options, no names in capitals. */
function literal(example: string): readonly string[] {
  if (/\|/.test(example)) return [];
  const words = plainWords(commandWords(example)).filter(word => word !== '…');
  const cut = words.findIndex(word => /^[A-Z\d]/.test(word) || /^(?:self|nat|udp|esp|busybox)$/.test(word));
  const kept = cut < 0 ? words : words.slice(0, cut);
  return kept.at(-1) === 'show' && kept.length > 2 ? kept.slice(0, -1) : kept;
}

const OBJECTS: Readonly<Record<string, string>> = {
  a: 'addr',
  ad: 'addr',
  add: 'addr',
  address: 'addr',
  l: 'link',
  li: 'link',
  r: 'route',
  ro: 'route',
  n: 'neigh',
  ne: 'neigh',
  neighbor: 'neigh',
  neighbour: 'neigh',
  ru: 'rule',
};
const CHANGES = /^(?:add|del|delete|set|flush|change|replace|append|exec|attach|monitor|addbr|delbr|addif|delif)$/;

/** Parsers of the registry whose examples fit the command, the likeliest first. */
export function parserFor(command: string): string | undefined {
  if (
    /[|;&]|\n(?!\s*#)|\$\(|`|>/.test(
      command
        .replace(/'[^']*'|"[^"]*"/g, '')
        .replaceAll('\\\n', ' ')
        .trim()
        .replace(/^(?:#[^\n]*\n)+/, ''),
    )
  )
    return undefined;
  const all = inner(commandWords(command));
  if (all.some(word => /^(?:--format|-f|--template|--quiet|-q)(?:=|$)/.test(word)) && all[0] !== 'tcpdump')
    return undefined;
  const words = plainWords(all);
  if (words[0] === 'ip' && words[1] !== undefined) words[1] = OBJECTS[words[1]] ?? words[1];
  if (words.slice(2, 3).some(word => CHANGES.test(word)) && /^(?:ip|bridge|brctl)$/.test(words[0] ?? ''))
    return undefined;
  if (words[0] === 'docker' && /^(?:container|image)$/.test(words[1] ?? ''))
    words.splice(1, 2, ...ofGroup(words[1]!, words[2]));
  if (/^ip6?tables$/.test(words[0] ?? '') && all.some(word => /^-[AIDNXFPRZ]$/.test(word))) return undefined;
  if (words[0] === 'ipvsadm' && all.some(word => /^-[ADEaedCZ]$/.test(word))) return undefined;
  if (words[0] === 'conntrack' && all.some(word => /^-[DFIU]$/.test(word))) return undefined;
  const rule = RULES.find(one => one.words.every((word, i) => words[i] === word) && fits(one, words, all));
  return rule?.parser;
}

function ofGroup(group: string, verb: string | undefined): readonly string[] {
  if (verb === 'ls' || verb === 'list') return [group === 'image' ? 'images' : 'ps'];
  return verb === 'inspect' ? ['inspect'] : [group, ...(verb === undefined ? [] : [verb])];
}

/** One word alone is the whole command: `arp -n`, but not `route add …`. */
function fits({words, parser}: Rule, found: readonly string[], all: readonly string[]): boolean {
  if (parser === 'route') return found.length === 1;
  if (parser === 'ifconfig') return found.length <= 2 && !found.includes('up') && !found.includes('down');
  if (parser === 'arp') return !all.some(word => /^-[sd]$/.test(word));
  return words.length > 0;
}

/** The command that a wrapper runs in a container or a namespace. */
function inner(words: readonly string[]): readonly string[] {
  const [a, b] = words;
  if (a === 'ip' && b === 'netns' && words[2] === 'exec') return inner(commandWords(words.slice(4).join(' ')));
  if (a === 'nsenter') {
    const at = words.findIndex((word, i) => i > 0 && !word.startsWith('-') && !/^-[tnmu]$/.test(words[i - 1]!));
    return at < 0 ? words : inner(words.slice(at));
  }
  if (a !== 'docker' || b !== 'exec') return words;
  const at = words.findIndex((word, i) => i > 1 && !word.startsWith('-') && !/^-[ewu]$/.test(words[i - 1]!));
  return at < 0 ? words : inner(words.slice(at + 1));
}

function plainWords(words: readonly string[]): string[] {
  return words.filter(
    (word, i) =>
      !word.startsWith('-') &&
      !(/^-(?:t|n|netns|i|c)$/.test(words[i - 1] ?? '') && i > 1 && words[0] !== 'ip') &&
      !(words[0] === 'ip' && /^-(?:n|netns)$/.test(words[i - 1] ?? '')),
  );
}

/** Whether a parser reads all of a text, and finds something in it. */
export function readsAll(parser: string, text: string): boolean {
  const parsed = parsers.get(parser)?.parse(text);
  return parsed !== undefined && parsed.unparsed.length === 0 && parsed.consumed > 0;
}
