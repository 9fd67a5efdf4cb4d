import {existsSync} from 'node:fs';
import {setTimeout as sleep} from 'node:timers/promises';
import {execa} from 'execa';
import {isAlive, markProcess, type ProcessMark} from '../state/process-mark.ts';
import type {LabPlaces} from './places.ts';
import {BRIDGE_ADDRESS, KERNEL_UID, type PlannedNode, PREFIX_LENGTH} from './plan.ts';
import {runTool, toolEnv} from './run-tool.ts';

/** Makes the lab's network namespace: a bridge with one tap a node. Nothing of it is visible on the host. */
export async function createNetwork(places: LabPlaces, nodes: readonly PlannedNode[]): Promise<void> {
  await runTool('ip', ['netns', 'add', places.netns]);
  await runTool('ip', ['-netns', places.netns, '-batch', '-'], {input: networkBatch(nodes)});
  // The nodes' default route leads to the bridge and no further; a bridge that forwards answers so (unreachable).
  await runTool('ip', ['netns', 'exec', places.netns, 'sh', '-c', 'echo 1 >/proc/sys/net/ipv4/ip_forward']);
}

function networkBatch(nodes: readonly PlannedNode[]): string {
  const lines = [
    'link set lo up',
    'link add lab0 type bridge',
    `address add ${BRIDGE_ADDRESS}/${PREFIX_LENGTH} dev lab0`,
    'link set lab0 up',
    ...nodes.flatMap(({tap}) => [
      `tuntap add ${tap} mode tap user ${KERNEL_UID}`,
      `link set ${tap} master lab0`,
      `link set ${tap} up`,
    ]),
  ];
  return `${lines.join('\n')}\n`;
}

/** True when a lab of this name, made with another state folder, lives in the namespace that ours would have. */
export async function isForeign(places: LabPlaces): Promise<boolean> {
  return !existsSync(places.folder) && existsSync(places.netnsFile) && (await processesIn(places)).length > 0;
}

/**
 * Ends every process that lives in the lab's network namespace (its kernels, and connections to them), then the
 * namespace with its bridge and taps. Membership is sure proof that a process is the lab's, whoever recorded it.
 */
export async function removeNetwork(places: LabPlaces): Promise<void> {
  if (!existsSync(places.netnsFile)) return;
  // A process leaves its namespaces before it has ended, so those seen once are waited for by their marks.
  const seen = new Map<number, ProcessMark>();
  for (let attempt = 0; attempt < 500; attempt++) {
    const pids = await processesIn(places);
    for (const pid of pids) {
      const mark = markProcess(pid);
      if (mark) seen.set(pid, mark);
      kill(pid);
    }
    if (pids.length === 0 && ![...seen.values()].some(one => isAlive(one))) break;
    await sleep(20);
  }
  await runTool('ip', ['netns', 'delete', places.netns]);
}

/** Processes of the lab as the host numbers them. */
async function processesIn(places: LabPlaces): Promise<readonly number[]> {
  const {stdout} = await execa('ip', ['netns', 'pids', places.netns], {env: toolEnv(), reject: false});
  return (stdout ?? '')
    .split('\n')
    .map(Number)
    .filter(pid => pid > 1 && pid !== process.pid);
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
