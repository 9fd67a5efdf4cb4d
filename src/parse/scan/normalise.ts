import type {Note} from '../../core/parsed.ts';
import {renderScreen} from './screen.ts';

export interface Line {
  /** Counts from 1 in the input. */
  readonly number: number;
  /** Without escape sequences, control characters and the indent that all lines share. */
  readonly text: string;
}

export interface Input {
  /** What each line says, that of line 1 first; '' for a blank line and for a prompt. */
  readonly texts: readonly string[];
  /** Non-blank lines, prompts included. */
  readonly lines: number;
  readonly notes: readonly Note[];
}

export interface NormaliseOptions {
  /** False for formats where the indent of every line may be a column of its own (right-aligned numbers). */
  readonly dedent?: boolean;
}

/** A regex of a module is made once, one within a function anew at every use: that is felt where every line goes through. */
const CONTROL = /[\x00-\x08\x0b-\x1f\x7f-\x9f]/;
const ALL_CONTROLS = /[\x00-\x08\x0b-\x1f\x7f-\x9f]/g;
/** What sequences and movements begin with. */
const LEADS = ['\r', '\x1b', '\x9b', '\x9d'];
/** OSC up to BEL or ST, or to the end of its line when it is not closed. */
const OSC = /(?:\x1b\]|\x9d)[^\x07\x1b\x9c\n]*(?:\x07|\x1b\\|\x9c)?/g;
const CSI = /(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]?/g;
const OTHER_ESCAPE = /\x1b[ -/]*[0-~]?/g;
const CURSOR = /\r[^\r\n]|\x1b\[[0-9;]*[A-GJKd]|\x1b\[[0-9;]*[Hf]/;

/** What `…` and U+FFFD look like after UTF-8 was read as Windows-1252. */
const MOJIBAKE = /\u00e2\u20ac\u00a6|\u00ef\u00bf\u00bd/g;

/** `root@swarm-01:/var/run# ip link`, `[me@host ~]$`, `$ ip link`. A bare `# …` is a comment of iptables-save. */
const PROMPT = /^[ \t]*(?:\[?[\w.-]+@[\w.-]+(?:[: ][^\s#$%]*)?\]?[#$%](?:\s|$)|\$ \S)/;

/** Makes the text of a terminal, a pipe or a transcript into plain lines; see `Input`. */
export function normalise(text: string, {dedent = true}: NormaliseOptions = {}): Input {
  const notes: Note[] = [];
  let plain = stripTerminal(text);
  if (plain.includes('\u00e2\u20ac\u00a6') || plain.includes('\u00ef\u00bf\u00bd')) {
    plain = plain.replace(MOJIBAKE, '…');
    notes.push({kind: 'lossy', text: 'characters were decoded with the wrong character set; read as "…"'});
  }
  const texts = plain.split('\n');
  const prompts = mayPrompt(plain);
  let lines = 0;
  for (let i = 0; i < texts.length; i++) {
    const text = texts[i]!;
    if (isBlank(text)) texts[i] = '';
    else {
      lines++;
      if (prompts && PROMPT.test(text)) texts[i] = '';
    }
  }
  if (dedent) removeCommonIndent(texts);
  return {texts, lines, notes};
}

/** The lines that say something. Tables of thousands of rows are read from `texts`: an object a line would cost as much. */
export function rowsOf({texts}: Pick<Input, 'texts'>): readonly Line[] {
  const rows: Line[] = [];
  // By index, as `entries()` makes a pair for each line.
  for (let i = 0; i < texts.length; i++) {
    const text = texts[i]!;
    if (text !== '') rows.push({number: i + 1, text});
  }
  return rows;
}

/** Gives each line that says something to `take`, with its number; those that it does not take. */
export function takeLines({texts}: Input, take: (text: string, number: number) => boolean): readonly Line[] {
  const left: Line[] = [];
  for (let i = 0; i < texts.length; i++) {
    const text = texts[i]!;
    if (text !== '' && !take(text, i + 1)) left.push({number: i + 1, text});
  }
  return left;
}

/** Most lines begin or end with a letter, a digit or a sign of ASCII. */
function isBlank(text: string): boolean {
  return !isPrinted(text.charCodeAt(0)) && !isPrinted(text.charCodeAt(text.length - 1)) && text.trim() === '';
}

/** The line with one blank where it has several. */
export function collapseBlanks(line: string): string {
  return line
    .split(' ')
    .filter(word => word !== '')
    .join(' ');
}

/** Whether the line begins with a blank. */
export function isIndented(line: string): boolean {
  return !isPrinted(line.charCodeAt(0)) && line.trimStart().length < line.length;
}

function isPrinted(code: number): boolean {
  return code > 0x20 && code < 0x7f;
}

/** Whether the text has all that a prompt is told by. */
function mayPrompt(plain: string): boolean {
  if (plain.includes('$ ')) return true;
  return plain.includes('@') && (plain.includes('#') || plain.includes('$') || plain.includes('%'));
}

/** Removes what a terminal would not show. Cursor movements are carried out, so that overwritten text disappears. */
export function stripTerminal(text: string): string {
  if (!CONTROL.test(text)) return text;
  // A transcript most often has nothing but these.
  const unix = text.replaceAll('\r\n', '\n');
  return CONTROL.test(unix) ? withoutControls(unix) : unix;
}

function withoutControls(text: string): string {
  const plain = LEADS.some(lead => text.includes(lead)) ? withoutEscapes(text) : text;
  return plain.replace(ALL_CONTROLS, '');
}

function withoutEscapes(text: string): string {
  let plain = text.replace(/\r+(\n?)/g, (_, lineFeed: string) => lineFeed || '\r');
  if (CURSOR.test(plain)) plain = renderScreen(plain.replace(OSC, ''));
  return plain.replace(OSC, '').replace(CSI, '').replace(OTHER_ESCAPE, '');
}

function removeCommonIndent(texts: string[]): void {
  const first = texts.find(text => text !== '') ?? '';
  let indent = first.length - first.trimStart().length;
  for (let i = 0; i < texts.length && indent > 0; i++) {
    const text = texts[i]!;
    if (text === '') continue;
    let same = 0;
    while (same < indent && text[same] === first[same]) same++;
    indent = same;
  }
  if (indent === 0) return;
  for (let i = 0; i < texts.length; i++) texts[i] = texts[i]!.slice(indent);
}

/** Whether the program cut this cell: `…` (or what became of it), or `...` of docker before 2017-10. */
export function isCut(cell: string): boolean {
  return /(?:…|\ufffd|\.\.\.)["']?$/.test(cell);
}
