import {createWriter, type Writer} from '../plain/writer.ts';
import {outputLetters} from './print.ts';
import {readWidth} from './width.ts';

/** Longer lines are hard to read, however wide the terminal. */
const MOST = 120;

/** A writer on standard output: the terminal's width, or what `--width` says, and the letters that it shows. */
export function stdoutWriter(width: string | undefined): Writer {
  const columns = readWidth(width);
  const room = width === undefined ? Math.min(columns, MOST) : columns;
  return createWriter(text => process.stdout.write(text), room, outputLetters().words);
}
