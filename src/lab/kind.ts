import {existsSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {EXIT, Failure} from '../core/failure.ts';
import {type LabKind, type LabRecord, readLab} from './lab-record.ts';
import {type Env, type LabPlaces, labPlaces} from './places.ts';

/** Says which engine a lab is made on before there is a record, so that what a killed `lab up` left is found. */
export function socketFile(places: LabPlaces): string {
  return join(places.folder, 'engine-socket');
}

export function readSocket(places: LabPlaces): string | undefined {
  try {
    return readFileSync(socketFile(places), 'utf8').trim();
  } catch {
    return undefined;
  }
}

/** What a lab of that name is, or is being made as, or was left half made as. */
export async function labKind(name: string, env: Env): Promise<LabKind | undefined> {
  const lab = await readLab(name, env);
  if (lab !== undefined) return lab.kind;
  const places = labPlaces(name, env);
  if (readSocket(places) !== undefined) return 'docker';
  return existsSync(places.folder) || existsSync(places.netnsFile) ? 'uml' : undefined;
}

export function otherKind({name, kind}: Pick<LabRecord, 'name' | 'kind'>): Failure {
  return new Failure(
    `lab ${name} is there already, and of the kind ${kind}: \`deepdive lab down ${name}\` removes it; or take another name`,
    EXIT.failed,
  );
}
