import {createWriter, type Writer} from '../plain/writer.ts';
import {outputLetters} from './print.ts';
import type {StudentOptions} from './student-options.ts';
import {readWidth} from './width.ts';

/** Longer lines are hard to read, however wide the terminal. */
const MOST = 120;

/** A writer on standard output: the terminal's width, or what `--width` says, and the letters that it shows. */
export function stdoutWriter(width: string | undefined, options: StudentOptions = {}): Writer {
  const columns = readWidth(width);
  const room = width === undefined ? Math.min(columns, MOST) : columns;
  return createWriter(text => process.stdout.write(text), room, outputLetters().words, optionsAgain(options));
}

/** What the next verb must be given to be about the same. */
export function optionsAgain({module, cluster, lang}: StudentOptions): string {
  const given = {'-m': module, '-c': cluster, '--lang': lang};
  return Object.entries(given)
    .map(([name, value]) => (value === undefined ? '' : ` ${name} ${shellWord(value)}`))
    .join('');
}

function shellWord(value: string): string {
  return /^[\w./:@%+-]+$/.test(value) ? value : `'${value.replaceAll("'", "'\\''")}'`;
}
