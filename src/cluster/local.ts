import type {ChildProcess} from 'node:child_process';
import {execa} from 'execa';
import type {End} from '../core/output.ts';
import type {Cluster, Command, Node, Running, RunOptions} from './cluster.ts';
import {collect} from './collect.ts';
import {lineFault} from './command-line.ts';
import {type Ending, ending, GRACE_MS} from './ending.ts';
import {outputIsIn} from './held-open.ts';
import {groupsOf} from './process-groups.ts';
import {underWay} from './under-way.ts';

export interface LocalClusterOptions {
  readonly name: string;
  readonly nodes: readonly Pick<Node, 'id' | 'role'>[];
  readonly images?: Readonly<Record<string, string>>;
}

/** A cluster whose nodes are all this machine. */
export function localCluster({name, nodes, images = {}}: LocalClusterOptions): Cluster {
  const locals = nodes.map(({id, role}) => localNode(id, role));
  return {
    name,
    transport: 'local',
    nodes: locals,
    images,
    async close() {
      await Promise.all(locals.map(node => node.close()));
    },
  };
}

/** `close` ends what still runs. */
export function localNode(id: string, role: Node['role']): Node & {close(): Promise<void>} {
  const commands = underWay();
  return {
    id,
    role,
    shell: () => [process.env.SHELL ?? '/bin/sh'],
    run: (command, options) => commands.add(runLocally(command, options)),
    close: commands.end,
  };
}

function runLocally(command: Command, options: RunOptions): Running {
  const startedAt = Date.now();
  const began = performance.now();
  const output = collect(options);
  const finish = (end: End) => output.output(end, startedAt, Math.round(performance.now() - began));
  const over = (end: End): Running => ({ended: Promise.resolve(finish(end)), stop() {}});
  if (options.signal?.aborted === true) return over({kind: 'stopped'});
  const fault = lineFault(command.line);
  if (fault !== undefined) return over({kind: 'unreachable', reason: fault});
  const child = execa('/bin/sh', ['-c', command.line], {
    argv0: 'sh',
    detached: true,
    buffer: false,
    reject: false,
    cleanup: false,
    stdin: command.stdin === undefined ? 'ignore' : 'pipe',
    extendEnv: false,
    env: commandEnv(process.env),
  });
  const session = child.pid;
  if (session === undefined) {
    const failed = child.then(result =>
      finish({kind: 'unreachable', reason: `cannot start sh: ${startFailure(result)}`}),
    );
    return {ended: failed, stop() {}};
  }
  child.stdout?.on('data', output.stdout);
  child.stderr?.on('data', output.stderr);
  // A command that does not read its input is no fault.
  child.stdin?.on('error', () => {});
  child.stdin?.end(command.stdin);

  const how = ending(options.signal, signal => signalAll(groupsOf(session), signal));
  how.limit(options.timeoutMs);
  const ended = endOf(child, session, how).then(finish);
  return {ended, stop: how.stop};
}

async function endOf(child: ChildProcess, session: number, how: Ending): Promise<End> {
  const exit = new Promise<End>(resolve => {
    child.once('exit', (code, signal) =>
      resolve(signal === null ? {kind: 'exited', code: code ?? 0} : {kind: 'signalled', signal}),
    );
  });
  const end = await Promise.race([exit, how.overdue]);
  if (how.forced()) await allAreGone(session);
  how.settle();
  await outputIsIn(child);
  return how.asked() ?? end ?? {kind: 'stopped'};
}

/** Waits for the processes that the command started in its session, then kills them. */
async function allAreGone(session: number): Promise<void> {
  const deadline = performance.now() + GRACE_MS;
  while (signalAll(groupsOf(session), 0) && performance.now() < deadline) {
    await new Promise(resolve => setTimeout(resolve, 20));
  }
  signalAll(groupsOf(session), 'SIGKILL');
}

/** Whether there was a process to take the signal. */
function signalAll(groups: readonly number[], signal: NodeJS.Signals | 0): boolean {
  return groups.map(group => signalGroup(group, signal)).includes(true);
}

function signalGroup(group: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(-group, signal);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function startFailure(result: {readonly originalMessage?: string | undefined}): string {
  return result.originalMessage ?? 'unknown reason';
}

/** Plain English in UTF-8 without colours, whatever the person's own settings are. */
function commandEnv(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const {LANGUAGE: _language, FORCE_COLOR: _colour, ...rest} = env;
  return {...rest, LC_ALL: 'C.UTF-8', NO_COLOR: '1', TERM: 'dumb'};
}
