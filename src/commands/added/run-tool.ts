import {readdirSync, statSync} from 'node:fs';
import {join} from 'node:path';
import {execa} from 'execa';
import {EXIT, Failure} from '../../core/failure.ts';
import {neutralise} from '../../core/neutral.ts';

const MINUTES = 5;
/** A repository may hold far more than the module. */
const MOST_MIB = 512;
const LOOK_MS = 250;

export interface Tool {
  readonly file: 'git' | 'npm';
  readonly args: readonly string[];
  /** Where it works, and what may not grow without bounds. */
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  readonly input?: string;
  /** Bytes of output. */
  readonly most: number;
  /** Takes the lines of its progress. */
  readonly tell: (line: string) => void;
}

/** Runs a tool that fetches, to its end, and gives what it prints. It is ended when it takes too long or too much. */
export async function runTool({file, args, folder, env, input, most, tell}: Tool): Promise<Uint8Array> {
  const control = new AbortController();
  const running = execa(file, args, {
    cwd: folder,
    env: {...inherited(), ...env},
    extendEnv: false,
    ...(input === undefined ? {stdin: 'ignore' as const} : {input}),
    encoding: 'buffer',
    maxBuffer: {stdout: most, stderr: 1024 * 1024},
    timeout: MINUTES * 60_000,
    cancelSignal: control.signal,
    forceKillAfterDelay: 2000,
    reject: false,
  });
  running.stderr.on('data', (chunk: Buffer) => {
    const last = chunk
      .toString('utf8')
      .split(/[\r\n]+/)
      .filter(line => line !== '')
      .at(-1);
    if (last !== undefined) tell(neutralise(last));
  });
  const looking = setInterval(() => {
    if (bytesIn(folder) > MOST_MIB * 1024 * 1024) control.abort();
  }, LOOK_MS);
  const result = await running.finally(() => clearInterval(looking));
  if (!result.failed) return result.stdout;
  if (result.isCanceled) throw failed(file, `it brings more than ${MOST_MIB} MiB, and was stopped`);
  if (result.timedOut) throw failed(file, `it was not done after ${MINUTES} minutes, and was stopped`);
  if (result.code === 'ENOENT') throw failed(file, `there is no ${file} on this machine: install it`);
  if (result.isMaxBuffer) throw failed(file, `it prints more than ${most} bytes`);
  throw failed(file, lastWords(result.stderr) || neutralise(result.shortMessage ?? ''));
}

/** A folder that the person's shell is in, or a hook that the program runs in, is none of the source's. */
function inherited(): Record<string, string | undefined> {
  const strange =
    /^GIT_(?:DIR|WORK_TREE|INDEX_FILE|OBJECT_DIRECTORY|ALTERNATE_OBJECT_DIRECTORIES|COMMON_DIR|NAMESPACE|PREFIX)$/;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !strange.test(name)));
}

function failed(file: string, why: string): Failure {
  return new Failure(`${file}: ${why}`, EXIT.failed);
}

function lastWords(said: Uint8Array): string {
  const lines = neutralise(new TextDecoder().decode(said)).split('\n');
  return lines
    .filter(line => /\S/.test(line) && !/^npm error A complete log|^npm (?:notice|warn)/.test(line))
    .slice(-6)
    .join('\n');
}

function bytesIn(folder: string): number {
  const files = readdirSync(folder, {recursive: true, encoding: 'utf8'});
  // What goes while it is counted counts for nothing.
  return files.reduce((sum, file) => sum + (statSync(join(folder, file), {throwIfNoEntry: false})?.size ?? 0), 0);
}
