import type {Socket} from 'node:net';
import {execa, type Result} from 'execa';
import {EXIT, Failure} from '../../core/failure.ts';
import {neutralise} from '../../core/neutral.ts';
import {demandNotInterrupted, type Errand, INTERRUPTED} from './errand.ts';
import {folderSize} from './folder-size.ts';
import {toolEnv} from './tool-env.ts';

const MIB = 1024 * 1024;
const LOOK_MS = 250;
const MISSING = 125;

/**
 * Runs a tool in a session of its own: without a terminal none of its parts can ask there, and all of them end together
 * when the program lets go of descriptor 3, which it does at its own end as well, however that comes.
 */
const ON_A_LEASH = `command -v "$1" >/dev/null || exit ${MISSING}
(read -r _ <&3 || kill -9 -$$) </dev/null >/dev/null 2>&1 &
exec 3<&-
exec "$@"`;

export interface Tool {
  readonly file: 'git' | 'npm';
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly input?: string;
  /** Bytes of output. */
  readonly most: number;
  /** Of all that may come into the folder. */
  readonly mostMib: number;
}

/** Runs a tool that fetches, to its end, and gives what it prints. It is ended when it takes too long or too much. */
export async function runTool({file, args, env, input, most, mostMib}: Tool, errand: Errand): Promise<Uint8Array> {
  const {folder, tell, patience} = errand;
  const running = execa('/bin/sh', ['-c', ON_A_LEASH, 'sh', file, ...args], {
    cwd: folder,
    env: {...toolEnv(process.env), ...env},
    extendEnv: false,
    detached: true,
    stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe', 'pipe'],
    ...(input !== undefined && {input}),
    encoding: 'buffer',
    buffer: {fd3: false},
    maxBuffer: {stdout: most, stderr: MIB},
    reject: false,
  });
  const leash = running.stdio[3] as unknown as Socket;
  leash.on('error', () => {});
  // What a success leaves, such as the daemon of a credential helper, may stay.
  running.once('exit', code => (code === 0 ? leash.end('\n') : leash.destroy()));
  let why: string | undefined;
  const stop = (reason: string) => {
    why ??= reason;
    leash.destroy();
  };
  let lived = performance.now();
  let size = 0;
  running.stdout.on('data', () => {
    lived = performance.now();
  });
  running.stderr.on('data', (chunk: Buffer) => {
    lived = performance.now();
    const last = lines(chunk).at(-1);
    if (last !== undefined) tell(last);
  });
  const look = () => {
    const now = performance.now();
    const before = size;
    size = folderSize(folder);
    if (size !== before) lived = now;
    if (size > mostMib * MIB) stop(tooMuch(mostMib));
    else if (now > patience.end) stop(tooLong(patience.seconds));
    else if (now > lived + patience.silentSeconds * 1000) stop(silent(patience.silentSeconds));
  };
  const looking = setInterval(look, LOOK_MS);
  const interrupt = () => stop(INTERRUPTED);
  patience.signal.addEventListener('abort', interrupt);
  if (patience.signal.aborted) interrupt();
  const result = await running.finally(() => {
    clearInterval(looking);
    patience.signal.removeEventListener('abort', interrupt);
  });
  demandNotInterrupted(patience);
  // It may have come and ended between two looks.
  if (!result.failed && folderSize(folder) > mostMib * MIB) stop(tooMuch(mostMib));
  if (why !== undefined) throw failed(file, why);
  if (!result.failed) return result.stdout;
  throw failed(file, reasonOf(result, file, most));
}

function tooMuch(mib: number): string {
  return `it brings more than ${mib} MiB, and was stopped; is there a smaller source, with the module alone?`;
}

function tooLong(seconds: number): string {
  return `it was not done after ${seconds} seconds, and was stopped; try it again, or wait longer by \`--timeout SECONDS\``;
}

function silent(seconds: number): string {
  return `nothing came for ${seconds} seconds, and it was stopped; is this the right address, and what it gives out sound? A larger \`--timeout\` waits longer`;
}

interface Ended extends Pick<Result, 'isMaxBuffer'> {
  readonly exitCode?: number | undefined;
  readonly signal?: string | undefined;
  readonly stderr: Uint8Array;
}

function reasonOf(result: Ended, file: string, most: number): string {
  if (result.exitCode === MISSING) return `there is no ${file} on this machine: install it`;
  if (result.isMaxBuffer) return `it prints more than ${Math.floor(most / MIB)} MiB, and was stopped`;
  const said = lines(result.stderr)
    .filter(line => !/^npm error A complete log|^npm (?:notice|warn)/.test(line))
    .slice(-6)
    .join('\n');
  return said || `it ended with ${result.exitCode ?? result.signal}, and said nothing`;
}

function failed(file: string, why: string): Failure {
  return new Failure(`${file}: ${why}`, EXIT.failed);
}

function lines(said: Uint8Array): readonly string[] {
  return neutralise(new TextDecoder().decode(said))
    .split(/[\r\n]+/)
    .filter(line => /\S/.test(line));
}
