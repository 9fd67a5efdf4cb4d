import {Failure} from '../core/failure.ts';
import {createWriter, type Writer} from '../plain/writer.ts';

const DEFAULT_WIDTH = 80;
/** Longer lines are hard to read, however wide the terminal. */
const MOST = 120;

/** A writer on standard output: the terminal's width, or what `--width` says. */
export function stdoutWriter(width: string | undefined): Writer {
  const columns = Number(width ?? process.stdout.columns ?? DEFAULT_WIDTH);
  if (!Number.isInteger(columns) || columns < 20)
    throw new Failure(`--width: expected a number from 20, found ${width}`);
  return createWriter(text => process.stdout.write(text), width === undefined ? Math.min(columns, MOST) : columns);
}
