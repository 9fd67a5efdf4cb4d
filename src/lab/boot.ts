import {spawn} from 'node:child_process';
import {open, readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {EXIT, Failure} from '../core/failure.ts';
import {isAlive, markProcess, type ProcessMark} from '../state/process-mark.ts';
import type {NodeImage} from './image-cache.ts';
import {kernelCommand} from './kernel.ts';
import {nodeFolder} from './keys.ts';
import {lastWords} from './last-words.ts';
import type {LabPlaces} from './places.ts';
import {BRIDGE_ADDRESS, type PlannedNode, PREFIX_LENGTH} from './plan.ts';
import {toolEnv} from './run-tool.ts';

/** Starts a node's kernel, which outlives this program, and returns at once; `words` go to its init script. */
export async function startNode(
  places: LabPlaces,
  image: NodeImage,
  node: PlannedNode,
  words: Readonly<Record<string, string>>,
): Promise<ProcessMark> {
  const folder = nodeFolder(places, node);
  const args = kernelCommand({
    id: node.id,
    hostTree: image.hostTree,
    imageFolder: image.folder,
    nodeFolder: folder,
    disk: '/state/disk.cow,/base/base.img',
    seed: '/state/seed.tar',
    tap: node.tap,
    words: {node: node.id, address: `${node.address}/${PREFIX_LENGTH}`, gateway: BRIDGE_ADDRESS, ...words},
  });
  const console = await open(join(folder, 'console.log'), 'w', 0o600);
  try {
    const kernel = spawn('nsenter', [`--net=${places.netnsFile}`, ...args], {
      cwd: '/',
      env: {...process.env, ...toolEnv()},
      stdio: ['ignore', console.fd, console.fd],
      detached: true,
    });
    kernel.on('error', () => {});
    kernel.unref();
    const mark = kernel.pid === undefined ? undefined : markProcess(kernel.pid);
    if (!mark) throw bootFailure(node, 'the kernel did not start', await readConsole(folder));
    return mark;
  } finally {
    await console.close();
  }
}

export interface BootWatch {
  readonly kernel: ProcessMark;
  readonly deadlineMs: number;
  readonly signal?: AbortSignal | undefined;
}

const SSH_UP = '@deepdive ssh';

/** Waits until the node's ssh server listens. */
export async function waitForSsh(places: LabPlaces, node: PlannedNode, watch: BootWatch): Promise<void> {
  const folder = nodeFolder(places, node);
  const begin = performance.now();
  for (;;) {
    const console = await readConsole(folder);
    if (console.includes(SSH_UP)) return;
    if (!isAlive(watch.kernel)) throw bootFailure(node, 'the kernel ended while it booted', console);
    if (performance.now() - begin > watch.deadlineMs) {
      throw bootFailure(node, `no ssh server after ${watch.deadlineMs / 1000} s`, console);
    }
    await sleep(50, undefined, {...(watch.signal && {signal: watch.signal})});
  }
}

function bootFailure(node: PlannedNode, what: string, console: string): Failure {
  return new Failure(`${node.id}: ${what}\n${lastWords(console)}`.trim(), EXIT.failed);
}

async function readConsole(folder: string): Promise<string> {
  return (await readFile(join(folder, 'console.log'), 'utf8')).trim();
}
