import {Failure} from '../core/failure.ts';

const DEFAULT = 80;
const LEAST = 20;

/** Columns to print in: what `--width` says, else the terminal's; a serial line says that it has none. */
export function readWidth(width: string | undefined): number {
  const columns = Number(width ?? (process.stdout.columns || DEFAULT));
  if (Number.isInteger(columns) && columns >= LEAST) return columns;
  throw new Failure(`--width: expected a number from ${LEAST}, found ${width ?? columns}`);
}
