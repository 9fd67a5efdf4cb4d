import {cells, graphemes} from './cells.ts';

/** Makes of a text what the terminal can show. */
export interface Letters {
  readonly kind: 'all' | 'ascii';
  /** For text that is wrapped afterwards: a sign may become several letters. */
  words(text: string): string;
  /** For text that was laid out before: each character keeps its cells. */
  cells(text: string): string;
}

type Env = Readonly<Partial<Record<'LC_ALL' | 'LC_CTYPE' | 'LANG' | 'TERM', string | undefined>>>;

const ALL: Letters = {kind: 'all', words: text => text, cells: text => text};

/** For terminals and logs that know no more than ASCII. */
export const ASCII: Letters = {
  kind: 'ascii',
  words: text => translated(text, sign => WORDS[sign] ?? inCells(sign)),
  cells: text => translated(text, inCells),
};

/**
 * What a locale of these variables can show; without any it is POSIX, as everywhere. The console of a Linux kernel reads
 * UTF-8, but its font has few signs.
 */
export function lettersFor({LC_ALL, LC_CTYPE, LANG, TERM}: Env): Letters {
  const locale = LC_ALL || LC_CTYPE || LANG || 'POSIX';
  return /utf-?8/i.test(locale) && TERM !== 'linux' ? ALL : ASCII;
}

/** Signs by what is drawn instead, in one cell. */
const SIGNS: Readonly<Record<string, string>> = {
  '…': '~',
  '·': '-',
  '•': '*',
  '→': '>',
  '←': '<',
  '↑': '^',
  '↓': 'v',
  '↵': '\\',
  '↺': '<',
  '▌': '>',
  '▸': '>',
  '▾': 'v',
  '›': '>',
  '«': '<',
  '»': '>',
  '─': '-',
  '═': '=',
  '│': '|',
  '┊': ':',
  '┌': '+',
  '┐': '+',
  '└': '+',
  '┘': '+',
  '├': '+',
  '╞': '+',
  '╘': '+',
  '✔': '+',
  '✘': 'x',
  '○': '.',
  '●': '*',
  '◐': '+',
  '◎': 'o',
  '◉': '@',
  '■': '#',
  '×': 'x',
  '„': '"',
  '“': '"',
  '”': '"',
  '‘': "'",
  '’': "'",
  '−': '-',
  '–': '-',
  '—': '-',
  '≤': '<',
  '≥': '>',
  '±': '+',
  œ: 'o',
  Œ: 'O',
  æ: 'a',
  Æ: 'A',
  ß: 's',
};

/** Those that are plainer in several letters. */
const WORDS: Readonly<Record<string, string>> = {
  '…': '...',
  '→': '->',
  '←': '<-',
  '≤': '<=',
  '≥': '>=',
  '✔': 'ok',
  '±': '+-',
  œ: 'oe',
  Œ: 'Oe',
  æ: 'ae',
  Æ: 'Ae',
  ß: 'ss',
};

function translated(text: string, of: (sign: string) => string): string {
  if (isAscii(text)) return text;
  return graphemes(text)
    .map(sign => (isAscii(sign) ? sign : of(sign)))
    .join('');
}

function inCells(sign: string): string {
  return SIGNS[sign] ?? withoutMarks(sign) ?? '?'.repeat(cells(sign));
}

/** `é` is read as e. */
function withoutMarks(sign: string): string | undefined {
  const bare = sign.normalize('NFKD').replace(/\p{M}/gu, '');
  return /^[\x20-\x7e]$/.test(bare) && cells(sign) === 1 ? bare : undefined;
}

function isAscii(text: string): boolean {
  return /^[\x00-\x7f]*$/.test(text);
}
