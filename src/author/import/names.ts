import {commandWords} from './shell-line.ts';

const MAX_ID = 30;

/** Makes ids of words, each once. */
export interface Names {
  /** Of the first words that are letters: `docker network ls` is `docker-network-ls`. */
  readonly ofCommand: (command: string) => string;
  readonly ofTitle: (title: string) => string;
  /** How many commands have got a name. */
  readonly commands: () => number;
}

export function makeNames(): Names {
  const runs = new Set<string>();
  const steps = new Set<string>();
  return {
    ofCommand: command => unique(commandId(command), runs),
    ofTitle: title => unique(idOf(plainTitle(title).split(/\s+/), 'step'), steps),
    commands: () => runs.size,
  };
}

function commandId(command: string): string {
  const joined = command.replaceAll('\\\n', ' ').split('\n');
  const line = joined.find(one => one.trim() !== '' && !/^\s*(?:#|[{(]\s*$)/.test(one)) ?? '';
  const [name = 'run', ...args] = commandWords(line);
  const short = name.replace(/^.*\//, '').replace(/\.(?:sh|py)$/, '');
  const words = args.filter(arg => /^[a-z][\w.-]*$/i.test(arg) && arg.length <= 20);
  return idOf([short, ...words.slice(0, 2)], 'run');
}

function idOf(words: readonly string[], otherwise: string): string {
  const parts = words.flatMap(word =>
    word
      .toLowerCase()
      .normalize('NFKD')
      .split(/[^a-z0-9]+/)
      .filter(part => part !== ''),
  );
  while (/^\d/.test(parts[0] ?? '')) parts.shift();
  let id = '';
  for (const part of parts) {
    const longer = id === '' ? part.slice(0, MAX_ID) : `${id}-${part}`;
    if (longer.length > MAX_ID) break;
    id = longer;
  }
  return id === '' ? otherwise : id;
}

function unique(id: string, taken: Set<string>): string {
  let found = id;
  for (let n = 2; taken.has(found); n++)
    found = `${id.slice(0, MAX_ID - 1 - String(n).length)}-${n}`.replace(/--+/g, '-');
  taken.add(found);
  return found;
}

/** A heading without its marks, links and tags, for lists of titles. */
export function plainTitle(text: string): string {
  return text
    .replace(/<[^<>]*>/g, '')
    .replace(/!?\[([^[\]]*)\]\([^()]*\)/g, '$1')
    .replace(/[`*]/g, '')
    .replace(/\s+/g, ' ')
    .trim();
}
