import {anglePrompt, continuedLine, type Prompted, readPrompt} from './prompt.ts';
import {goesOn, readLine} from './shell-line.ts';
import {isEnd, isSql} from './statements.ts';

/** More lines than this are no command that one types. */
const MAX_LINES = 400;
/** Lines of a block that are read for commands which nothing ends; then each is its own. */
const MAX_IN_VAIN = 20_000;

/** Lines that were read for commands which nothing ends. */
export interface Vain {
  lines: number;
}

/** A command from its first line on, with the lines that the shell waits for. */
export function collect(
  lines: readonly string[],
  start: number,
  vain: Vain,
  {typed: firstLine, of}: Pick<Prompted, 'typed'> & Partial<Pick<Prompted, 'of'>>,
  more: (line: string) => string | undefined,
): {readonly text: string; readonly end: number} {
  const taken = [firstLine];
  const sql = of === 'program' && isSql(firstLine);
  let reading = readLine(firstLine);
  for (let i = start + 1; i < lines.length && taken.length < MAX_LINES && vain.lines < MAX_IN_VAIN; i++) {
    const open = sql ? statementGoesOn(taken.at(-1)!, lines, i) : goesOn(reading);
    const continued = of === 'program' && continuedLine(lines[i]!, {of}) !== undefined;
    if (!continued && !open) return {text: taken.join('\n'), end: i};
    const next = more(lines[i]!);
    if (next === undefined) break;
    taken.push(next);
    reading = readLine(next, reading);
  }
  // A quote that nothing closes is an apostrophe: then the command is its first line.
  if (!sql && goesOn(reading) && taken.length > 1) {
    vain.lines += taken.length;
    return {text: firstLine, end: start + 1};
  }
  return {text: taken.join('\n').trimEnd(), end: start + taken.length};
}

/** More lines are no statement that one types. */
const MAX_STATEMENT = 60;

/** Whether a statement of SQL, of which `last` is the last line so far, has its end before another prompt. */
function statementGoesOn(last: string, lines: readonly string[], from: number): boolean {
  if (isEnd(last)) return false;
  for (const line of lines.slice(from, from + MAX_STATEMENT)) {
    if (readPrompt(line) !== undefined || anglePrompt(line) !== undefined) return false;
    if (isEnd(line)) return true;
  }
  return false;
}
