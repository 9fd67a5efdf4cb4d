import {rm} from 'node:fs/promises';
import {engineProblem, openEngine} from '../../cluster/engine.ts';
import {EXIT, Failure} from '../../core/failure.ts';
import {withClaim} from '../claim.ts';
import {removeAbandoned} from '../image-cache.ts';
import {readSocket} from '../kind.ts';
import {readLab} from '../lab-record.ts';
import {type Env, type LabPlaces, labPlaces} from '../places.ts';
import {foreignContainers, foreignLab, removeContainers} from './containers.ts';
import {engineSocket} from './socket.ts';

/** Removes all there is of a lab of containers, however much of it was made. */
export async function dockerLabDown(name: string, env: Env): Promise<void> {
  const places = labPlaces(name, env);
  await withClaim(places, async () => {
    const lab = await readLab(name, env);
    if (lab === undefined && readSocket(places) === undefined) await refuseForeign(places, env);
    await removeDockerLab(places, env, lab?.kind === 'docker' ? lab.socket : undefined);
  });
  await removeAbandoned(env);
}

/** A lab that is only somebody else's is not gone. An engine that cannot be asked is told of by the removal. */
async function refuseForeign(places: LabPlaces, env: Env): Promise<void> {
  const [foreign] = await foreignContainers(openEngine(engineSocket(env)), places, env).catch(() => []);
  if (foreign !== undefined) throw new Failure(foreignLab(places.name, 'whoever made it can remove it'), EXIT.failed);
}

/** For a program that has the claim. */
export async function removeDockerLab(places: LabPlaces, env: Env, socket: string | undefined): Promise<void> {
  const at = socket ?? readSocket(places) ?? engineSocket(env);
  try {
    await removeContainers(openEngine(at), places, env);
  } catch (error) {
    // An engine of another socket that is not even there has taken its containers with it.
    const isGone = (error as NodeJS.ErrnoException).code === 'ENOENT' && at !== engineSocket(env);
    if (!isGone) throw new Failure(`lab ${places.name} cannot be removed: ${engineProblem(error, at)}`, EXIT.failed);
  }
  await rm(places.folder, {recursive: true, force: true});
}
