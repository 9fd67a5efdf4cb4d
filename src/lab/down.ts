import {rm} from 'node:fs/promises';
import {withClaim} from './claim.ts';
import {removeAbandoned} from './image-cache.ts';
import {removeNetwork} from './network.ts';
import {type Env, type LabPlaces, labPlaces} from './places.ts';

/** Removes all there is of a lab, however much of it was made: its processes, network namespace and files. */
export async function labDown(name: string, env: Env): Promise<void> {
  const places = labPlaces(name, env);
  await withClaim(places, () => removeLab(places));
  await removeAbandoned(env);
}

/** For a program that has the claim. */
export async function removeLab(places: LabPlaces): Promise<void> {
  await removeNetwork(places);
  await rm(places.folder, {recursive: true, force: true});
}
