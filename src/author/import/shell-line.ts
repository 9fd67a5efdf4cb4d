/** What a shell that reads a command line by line still waits for. */
export interface Reading {
  readonly quote: string;
  readonly depth: number;
  readonly round: number;
  /** Commands in `$(` that is open. */
  readonly inner: number;
  /** Words that end the here-documents which are open. */
  readonly here: readonly string[];
  /** The last line without its comment. */
  readonly code: string;
}

const OPENS = /(?:^|[;&|(){}]|\b(?:do|then|else)\b)\s*(?:for|while|until|if|case|select)\b/g;
const CLOSES = /(?:^|[;&|\n)])\s*(?:done|fi|esac)\b/g;
const HERE = /<<(-?)\s*(?:'([^'\n]+)'|"([^"\n]+)"|\\?([A-Za-z_][\w-]*))/g;

const NOTHING: Reading = {quote: '', depth: 0, round: 0, inner: 0, here: [], code: ''};

/** Reads one more line of a command. Linear in its length. */
export function readLine(line: string, before: Reading = NOTHING): Reading {
  const {here} = before;
  if (here.length > 0) {
    const ends = line.replace(/^\t+/, '') === here[0] || line.trim() === here[0];
    return ends ? {...before, here: here.slice(1)} : before;
  }
  const {quote, code, bare} = scanLine(line, before.quote);
  return {
    quote,
    code,
    here: quote === '' ? [...code.matchAll(HERE)].map(found => (found[2] ?? found[3] ?? found[4])!) : [],
    depth: before.depth + count(bare, OPENS) - count(bare, CLOSES),
    inner: openSubstitutions(bare, before.inner),
    round: Math.max(
      0,
      before.round + count(bare, /\{\s*$/g) - count(bare, /^\s*\}/g) + count(bare, /\(\s*$/g) - count(bare, /^\s*\)/g),
    ),
  };
}

/** Whether the command goes on: a backslash at its end, an open quote, a here-document, `for … done`, a pipe. */
export function goesOn({quote, depth, round, inner, here, code}: Reading): boolean {
  if (here.length > 0 || quote !== '') return true;
  const end = code.trimEnd();
  return depth > 0 || round > 0 || inner > 0 || (/(?:\\|\|\|?|&&)$/.test(end) && !/\\\\$/.test(end));
}

export function isOpen(command: string): boolean {
  return goesOn(command.split('\n').reduce<Reading>((reading, line) => readLine(line, reading), NOTHING));
}

/** A command without the comments behind its lines and between them. */
export function withoutComments(command: string): string {
  let reading = NOTHING;
  const kept = command.split('\n').map(line => {
    const isHere = reading.here.length > 0;
    reading = readLine(line, reading);
    return isHere ? line : reading.code;
  });
  return kept.join('\n');
}

/** `$(` that are open behind the line. */
function openSubstitutions(bare: string, before: number): number {
  if (before === 0 && !bare.includes('$(')) return 0;
  return Math.max(0, before + count(bare, /\(/g) - count(bare, /\)/g));
}

interface Scanned {
  /** The quote that is open at the end of the line, if any. */
  readonly quote: string;
  /** The line without its comment. */
  readonly code: string;
  /** The same without what stands in quotes. */
  readonly bare: string;
}

function scanLine(line: string, before: string): Scanned {
  let quote = before;
  let bare = '';
  for (let i = 0; i < line.length; i++) {
    const char = line[i]!;
    if (char === '\\' && quote !== "'") {
      if (quote === '') bare += '\\';
      i++;
    } else if (quote !== '') {
      if (char === quote) quote = '';
    } else if (char === '"' || char === "'" || char === '`') quote = char;
    else if (char === '#' && (i === 0 || /\s/.test(line[i - 1]!))) return {quote, code: line.slice(0, i), bare};
    else bare += char;
  }
  return {quote, code: line, bare};
}

function count(text: string, pattern: RegExp): number {
  return [...text.matchAll(pattern)].length;
}

/** The words of a simple command: quotes kept together, wrappers such as `sudo` and assignments before it cut off. */
export function commandWords(command: string): readonly string[] {
  const joined = command
    .split('\n')
    .filter(line => !/^\s*#/.test(line))
    .join('\n')
    .replaceAll('\\\n', ' ');
  const words: readonly string[] = joined.match(/(?:[^\s'"\\]|\\.|'[^']*'|"(?:[^"\\]|\\.)*")+|['"\\]/g) ?? [];
  let start = 0;
  for (; start < words.length; start++) {
    const word = words[start]!;
    if (/^[A-Za-z_]\w*=/.test(word)) continue;
    if (word === 'sudo') {
      while (/^-/.test(words[start + 1] ?? '')) start += /^-[ugC]$/.test(words[start + 1]!) ? 2 : 1;
    } else if (!/^(?:time|nohup|command|exec|env)$/.test(word) || words[start + 1] === undefined) break;
  }
  const rest =
    start < words.length || !words.includes('sudo') ? words.slice(start) : words.slice(words.indexOf('sudo'));
  // The alias that everyone has who types it often.
  return rest[0] === 'k' && rest.length > 1 ? ['kubectl', ...rest.slice(1)] : rest;
}
