import {type ChildProcess, spawn} from 'node:child_process';
import {framer} from '../../src/cluster/frame.ts';
import {remoteEnd} from '../../src/cluster/remote-end.ts';
import {type RemoteCommand, remoteInvocation} from '../../src/cluster/remote-script.ts';
import type {End} from '../../src/core/output.ts';

export interface Wrapped {
  /** The login shell that gets the argument, as sshd would call it. */
  readonly login?: readonly [string, ...string[]];
  readonly command: RemoteCommand;
  /** Called when the command has started, with the process that stands for the connection. */
  readonly onStart?: (shell: ChildProcess) => void;
  readonly env?: NodeJS.ProcessEnv;
}

export interface WrappedOutcome {
  readonly stdout: string;
  readonly stderr: string;
  readonly end: End | undefined;
  readonly report: string;
  /** What is left on both streams outside the frames. */
  readonly outside: string;
}

/** Runs a command under the remote wrapper without ssh in between. */
export async function runWrapped({login = ['/bin/sh', '-c'], command, onStart, env}: Wrapped): Promise<WrappedOutcome> {
  const nonce = 'ab12'.repeat(6);
  const invocation = remoteInvocation(command, nonce);
  if (invocation === undefined) throw new Error('too long');
  const [file, ...args] = login;
  const shell = spawn(file, [...args, invocation.argument], {detached: true, env: env ?? process.env});
  const [out, err]: [Uint8Array[], Uint8Array[]] = [[], []];
  let report = '';
  const stdout = framer(nonce, {onBytes: bytes => out.push(bytes), onFrame() {}});
  const stderr = framer(nonce, {
    onBytes: bytes => err.push(bytes),
    onFrame(words) {
      if (words.startsWith('end ')) report = words.slice(4);
      else if (words.startsWith('start ')) {
        shell.stdin.write(`${words.slice(6)}\n`);
        onStart?.(shell);
      }
    },
  });
  shell.stdout.on('data', stdout.push);
  shell.stderr.on('data', stderr.push);
  shell.stdin.on('error', () => {});
  shell.stdin.write(invocation.greeting);
  await new Promise(resolve => shell.once('close', resolve));
  shell.stdin.destroy();
  return {
    stdout: Buffer.concat(out).toString(),
    stderr: Buffer.concat(err).toString(),
    end: remoteEnd(report),
    report,
    outside: stdout.preamble() + stderr.preamble(),
  };
}
