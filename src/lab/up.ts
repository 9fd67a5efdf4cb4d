import {mkdir} from 'node:fs/promises';
import {EXIT, Failure} from '../core/failure.ts';
import {startNode, waitForSsh} from './boot.ts';
import {withClaim} from './claim.ts';
import {removeLab} from './down.ts';
import {type NodeImage, nodeImage} from './image-cache.ts';
import {writeKeys} from './keys.ts';
import {labKind, otherKind} from './kind.ts';
import {isRunning, readLab, type UmlLab, writeLab} from './lab-record.ts';
import {type LabMake, makeOf, otherMake, sameMake} from './make.ts';
import {createNetwork, isForeign} from './network.ts';
import {type Env, type LabPlaces, labPlaces} from './places.ts';
import {LAB_NODES} from './plan.ts';
import {type OnProgress, phase} from './progress.ts';
import {SERVICE_IMAGES} from './service-images.ts';
import {joinSwarm} from './swarm.ts';
import {timed} from './took.ts';

export interface UpOptions {
  readonly env: Env;
  readonly onProgress: OnProgress;
  /** Aborting removes what was made so far. */
  readonly signal?: AbortSignal;
  /** Takes down a lab of that name that runs, too. */
  readonly fresh?: boolean;
  /** Which engine; as it was, unless said. */
  readonly make?: LabMake | undefined;
}

export interface UpResult {
  readonly kind: 'made' | 'already';
  readonly lab: UmlLab;
}

const BOOT_MS = 90_000;

/** Brings up a lab of three nodes in a swarm. What a dead or half-made lab of that name left is removed first. */
export async function labUp(name: string, options: UpOptions): Promise<UpResult> {
  const places = labPlaces(name, options.env);
  return withClaim(places, async () => {
    const existing = await readLab(name, options.env);
    // What was left half made of the other kind has no record, and its containers would stay.
    if (existing?.kind === 'docker' || (await labKind(name, options.env)) === 'docker')
      throw otherKind({name, kind: 'docker'});
    const make = options.make ?? makeOf(existing);
    if (!options.fresh && existing && isRunning(existing)) {
      if (!sameMake(make, makeOf(existing))) throw otherMake(existing, make);
      return {kind: 'already', lab: existing};
    }
    if (await isForeign(places)) {
      throw new Failure(
        `another user's or another state folder's lab is named ${name}; take another name`,
        EXIT.failed,
      );
    }
    const image = await nodeImage(make.release, options);
    await removeLab(places);
    try {
      const lab = await timed(options.env, 'lab', () => makeLab(places, {make, image}, options));
      await writeLab(lab, options.env);
      return {kind: 'made', lab};
    } catch (error) {
      await removeLab(places);
      throw error;
    }
  });
}

interface Built {
  readonly make: LabMake;
  readonly image: NodeImage;
}

async function makeLab(places: LabPlaces, {make, image}: Built, {onProgress, signal}: UpOptions): Promise<UmlLab> {
  await mkdir(places.folder, {recursive: true, mode: 0o700});
  await writeKeys(places, LAB_NODES, image.hostTree);
  await createNetwork(places, LAB_NODES);
  const started = await phase(onProgress, `start ${LAB_NODES.length} kernels`, () =>
    Promise.all(
      LAB_NODES.map(async node => ({node, process: await startNode(places, image, node, {overlays: make.overlays})})),
    ),
  );
  await phase(onProgress, 'boot them and join their engines into a swarm', () => {
    const sessions = started.map(({node, process}) => ({
      node,
      reachable: waitForSsh(places, node, {kernel: process, deadlineMs: BOOT_MS, signal}),
    }));
    return joinSwarm(places, sessions, signal);
  });
  return {
    version: 1,
    name: places.name,
    kind: 'uml',
    nodes: started.map(({node: {id, address, role}, process}) => ({id, host: id, address, role, process})),
    sshConfig: places.sshConfig,
    images: SERVICE_IMAGES,
    engine: image.engine,
    release: make.release.engine,
    overlays: make.overlays,
  };
}
