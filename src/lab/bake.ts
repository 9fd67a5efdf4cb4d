import {chmod, chown, mkdir, rm} from 'node:fs/promises';
import {basename, join} from 'node:path';
import {EXIT, Failure} from '../core/failure.ts';
import {kernelCommand} from './kernel.ts';
import {lastWords} from './last-words.ts';
import {KERNEL_UID} from './plan.ts';
import {runTool} from './run-tool.ts';

export interface Bake {
  readonly folder: string;
  readonly host: string;
  readonly disk: string;
  readonly archive: string;
}

/** Boots one kernel on the new disk to let its own Docker load the images, and returns the engine's version. */
export async function bakeImage(bake: Bake, signal?: AbortSignal): Promise<string> {
  const node = join(bake.folder, 'bake');
  await mkdir(node);
  for (const path of [node, bake.disk]) await chown(path, KERNEL_UID, KERNEL_UID);
  await chmod(bake.disk, 0o600);
  const [command, ...args] = kernelCommand({
    id: 'bake',
    hostTree: bake.host,
    imageFolder: bake.folder,
    nodeFolder: node,
    disk: `/base/${basename(bake.disk)}`,
    seed: `/base/${basename(bake.archive)}`,
    words: {task: 'bake'},
  });
  const said = await runTool('setpriv', ['--pdeathsig', 'KILL', command, ...args], {signal, words: lastWords});
  await rm(node, {recursive: true});
  const version = /^@deepdive baked (\S+)/m.exec(said)?.[1];
  if (version === undefined) {
    throw new Failure(`the new nodes' disk could not load its images: ${lastWords(said)}`, EXIT.failed);
  }
  // Debian's `+dfsg1` names its packaging, not the engine.
  return `docker ${version.split('+')[0]}`;
}
