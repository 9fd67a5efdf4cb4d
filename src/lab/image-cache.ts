import {chmod, mkdir, mkdtemp, readdir, readFile, rename, rm, stat, utimes} from 'node:fs/promises';
import {join} from 'node:path';
import * as z from 'zod';
import {EXIT, Failure} from '../core/failure.ts';
import {isAlive, markProcess} from '../state/process-mark.ts';
import {buildImage} from './build-image.ts';
import {type Env, imagesFolder} from './places.ts';
import {type OnProgress, phase} from './progress.ts';
import {recipeHash} from './recipe.ts';
import {type Release, USUAL_RELEASE} from './release.ts';
import {timed} from './took.ts';

/** A finished node image. */
export interface NodeImage {
  readonly folder: string;
  readonly hostTree: string;
  /** As in `docker 26.1.5`. */
  readonly engine: string;
}

export interface ImageOptions {
  readonly env: Env;
  readonly onProgress: OnProgress;
  readonly signal?: AbortSignal | undefined;
}

const UNUSED_MS = 30 * 24 * 3600 * 1000;

const description = z.strictObject({engine: z.string().max(100)});

/** The image of today's recipe, from the cache or freshly made. */
export async function nodeImage(release: Release, {env, onProgress, signal}: ImageOptions): Promise<NodeImage> {
  const folder = join(imagesFolder(env), recipeHash(release));
  await mkdir(imagesFolder(env), {recursive: true});
  await removeAbandoned(env);
  const found = await readImage(folder);
  if (found) {
    await utimes(folder, new Date(), new Date());
    return found;
  }
  const make = () => makeImage(folder, release, {env, onProgress, signal});
  return phase(onProgress, 'make the node image (once)', () => timed(env, 'image', make));
}

async function makeImage(
  folder: string,
  release: Release,
  {env, onProgress, signal}: ImageOptions,
): Promise<NodeImage> {
  const building = await buildFolder(folder);
  // The kernel, which is not root, reaches the disk through this folder.
  await chmod(building, 0o755);
  try {
    await buildImage({folder: building, release, onProgress, signal});
    await putInPlace(building, folder);
    await removeUnused(env);
  } finally {
    await rm(building, {recursive: true, force: true});
  }
  const made = await readImage(folder);
  if (!made) throw new Failure(`the node image in ${folder} is not complete; remove it and try again`, EXIT.failed);
  return made;
}

/** A fresh folder beside the image that is built in it; removed by whoever comes next when its builder has died. */
export function buildFolder(image: string): Promise<string> {
  return mkdtemp(`${image}.building-${markText()}-`);
}

/** Removes half-made images whose builder has died, as a killed `lab up` leaves them. */
export async function removeAbandoned(env: Env): Promise<void> {
  for (const name of await readdir(imagesFolder(env)).catch(() => [])) {
    const [, pid, start, boot] = /\.building-(\d+)-(\d+)-([0-9a-f-]{36})-/.exec(name) ?? [];
    if (pid === undefined || start === undefined || boot === undefined) continue;
    if (!isAlive({pid: Number(pid), start, boot}))
      await rm(join(imagesFolder(env), name), {recursive: true, force: true});
  }
}

/** Images of older recipes, when no lab has been started from them for long; running labs hold theirs open. */
async function removeUnused(env: Env): Promise<void> {
  for (const name of await readdir(imagesFolder(env))) {
    const folder = join(imagesFolder(env), name);
    const {mtimeMs} = await stat(folder);
    if (/^[0-9a-f]{16}$/.test(name) && Date.now() - mtimeMs > UNUSED_MS)
      await rm(folder, {recursive: true, force: true});
  }
}

/** Whether the image of today's recipe is in the cache, so that a lab is up soon. */
export async function hasImage(env: Env, release = USUAL_RELEASE): Promise<boolean> {
  const made = await stat(join(imagesFolder(env), recipeHash(release), 'image.json')).catch(() => undefined);
  return made !== undefined;
}

async function readImage(folder: string): Promise<NodeImage | undefined> {
  const text = await readFile(join(folder, 'image.json'), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  return {folder, hostTree: join(folder, 'host'), ...description.parse(JSON.parse(text))};
}

/** When two builders finish, the first one's image stays: nodes may already run on it. */
async function putInPlace(building: string, folder: string): Promise<void> {
  await rename(building, folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
  });
}

function markText(): string {
  const mark = markProcess(process.pid);
  if (!mark) throw new Error('/proc is not readable');
  return `${mark.pid}-${mark.start}-${mark.boot}`;
}
