import {mkdir, rename, rm} from 'node:fs/promises';
import {dirname, join} from 'node:path';
import {execa} from 'execa';
import type {Engine} from '../../cluster/engine.ts';
import {EXIT, Failure} from '../../core/failure.ts';
import {archiveServices, finishTree, installPackages} from '../build-tree.ts';
import {buildFolder, type ImageOptions, removeAbandoned} from '../image-cache.ts';
import {imagesFolder} from '../places.ts';
import {phase} from '../progress.ts';
import {timed} from '../took.ts';
import {IMAGES_ARCHIVE} from './init-script.ts';
import {containerRecipeHash, RECIPE} from './recipe.ts';

const REPOSITORY = 'deepdive/node';

function nodeImageName(): string {
  return `${REPOSITORY}:${containerRecipeHash()}`;
}

/** Whether the engine has the image of today's recipe. */
export async function hasNodeImage(engine: Engine): Promise<boolean> {
  return (await imagesNamed(engine, nodeImageName())).length > 0;
}

/** The name of the node image, which the engine keeps, or is given first. */
export async function nodeContainerImage(engine: Engine, options: ImageOptions): Promise<string> {
  const {env, onProgress} = options;
  if (!(await hasNodeImage(engine))) {
    await phase(onProgress, 'make the node image (once)', () =>
      timed(env, 'dockerImage', () => buildImage(engine, options)),
    );
    await removeOlder(engine);
  }
  return nodeImageName();
}

async function buildImage(engine: Engine, {env, onProgress, signal}: ImageOptions): Promise<void> {
  await mkdir(imagesFolder(env), {recursive: true});
  await removeAbandoned(env);
  const folder = await buildFolder(join(imagesFolder(env), containerRecipeHash()));
  const tree = join(folder, 'tree');
  const options = {signal, onLine: (text: string) => onProgress({kind: 'line', text})};
  try {
    await phase(onProgress, `install Debian ${RECIPE.release.suite} with Docker`, () =>
      installPackages(tree, RECIPE, options),
    );
    await phase(onProgress, 'make the images redis, vote and worker', async () => {
      await finishTree(tree, RECIPE, options);
      const archive = join(folder, 'images.tar');
      await archiveServices(join(tree, 'stage/service'), archive, folder, signal);
      await rm(join(tree, 'stage'), {recursive: true});
      await mkdir(dirname(join(tree, IMAGES_ARCHIVE)), {recursive: true});
      await rename(archive, join(tree, IMAGES_ARCHIVE));
    });
    await phase(onProgress, 'give the image to the engine', () => importTree(engine, tree, signal));
  } finally {
    await rm(folder, {recursive: true, force: true});
  }
}

async function importTree(engine: Engine, tree: string, signal?: AbortSignal): Promise<void> {
  const tar = execa('tar', ['-C', tree, '--numeric-owner', '-c', '.'], {
    buffer: {stdout: false},
    reject: false,
    ...(signal && {cancelSignal: signal}),
  });
  const [repo, tag] = nodeImageName().split(':') as [string, string];
  // An engine takes a tar that breaks off between two files for a whole one: only a whole one gets the name that counts.
  const unproven = {repo, tag: `${tag}-${process.pid}`};
  try {
    const answer = await engine.importImage(tar.stdout, unproven);
    const {failed, stderr} = await tar;
    signal?.throwIfAborted();
    if (failed) throw new Failure(`tar failed: ${stderr}`, EXIT.failed);
    await new Promise<void>((resolve, reject) => {
      engine.modem.followProgress(answer, (error: Error | null) => (error === null ? resolve() : reject(error)));
    });
    await engine.getImage(`${unproven.repo}:${unproven.tag}`).tag({repo, tag});
  } finally {
    // One that the engine refused would wait for a reader.
    tar.kill('SIGKILL');
    await removeTag(engine, `${unproven.repo}:${unproven.tag}`);
  }
}

/** Images of older recipes; one that a lab still runs on stays, and one of today's that another program is sending. */
async function removeOlder(engine: Engine): Promise<void> {
  const own = nodeImageName();
  const found = await imagesNamed(engine, REPOSITORY);
  const older = found.flatMap(({RepoTags}) => (RepoTags ?? []).filter(tag => !tag.startsWith(own)));
  await Promise.all(older.map(tag => removeTag(engine, tag)));
}

/** Removes the image as well, when it has no other name and nothing runs on it; else it stays. */
async function removeTag(engine: Engine, tag: string): Promise<void> {
  await engine
    .getImage(tag)
    .remove()
    .catch(() => {});
}

function imagesNamed(engine: Engine, reference: string) {
  return engine.listImages({filters: JSON.stringify({reference: [reference]})});
}
