import {execa} from 'execa';
import {EXIT, Failure} from '../core/failure.ts';

/** Searched behind PATH, from which a shell may leave them out. */
export const SYSTEM_FOLDERS: readonly string[] = ['/usr/sbin', '/sbin'];

/** The environment of this program for host tools. */
export function toolEnv(): {readonly PATH: string} {
  return {PATH: [process.env.PATH, ...SYSTEM_FOLDERS].join(':')};
}

export interface ToolOptions {
  readonly onLine?: (line: string) => void;
  readonly signal?: AbortSignal | undefined;
  readonly input?: string;
  /** What of its output tells why it failed; else its last lines. */
  readonly words?: (said: string) => string;
}

/** Runs a host tool to its end and returns its standard output; throws with the tool's last words when it fails. */
export async function runTool(file: string, args: readonly string[], options: ToolOptions = {}): Promise<string> {
  const tool = execa(file, args, {
    env: toolEnv(),
    stdin: options.input === undefined ? 'ignore' : 'pipe',
    ...(options.input !== undefined && {input: options.input}),
    ...(options.signal && {cancelSignal: options.signal}),
    // Against any other signal `unshare --fork` shields itself.
    killSignal: 'SIGKILL',
    all: true,
    reject: false,
    maxBuffer: 1024 * 1024,
  });
  if (options.onLine) eachLine(tool.all, options.onLine);
  const result = await tool;
  options.signal?.throwIfAborted();
  if (!result.failed) return result.stdout;
  const words = (options.words ?? lastLines)(result.all ?? '') || result.shortMessage;
  throw new Failure(`${file} failed: ${words}`, EXIT.failed);
}

function lastLines(said: string): string {
  return said.trim().split('\n').slice(-5).join('\n');
}

function eachLine(stream: NodeJS.ReadableStream, onLine: (line: string) => void): void {
  let rest = '';
  stream.on('data', (chunk: Buffer | string) => {
    const lines = (rest + chunk).split(/[\r\n]+/);
    rest = lines.pop() ?? '';
    for (const line of lines) if (line !== '') onLine(line);
  });
}
