import type {ChildProcess} from 'node:child_process';
import {execa} from 'execa';
import type {End} from '../core/output.ts';
import type {Collector} from './collect.ts';
import {framer} from './frame.ts';
import {outputIsIn} from './held-open.ts';
import type {Lane, Pass} from './lane.ts';
import type {OrderBook} from './order-book.ts';
import {remoteEnd} from './remote-end.ts';
import type {RemoteInvocation} from './remote-script.ts';
import {type SshLog, tellingLine} from './ssh-log.ts';

/** From the call of ssh to the start of the command: ConnectTimeout covers neither a proxy nor a slow login shell. */
const LONGEST_START_MS = 20_000;
/** A stopped command that has not even started gets this long to do so, for then it can be stopped cleanly. */
const LONGEST_START_WHEN_STOPPED_MS = 1_000;
/** An ssh that has nothing left to do but stays (something on the node holds its output open) is ended. */
const LINGER_MS = 300;

export interface SshTarget {
  /** Arguments of ssh up to and with the host. */
  readonly args: readonly string[];
  readonly lane: Lane;
  readonly log: SshLog;
}

export interface Talk {
  readonly target: SshTarget;
  readonly pass: Pass;
  readonly nonce: string;
  readonly invocation: RemoteInvocation;
  readonly output: Collector;
  readonly orders: OrderBook;
  /** Resolves when the command should have ended by all means. */
  readonly overdue: Promise<void>;
  readonly onStart: () => void;
}

/** One call of ssh: how the command ended, or why that cannot be known. */
export async function talk({target, pass, nonce, invocation, output, orders, overdue, onStart}: Talk): Promise<End> {
  const mark = target.log.mark();
  const ssh = execa('ssh', [...target.args, invocation.argument], {
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

  let started = false;
  let report: string | undefined;
  const outEnded = latch();
  const errEnded = latch();
  const out = framer(nonce, {
    onBytes: output.stdout,
    onFrame: words => {
      if (words === 'end') outEnded.release();
    },
  });
  const err = framer(nonce, {
    onBytes: output.stderr,
    onFrame(words) {
      const [, kind, rest = ''] = /^(start|end) (.*)$/s.exec(words) ?? [];
      if (kind === 'start') {
        started = true;
        pass.opened();
        onStart();
        orders.open(rest, line => ssh.stdin?.write(`${line}\n`));
      } else if (kind === 'end') {
        report = rest;
        errEnded.release();
      }
    },
  });
  ssh.stdout?.on('data', out.push);
  ssh.stderr?.on('data', err.push);
  // An ssh that has ended is noticed by its exit.
  ssh.stdin?.on('error', () => {});
  ssh.stdin?.write(invocation.greeting);

  const endIfNotStarted = () => {
    if (!started) ssh.kill('SIGKILL');
  };
  const timers = [setTimeout(endIfNotStarted, LONGEST_START_MS)];
  void orders.first.then(() => timers.push(setTimeout(endIfNotStarted, LONGEST_START_WHEN_STOPPED_MS)));
  const told = Promise.all([outEnded.released, errEnded.released]);
  const ending = await Promise.race([told, exited, overdue]);
  if (ending === undefined) await Promise.race([told, outputIsIn(ssh)]);
  for (const timer of timers) clearTimeout(timer);
  letGo(ssh, exited);

  const end = outEnded.open() && report !== undefined ? remoteEnd(report) : undefined;
  if (end !== undefined && started) return end;
  const why =
    target.log.since(mark) ??
    (started ? undefined : tellingLine(`${out.preamble()}\n${err.preamble()}\n${report ?? ''}`));
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

/** A promise that is released from outside, and can be asked whether it was. */
function latch() {
  let isOpen = false;
  let release = () => {};
  const released = new Promise<void>(resolve => {
    release = () => {
      isOpen = true;
      resolve();
    };
  });
  return {released, open: () => isOpen, release: () => release()};
}
