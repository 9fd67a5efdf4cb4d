import {createHash} from 'node:crypto';
import {existsSync} from 'node:fs';
import {join} from 'node:path';
import type {Cluster} from '../cluster/cluster.ts';
import type {InventoryCluster} from '../cluster/inventory.ts';
import {readRecording} from '../cluster/read-recording.ts';
import {playbackCluster} from '../cluster/recording.ts';
import {EXIT, Failure} from '../core/failure.ts';
import type {Module} from '../core/lesson.ts';
import {formatProblem} from '../core/problem.ts';
import type {LabRecord} from '../lab/lab-record.ts';
import {configFolder} from '../state/paths.ts';
import {isOfSwarm, missingWords, nodesMissing} from './nodes-missing.ts';
import {findRecording, recordingFiles} from './recordings.ts';
import {unknownName} from './unknown-name.ts';

/** `recording:docker-26.1.5` is one recording of several. */
const ONE_RECORDING = 'recording:';

/**
 * Opens the cluster of that name; with no name, the first that there is: the default of clusters.yaml, a running lab, the
 * module's recording.
 */
export async function openCluster(
  name: string | undefined,
  module: Module,
  pace: 'real' | 'instant',
): Promise<Cluster> {
  if (name === 'recording') return openRecordedCluster(module, pace);
  if (name?.startsWith(ONE_RECORDING)) return openRecordedCluster(module, pace, name.slice(ONE_RECORDING.length));
  if (name === 'local') return openLocalCluster(module);
  const described = await findDescribed(name);
  const suits = name !== undefined || nodesMissing(module, described?.nodes ?? []).length === 0;
  if (described !== undefined && suits) return withNodesOf(module, await openDescribedCluster(described));
  const {readLab, runningLabs, isUp} = await import('../lab/lab-record.ts');
  if (name === undefined) {
    const lab = (await runningLabs(process.env)).find(({nodes}) => nodesMissing(module, nodes).length === 0);
    return lab === undefined ? openRecordedCluster(module, pace) : openLabCluster(lab);
  }
  const lab = await readLab(name, process.env);
  if (lab === undefined) throw new Failure(await noCluster(name));
  if (!(await isUp(lab))) throw new Failure(`the lab ${name} is not running: \`deepdive lab up ${name}\` starts it`);
  return withNodesOf(module, await openLabCluster(lab));
}

async function noCluster(name: string): Promise<string> {
  const {isLabName} = await import('../lab/places.ts');
  const own = '`clusters.yaml` names your own machines';
  if (!isLabName(name)) return `there is no cluster ${JSON.stringify(name)}: ${own}`;
  return `there is no cluster ${name}: \`deepdive lab up ${name}\` makes a lab of that name, ${own}`;
}

function withNodesOf(module: Module, cluster: Cluster): Cluster {
  const missing = nodesMissing(module, cluster.nodes);
  if (missing.length === 0) return cluster;
  throw new Failure(`the cluster ${cluster.name} does not do: ${missingWords(missing, cluster.nodes)}`);
}

/** The cluster of clusters.yaml with that name, or the file's default. */
async function findDescribed(name: string | undefined): Promise<InventoryCluster | undefined> {
  const file = join(configFolder(process.env), 'clusters.yaml');
  // Most people have none, and reading one loads a YAML reader.
  if (!existsSync(file)) return undefined;
  const {readInventory} = await import('../cluster/inventory.ts');
  const read = readInventory(file);
  if (read.kind === 'unusable') throw new Failure(read.problems.map(formatProblem).join('\n'));
  const chosen = name ?? read.inventory.default;
  return chosen === undefined ? undefined : read.inventory.clusters.get(chosen);
}

async function openDescribedCluster(described: InventoryCluster): Promise<Cluster> {
  const {openInventoryCluster} = await import('../cluster/open-inventory.ts');
  return openInventoryCluster(described, process.env.XDG_RUNTIME_DIR);
}

async function openLabCluster(lab: LabRecord): Promise<Cluster> {
  const instance = labInstance(lab);
  if (lab.kind === 'docker') {
    const {containerCluster} = await import('../cluster/container.ts');
    const {name, socket, images} = lab;
    const nodes = lab.nodes.map(({id, role, container}) => ({id, role, container, socket}));
    return {...containerCluster({name, nodes, images}), instance};
  }
  const {sshCluster} = await import('../cluster/ssh.ts');
  const {name, nodes, sshConfig, images} = lab;
  const cluster = sshCluster({
    name,
    nodes: nodes.map(({id, host, role}) => ({id, host, role})),
    configFile: sshConfig,
    images,
    runtimeDir: process.env.XDG_RUNTIME_DIR,
  });
  return {...cluster, instance};
}

/** A lab that was made anew has new processes, or containers: what ran on the old one is gone. */
function labInstance(lab: LabRecord): string {
  const made = lab.kind === 'uml' ? lab.nodes.map(node => node.process) : lab.nodes.map(node => node.containerId);
  return createHash('sha256').update(JSON.stringify(made)).digest('hex').slice(0, 16);
}

async function openLocalCluster(module: Module): Promise<Cluster> {
  const [first] = module.nodes;
  if (first === undefined) throw new Failure(`${module.id} has no nodes`);
  // Nodes of a swarm are alike: what needs others is shown as unavailable. Other machines may each be something else.
  if (module.nodes.length > 1 && !isOfSwarm(module)) {
    throw new Failure(
      `${module.id} needs ${module.nodes.length} nodes and this machine is one: try \`deepdive lab up\``,
    );
  }
  const {localCluster} = await import('../cluster/local.ts');
  return localCluster({name: 'local', nodes: [{id: first.id, role: first.role}]});
}

/** Plays the recording of that name; without one that of the newest engine. */
function openRecordedCluster(module: Module, pace: 'real' | 'instant', name?: string): Cluster {
  const files = recordingFiles(module);
  const newest = files.at(-1);
  if (newest === undefined) {
    const way =
      module.nodes.length > 1
        ? '`deepdive lab up` makes a cluster to run it on'
        : 'with `--cluster local` it runs on this machine';
    throw new Failure(`${module.id} has no recording: ${way}`);
  }
  const chosen = name === undefined ? newest : findRecording(files, name);
  if (chosen === undefined) {
    throw unknownName(
      'recording',
      name ?? '',
      files.map(one => one.name),
    );
  }
  const read = readRecording(chosen.file);
  if (read.kind === 'unusable') throw new Failure(formatProblem(read.problem), EXIT.damaged);
  const cluster = playbackCluster(read.recording, {pace});
  // Each recording has a progress of its own.
  return chosen === newest ? cluster : {...cluster, name: `${ONE_RECORDING}${chosen.name}`};
}
