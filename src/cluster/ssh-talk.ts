import type {ChildProcess} from 'node:child_process';
import {execa} from 'execa';
import type {End} from '../core/output.ts';
import {converse, type Errand} from './conversation.ts';
import {outputIsIn} from './held-open.ts';
import type {Lane, Pass} from './lane.ts';
import {type SshLog, tellingLine} from './ssh-log.ts';

/** An ssh that has nothing left to do but stays (something on the node holds its output open) is ended. */
const LINGER_MS = 300;

export interface SshTarget {
  /** Arguments of ssh up to and with the host. */
  readonly args: readonly string[];
  readonly lane: Lane;
  readonly log: SshLog;
  /** What runs the wrapper there, if not `/bin/sh`. */
  readonly shell?: string;
}

/** One call of ssh: how the command ended, or why that cannot be known. */
export async function talk(target: SshTarget, pass: Pass, errand: Errand): Promise<End> {
  const mark = target.log.mark();
  const ssh = execa('ssh', [...target.args, errand.invocation.argument], {
    detached: true,
    buffer: false,
    reject: false,
    cleanup: false,
    stdin: 'pipe',
  });
  if (ssh.pid === undefined) {
    const failure = await ssh;
    if (failure.code === 'ENOENT') return unreachable(pass, 'ssh is not installed on this machine (openssh-client)');
    return unreachable(pass, `cannot start ssh: ${failure.originalMessage ?? 'unknown reason'}`);
  }
  const exited = new Promise<void>(resolve => ssh.once('exit', () => resolve()));
  void exited.then(() => pass.leave());
  // An ssh that has ended is noticed by its exit.
  ssh.stdin?.on('error', () => {});
  const onStart = () => {
    pass.opened();
    errand.onStart();
  };
  const call = {
    write: (bytes: string | Uint8Array) => ssh.stdin?.write(bytes),
    listen({out, err}: {readonly out: (chunk: Uint8Array) => void; readonly err: (chunk: Uint8Array) => void}) {
      ssh.stdout?.on('data', out);
      ssh.stderr?.on('data', err);
    },
    exited,
    outputIsIn: () => outputIsIn(ssh),
    breakOff: () => ssh.kill('SIGKILL'),
  };
  const {started, end, besides} = await converse(call, {...errand, onStart});
  letGo(ssh, exited);
  if (end !== undefined && started) return end;
  const why = target.log.since(mark) ?? (started ? undefined : tellingLine(besides));
  if (!started) return unreachable(pass, why ?? 'ssh ended without an answer');
  pass.failed(why ?? 'the connection closed');
  return {kind: 'lost', reason: why ?? 'the connection closed while the command ran'};
}

function unreachable(pass: Pass, reason: string): End {
  pass.failed(reason);
  pass.leave();
  return {kind: 'unreachable', reason};
}

function letGo(ssh: ChildProcess, exited: Promise<void>): void {
  const timer = setTimeout(() => ssh.kill('SIGTERM'), LINGER_MS);
  ssh.stdin?.end();
  void exited.then(() => {
    clearTimeout(timer);
    ssh.stdout?.destroy();
    ssh.stderr?.destroy();
  });
}
