import {mkdir, writeFile} from 'node:fs/promises';
import {containerNode} from '../../cluster/container.ts';
import {engineProblem} from '../../cluster/engine.ts';
import {EXIT, Failure} from '../../core/failure.ts';
import {withClaim} from '../claim.ts';
import {FEATURES_SCRIPT, readTrials} from '../kernel-features.ts';
import {labKind, otherKind, socketFile} from '../kind.ts';
import {type DockerLab, isUp, readLab, writeLab} from '../lab-record.ts';
import {type LabPlaces, labPlaces} from '../places.ts';
import {phase} from '../progress.ts';
import {SERVICE_IMAGES} from '../service-images.ts';
import {timed} from '../took.ts';
import type {UpOptions} from '../up.ts';
import {addressIn} from './addresses.ts';
import {
  type ContainerPlan,
  containerName,
  createNetwork,
  foreignContainers,
  foreignLab,
  startContainer,
} from './containers.ts';
import {removeDockerLab} from './down.ts';
import {nodeContainerImage} from './image.ts';
import {engineVersion, joinSwarm, runScript} from './join.ts';
import type {ReadyEngine} from './requirements.ts';

export interface DockerUpResult {
  readonly kind: 'made' | 'already';
  readonly lab: DockerLab;
}

const NODES: readonly ContainerPlan[] = [
  {id: 'swarm-01', role: 'manager', host: 11},
  {id: 'swarm-02', role: 'worker', host: 12},
  {id: 'swarm-03', role: 'worker', host: 13},
];

/** Brings up a lab of three containers in a swarm. What a dead or half-made lab of that name left is removed first. */
export async function dockerLabUp(name: string, ready: ReadyEngine, options: UpOptions): Promise<DockerUpResult> {
  const places = labPlaces(name, options.env);
  return withClaim(places, async () => {
    const existing = await readLab(name, options.env);
    // What was left half made of the other kind has no record.
    if (existing?.kind === 'uml' || (await labKind(name, options.env)) === 'uml') throw otherKind({name, kind: 'uml'});
    if (!options.fresh && existing !== undefined && (await isUp(existing))) return {kind: 'already', lab: existing};
    return told(ready, async () => {
      if ((await foreignContainers(ready.engine, places, options.env)).length > 0) {
        throw new Failure(foreignLab(name, 'take another name'), EXIT.failed);
      }
      const image = await nodeContainerImage(ready.engine, options);
      await removeDockerLab(places, options.env, existing?.socket);
      try {
        const lab = await timed(options.env, 'dockerLab', () => makeLab(places, image, ready, options));
        await writeLab(lab, options.env);
        return {kind: 'made', lab};
      } catch (error) {
        await removeDockerLab(places, options.env, ready.socket);
        throw error;
      }
    });
  });
}

async function makeLab(
  places: LabPlaces,
  image: string,
  {engine, socket, modules}: ReadyEngine,
  {env, onProgress, signal}: UpOptions,
): Promise<DockerLab> {
  await mkdir(places.folder, {recursive: true, mode: 0o700});
  await writeFile(socketFile(places), `${socket}\n`, {mode: 0o600});
  const {subnet, started} = await phase(onProgress, `start ${NODES.length} containers`, async () => {
    const subnet = await createNetwork(engine, places, env);
    const start = {places, env, image, nodes: NODES, subnet, modules};
    const started = await allOf(NODES.map(plan => startContainer(engine, plan, start)));
    signal?.throwIfAborted();
    return {subnet, started};
  });
  const address = (host: number) => addressIn(subnet, host);
  const nodes = NODES.map(({id, role}) => containerNode({id, role, container: containerName(places, id), socket}));
  await phase(onProgress, 'join their engines into a swarm, and load the images', () =>
    joinSwarm(
      nodes.map((node, i) => ({node, address: address(NODES[i]!.host)})),
      signal,
    ),
  );
  const manager = nodes[0]!;
  const [version, said] = await phase(onProgress, 'try what the kernel can do', () =>
    Promise.all([engineVersion(manager), runScript(manager, FEATURES_SCRIPT, {...(signal && {signal})})]),
  );
  const {lacks, untried} = readTrials(said);
  return {
    version: 1,
    name: places.name,
    kind: 'docker',
    socket,
    nodes: NODES.map(({id, role, host}, i) => {
      return {id, role, container: containerName(places, id), containerId: started[i]!.id, address: address(host)};
    }),
    images: SERVICE_IMAGES,
    engine: version,
    lacks: [...lacks],
    untried: [...untried],
  };
}

/** Waits for all before it throws for one: what comes later would not be found when the lab is removed. */
async function allOf<T>(works: readonly Promise<T>[]): Promise<readonly T[]> {
  await Promise.allSettled(works);
  return Promise.all(works);
}

/** What an engine refuses is told in its words; more of them than one are about a node's rights. */
async function told<T>({socket}: ReadyEngine, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Failure || (error as Error).name === 'AbortError') throw error;
    const problem = engineProblem(error, socket);
    const rights = /operation not permitted|permission denied|apply caps|cgroup/i.test(problem)
      ? '; a node needs all capabilities but SYS_RESOURCE, and a writable part of the control groups'
      : '';
    const room = /no space left/i.test(problem) ? "; `docker system df` shows what fills the engine's disk" : '';
    throw new Failure(`the engine could not make the lab: ${problem}${rights}${room}`, EXIT.failed);
  }
}
