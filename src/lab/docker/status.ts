import {containerNode} from '../../cluster/container.ts';
import {type Engine, engineProblem, openEngine} from '../../cluster/engine.ts';
import type {DockerLab} from '../lab-record.ts';
import type {LabStatus, NodeStatus} from '../status.ts';
import {LIST_NODES, readSwarmStates} from '../swarm-states.ts';

const MIB = 1024 * 1024;
const LOOK_MS = 10_000;

/** How the lab's containers do. */
export async function containerStatus(lab: DockerLab): Promise<Omit<LabStatus, 'lab'>> {
  const engine = openEngine(lab.socket, LOOK_MS);
  const looks = await Promise.all(lab.nodes.map(({containerId}) => look(engine, containerId)));
  const manager = lab.nodes.findIndex(({role}) => role === 'manager');
  const swarm = looks[manager]?.running ? await swarmStates(lab, manager) : new Map<string, string>();
  const nodes = lab.nodes.map(({id, address, role}, i): NodeStatus => {
    const state = swarm.get(id);
    return {id, address, role, running: false, ...looks[i], ...(state !== undefined && {swarm: state})};
  });
  const problem = await engine.ping().then(
    () => undefined,
    error => engineProblem(error, lab.socket),
  );
  return {nodes, ...(problem !== undefined && {problem})};
}

async function look(engine: Engine, id: string): Promise<Pick<NodeStatus, 'running' | 'memoryMiB'>> {
  const container = engine.getContainer(id);
  try {
    const {State} = await container.inspect();
    if (!State.Running || State.Paused) return {running: false};
    const asked: {readonly stream: false; readonly 'one-shot': boolean} = {stream: false, 'one-shot': true};
    const {memory_stats: memory} = await container.stats(asked);
    // Pages of files, which the kernel takes back whenever it likes, are no need of the node.
    const files = memory.stats?.total_inactive_file ?? memory.stats?.inactive_file ?? 0;
    return {running: true, ...(memory.usage !== undefined && {memoryMiB: Math.round((memory.usage - files) / MIB)})};
  } catch {
    return {running: false};
  }
}

async function swarmStates({nodes, socket}: DockerLab, manager: number): Promise<ReadonlyMap<string, string>> {
  const {id, role, container} = nodes[manager]!;
  const node = containerNode({id, role, container, socket});
  const {stdout} = await node.run({line: LIST_NODES}, {timeoutMs: LOOK_MS, maxBytes: 64 * 1024}).ended;
  await node.close();
  return readSwarmStates(new TextDecoder().decode(stdout));
}
