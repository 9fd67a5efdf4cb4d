import {closeSync, fstatSync, openSync, readSync} from 'node:fs';

const MAX_READ = 16 * 1024;
const MAX_REASON = 300;
/** What ssh says besides, which explains nothing. */
const NOISE = /^(?:mux_client|muxclient|Warning: Permanently added|Shared connection|Control ?[Ss]ocket|client_loop|$)/;

/** The file that ssh's own messages go to (`-E`), apart from what commands print. All commands of a node share it. */
export interface SshLog {
  readonly path: string;
  /** How much there is now, to be given to `since` later. */
  mark(): number;
  /** The last telling line after the mark. */
  since(mark: number): string | undefined;
}

export function sshLog(path: string): SshLog {
  return {
    path,
    mark: () => read(path, 0)?.size ?? 0,
    since: mark => tellingLine(read(path, mark)?.text ?? ''),
  };
}

/** The last line that says why something failed, on one line, without control characters. */
export function tellingLine(text: string): string | undefined {
  const lines = text.split(/[\r\n]+/).map(line => line.replace(/[\u0000-\u001f\u007f]+/g, ' ').trim());
  return lines
    .findLast(line => !NOISE.test(line))
    ?.replace(/^ssh: /, '')
    .slice(0, MAX_REASON);
}

function read(path: string, from: number): {readonly size: number; readonly text: string} | undefined {
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch {
    return undefined;
  }
  try {
    const {size} = fstatSync(file);
    const bytes = Buffer.alloc(Math.min(MAX_READ, Math.max(0, size - from)));
    readSync(file, bytes, 0, bytes.length, size - bytes.length);
    return {size, text: bytes.toString()};
  } finally {
    closeSync(file);
  }
}
