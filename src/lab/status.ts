import {readdir, readFile} from 'node:fs/promises';
import {execa} from 'execa';
import {isAlive} from '../state/process-mark.ts';
import {type LabNode, type LabRecord, readLab, type UmlLab} from './lab-record.ts';
import {type Env, isLabName, labsFolder} from './places.ts';
import {LIST_NODES, readSwarmStates} from './swarm-states.ts';

export interface NodeStatus {
  readonly id: string;
  readonly address: string;
  readonly role: 'manager' | 'worker';
  readonly running: boolean;
  /** Memory that the node takes on this machine. */
  readonly memoryMiB?: number;
  /** As `docker node ls` has it: `Ready`, `Down`; absent when the manager did not answer. */
  readonly swarm?: string;
}

export interface LabStatus {
  readonly lab: LabRecord;
  /** Why the nodes could not be looked at; they are told as ended then. */
  readonly problem?: string;
  readonly nodes: readonly NodeStatus[];
}

/** Names of all labs there is a record or a part of. */
export async function labNames(env: Env): Promise<readonly string[]> {
  const names = await readdir(labsFolder(env)).catch(() => []);
  return names.filter(isLabName).sort();
}

export async function labStatus(name: string, env: Env): Promise<LabStatus | undefined> {
  const lab = await readLab(name, env);
  if (lab?.kind === 'docker') {
    const {containerStatus} = await import('./docker/status.ts');
    return {lab, ...(await containerStatus(lab))};
  }
  if (!lab) return undefined;
  const swarm = await swarmStates(lab);
  return {lab, nodes: await Promise.all(lab.nodes.map(node => nodeStatus(node, swarm.get(node.id))))};
}

async function nodeStatus(node: LabNode, swarm: string | undefined): Promise<NodeStatus> {
  const {id, address, role} = node;
  const running = isAlive(node.process);
  const memoryMiB = running ? await kernelMemory(node.process.pid) : undefined;
  return {id, address, role, running, ...(memoryMiB !== undefined && {memoryMiB}), ...(swarm !== undefined && {swarm})};
}

async function swarmStates(lab: UmlLab): Promise<ReadonlyMap<string, string>> {
  const manager = lab.nodes.find(node => node.role === 'manager');
  if (!manager || !isAlive(manager.process)) return new Map();
  const {stdout} = await execa('ssh', ['-F', lab.sshConfig, manager.host, LIST_NODES], {
    reject: false,
    timeout: 10_000,
  });
  return readSwarmStates(stdout ?? '');
}

/** `pid` is the process that waits for a shell, its only child, which waits for the kernel, its only child. */
async function kernelMemory(pid: number): Promise<number | undefined> {
  const kernel = await firstChild(await firstChild(pid));
  const status = await readFile(`/proc/${kernel}/status`, 'utf8').catch(() => '');
  const kib = /^VmRSS:\s+(\d+) kB/m.exec(status)?.[1];
  return kib === undefined ? undefined : Math.round(Number(kib) / 1024);
}

async function firstChild(pid: number): Promise<number> {
  const children = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '');
  return Number.parseInt(children, 10);
}
