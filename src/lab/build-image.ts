import {chmod, chown, open, rename, rm, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {bakeImage} from './bake.ts';
import {archiveServices, finishTree, installPackages, type TreeRecipe} from './build-tree.ts';
import {KERNEL_UID} from './plan.ts';
import {type OnProgress, phase} from './progress.ts';
import {DISK_SIZE, DPKG_OPTIONS, FILES, FINISH_SCRIPT, TOOLS} from './recipe.ts';
import type {Release} from './release.ts';
import {runTool} from './run-tool.ts';

export interface ImageBuild {
  /** Exists and is empty; gets base.img, host/ and image.json. */
  readonly folder: string;
  readonly release: Release;
  readonly onProgress: OnProgress;
  readonly signal?: AbortSignal | undefined;
}

/** Makes a node image. */
export async function buildImage({folder, release, onProgress, signal}: ImageBuild): Promise<void> {
  const recipe: TreeRecipe = {
    release,
    packages: [...release.packages, ...TOOLS],
    dpkgOptions: DPKG_OPTIONS,
    files: FILES,
    finish: FINISH_SCRIPT,
  };
  const tree = join(folder, 'tree');
  const host = join(folder, 'host');
  const disk = join(folder, 'base.img');
  const archive = join(folder, 'images.tar');
  const options = {signal, onLine: (text: string) => onProgress({kind: 'line', text})};

  await phase(onProgress, `install Debian ${release.suite} with Docker and a kernel`, async () => {
    await installPackages(tree, recipe, options);
  });
  await phase(onProgress, 'make the images redis, vote and worker', async () => {
    await finishTree(tree, recipe, options);
    await rename(join(tree, 'stage/host'), host);
    await archiveServices(join(tree, 'stage/service'), archive, folder, signal);
    await chown(archive, KERNEL_UID, KERNEL_UID);
    await rm(join(tree, 'stage'), {recursive: true});
  });
  await phase(onProgress, "write the nodes' disk", async () => {
    // Nodes are thrown away, never repaired: a journal would only cost time.
    await runTool('mke2fs', ['-q', '-t', 'ext4', '-O', '^has_journal', '-m', '0', '-d', tree, disk, DISK_SIZE], {
      signal,
    });
    await rm(tree, {recursive: true});
  });
  const engine = await phase(onProgress, 'load the images on it', () =>
    bakeImage({folder, host, disk, archive}, signal),
  );
  await rm(archive);
  await chown(disk, 0, 0);
  await chmod(disk, 0o444);
  await writeFile(join(folder, 'image.json'), JSON.stringify({engine}));
  await flush(disk);
}

/** A power cut must not leave a folder in place whose disk is half written. */
async function flush(path: string): Promise<void> {
  const file = await open(path);
  await file.sync();
  await file.close();
}
