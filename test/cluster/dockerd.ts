import {existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {execa, execaSync} from 'execa';
import {type Engine, openEngine} from '../../src/cluster/engine.ts';
import {isAlive, markProcess} from '../../src/state/process-mark.ts';

const DOCKERD = ['/usr/sbin/dockerd', '/usr/bin/dockerd'].find(path => existsSync(path));

/** Why tests with a real engine cannot run here. */
export function dockerdMissing(): string | undefined {
  const reason = DOCKERD === undefined ? 'no dockerd on this machine (apt-get install docker.io)' : rootMissing();
  if (reason !== undefined && process.env.DEEPDIVE_REQUIRE_ALL === '1') throw new Error(reason);
  return reason;
}

function rootMissing(): string | undefined {
  return process.getuid?.() === 0 ? undefined : 'an engine of its own needs root';
}

export interface Dockerd {
  readonly socket: string;
  readonly engine: Engine;
  /** Makes an image of programs of this machine, with the libraries that they are linked to. */
  image(name: string, programs: readonly string[], shell?: string): Promise<void>;
  stop(): Promise<void>;
  /** Ends it at once, as a power cut would, with all that runs on it. */
  kill(): Promise<void>;
}

const START_MS = 60_000;
const NAMESPACES = ['--net', '--mount', '--pid', '--fork', '--kill-child', '--mount-proc'];

/** Folders of tests that were killed: what ran in them has ended with its first process. */
function removeAbandoned(): void {
  for (const name of readdirSync(tmpdir())) {
    const [, pid] = /^dd-dockerd-(\d+)-/.exec(name) ?? [];
    if (pid !== undefined && !existsSync(`/proc/${pid}`)) rmSync(join(tmpdir(), name), {recursive: true, force: true});
  }
}

/**
 * A real engine with a folder and namespaces of its own: nothing of it is seen by the machine's. It is the first process
 * in its namespace of processes, so that containers, and those who watch over them, end with it however it ends; and it
 * ends with the test.
 */
export async function startDockerd(): Promise<Dockerd> {
  removeAbandoned();
  const folder = mkdtempSync(join(tmpdir(), `dd-dockerd-${process.pid}-`));
  const socket = join(folder, 'docker.sock');
  const log = join(folder, 'dockerd.log');
  const at = ['--data-root', 'data', '--exec-root', 'run', '--pidfile', 'pid'].map(each =>
    each.startsWith('--') ? each : join(folder, each),
  );
  const options = [...at, '--host', `unix://${socket}`, '--bridge', 'none'];
  const script = `ip link set lo up && exec "$@" >'${log}' 2>&1`;
  const daemon = execa(
    'setpriv',
    ['--pdeathsig', 'KILL', 'unshare', ...NAMESPACES, 'sh', '-c', script, 'sh', DOCKERD ?? 'dockerd', ...options],
    {reject: false, cleanup: false, env: {PATH: `${process.env.PATH}:/usr/sbin:/sbin`}, detached: true},
  );
  const engine = openEngine(socket);
  const mark = daemon.pid === undefined ? undefined : markProcess(daemon.pid);
  const children = `/proc/${daemon.pid}/task/${daemon.pid}/children`;
  const end = async () => {
    // The process that waits for the first one of the namespace ends once all of it has.
    const first = existsSync(children) ? Number(readFileSync(children, 'utf8').trim()) : 0;
    if (first > 1) process.kill(first, 'SIGKILL');
    else daemon.kill('SIGKILL');
    await daemon;
    rmSync(folder, {recursive: true, force: true});
  };
  for (const begin = performance.now(); ; ) {
    if (
      await engine.ping().then(
        () => true,
        () => false,
      )
    )
      break;
    const has = mark !== undefined && isAlive(mark) && performance.now() - begin < START_MS;
    if (!has) {
      const words = lastLines(log);
      await end();
      throw new Error(`dockerd does not start here: ${words}`);
    }
    await new Promise(resolve => setTimeout(resolve, 50));
  }
  return {
    socket,
    engine,
    async image(name, programs, shell) {
      const tree = join(folder, name);
      makeTree(tree, programs);
      if (shell !== undefined) symlinkSync(shell, join(tree, 'bin/sh'));
      await importTree(tree, engine, name);
      rmSync(tree, {recursive: true});
    },
    async stop() {
      // Their control groups would stay.
      const left = await engine.listContainers({all: true});
      await Promise.all(left.map(({Id}) => engine.getContainer(Id).remove({force: true})));
      await end();
    },
    kill: end,
  };
}

function lastLines(log: string): string {
  return existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n').slice(-5).join('\n') : 'no log';
}

function makeTree(tree: string, programs: readonly string[]): void {
  for (const each of ['bin', 'dev', 'proc', 'root', 'sys', 'tmp']) mkdirSync(join(tree, each), {recursive: true});
  for (const program of programs) {
    const path = execaSync('sh', ['-c', `command -v ${program}`]).stdout;
    const {stdout} = execaSync('ldd', [path], {reject: false});
    const libraries = stdout.match(/\/\S+/g) ?? [];
    for (const file of libraries.filter(each => !each.endsWith(':'))) copyInto(tree, file, file);
    copyInto(tree, path, `/bin/${program}`);
  }
}

async function importTree(tree: string, engine: Engine, name: string): Promise<void> {
  const tar = execa('tar', ['-C', tree, '-c', '.'], {buffer: false});
  const answer = await engine.importImage(tar.stdout, {repo: name, tag: 'latest'});
  await new Promise<void>((resolve, reject) => {
    engine.modem.followProgress(answer, error => (error === null ? resolve() : reject(error)));
  });
}

function copyInto(tree: string, from: string, to: string): void {
  mkdirSync(dirname(join(tree, to)), {recursive: true});
  execaSync('cp', ['-L', from, join(tree, to)]);
}
