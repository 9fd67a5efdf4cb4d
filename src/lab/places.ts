import {join} from 'node:path';
import {cacheFolder, stateFolder} from '../state/paths.ts';

export type Env = Readonly<Record<string, string | undefined>>;

/** Where the things of one lab are kept on this machine. */
export interface LabPlaces {
  readonly name: string;
  /** Removed by `lab down`. */
  readonly folder: string;
  readonly record: string;
  /** Tells which program is making or removing the lab; beside `folder`, as it outlives it. */
  readonly claim: string;
  readonly sshConfig: string;
  readonly netns: string;
  readonly netnsFile: string;
}

const NAME = /^[a-z][a-z0-9-]{0,20}$/;

/** Names end up in paths, namespaces and shell lines, so nothing else is let through. */
export function isLabName(name: string): boolean {
  return NAME.test(name);
}

export function labsFolder(env: Env): string {
  return join(stateFolder(env), 'labs');
}

/** Node images by the hash of their recipe. */
export function imagesFolder(env: Env): string {
  return join(cacheFolder(env), 'lab');
}

export function labPlaces(name: string, env: Env): LabPlaces {
  if (!isLabName(name)) throw new Error(`not a lab name: ${JSON.stringify(name)}`);
  const folder = join(labsFolder(env), name);
  const netns = `deepdive-${name}`;
  return {
    name,
    folder,
    record: join(folder, 'lab.json'),
    claim: join(labsFolder(env), `.${name}.claim`),
    sshConfig: join(folder, 'ssh_config'),
    netns,
    netnsFile: `/run/netns/${netns}`,
  };
}
