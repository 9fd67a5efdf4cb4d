import {existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync} from 'node:fs';
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
  readonly pid: number;
  /** Makes an image of programs of this machine, with the libraries that they are linked to. */
  image(name: string, programs: readonly string[], shell?: string): Promise<void>;
  stop(): Promise<void>;
}

const START_MS = 60_000;

/** A real engine with a folder and a network namespace of its own: nothing of it is seen by the machine's. */
export async function startDockerd(): Promise<Dockerd> {
  const folder = mkdtempSync(join(tmpdir(), 'dd-dockerd-'));
  const socket = join(folder, 'docker.sock');
  const log = join(folder, 'dockerd.log');
  const at = ['--data-root', 'data', '--exec-root', 'run', '--pidfile', 'pid'].map(each =>
    each.startsWith('--') ? each : join(folder, each),
  );
  const options = [...at, '--host', `unix://${socket}`, '--bridge', 'none', '--shutdown-timeout', '2'];
  const script = `ip link set lo up && exec "$@" >'${log}' 2>&1`;
  const daemon = execa(
    'setpriv',
    ['--pdeathsig', 'TERM', 'unshare', '--net', '--mount', 'sh', '-c', script, 'sh', DOCKERD ?? 'dockerd', ...options],
    {reject: false, cleanup: false, env: {PATH: `${process.env.PATH}:/usr/sbin:/sbin`}, detached: true},
  );
  const engine = openEngine(socket);
  const mark = daemon.pid === undefined ? undefined : markProcess(daemon.pid);
  for (const begin = performance.now(); ; ) {
    if (
      await engine.ping().then(
        () => true,
        () => false,
      )
    )
      break;
    const has = mark !== undefined && isAlive(mark) && performance.now() - begin < START_MS;
    if (!has) throw new Error(`dockerd does not start here: ${lastLines(log)}`);
    await new Promise(resolve => setTimeout(resolve, 50));
  }
  return {
    socket,
    engine,
    pid: daemon.pid ?? 0,
    async image(name, programs, shell) {
      const tree = join(folder, name);
      makeTree(tree, programs);
      if (shell !== undefined) symlinkSync(shell, join(tree, 'bin/sh'));
      await importTree(tree, engine, name);
      rmSync(tree, {recursive: true});
    },
    async stop() {
      // An engine that ends leaves behind what does not heed its signal in time.
      const left = await engine.listContainers({all: true});
      await Promise.all(left.map(({Id}) => engine.getContainer(Id).remove({force: true})));
      daemon.kill('SIGTERM');
      await daemon;
      rmSync(folder, {recursive: true, force: true});
    },
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
