/** A single argument of a process may have 128 KiB on Linux; over ssh it travels with the wrapper around it. */
export const MAX_ARGUMENT_BYTES = 120 * 1024;

/** Why a line cannot be given to `sh -c`. */
export function lineFault(line: string): string | undefined {
  if (line.includes('\0')) return 'the command holds a zero byte, which no command line can';
  return Buffer.byteLength(line) > MAX_ARGUMENT_BYTES ? tooLong(line) : undefined;
}

export function tooLong(line: string): string {
  return `the command is too long for a command line (${Buffer.byteLength(line)} bytes); give a long script as input to sh`;
}
