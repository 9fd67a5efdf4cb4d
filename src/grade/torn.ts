import {existsSync, readFileSync, truncateSync} from 'node:fs';

/**
 * Cuts off a last line that its writer was killed in the middle of: every line of a run's journals counts as evidence,
 * and half a line would be taken for damage once others follow. Only for who holds the run.
 */
export function cutTornLine(file: string): void {
  if (!existsSync(file)) return;
  const bytes = readFileSync(file);
  const end = bytes.lastIndexOf(0x0a) + 1;
  if (end < bytes.length) truncateSync(file, end);
}
