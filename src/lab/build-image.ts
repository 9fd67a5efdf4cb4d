import {createHash} from 'node:crypto';
import {createReadStream} from 'node:fs';
import {chmod, chown, mkdir, open, rename, rm, writeFile} from 'node:fs/promises';
import {dirname, join} from 'node:path';
import {pipeline} from 'node:stream/promises';
import {bakeImage} from './bake.ts';
import {describeImages} from './image-archive.ts';
import {KERNEL_UID} from './plan.ts';
import {type OnProgress, phase} from './progress.ts';
import {
  ARCHITECTURE,
  DISK_SIZE,
  DPKG_OPTIONS,
  FILES,
  FINISH_SCRIPT,
  MIRROR,
  PACKAGES,
  SUITE,
  VARIANT,
} from './recipe.ts';
import {runTool} from './run-tool.ts';
import {SERVICE_COMMANDS, SERVICE_IMAGES} from './service-images.ts';

/** Makes the node image in `folder`, which exists and is empty: base.img, host/ and image.json. */
export async function buildImage(folder: string, onProgress: OnProgress, signal?: AbortSignal): Promise<void> {
  const tree = join(folder, 'tree');
  const host = join(folder, 'host');
  const disk = join(folder, 'base.img');
  const archive = join(folder, 'images.tar');
  const options = {signal, onLine: (text: string) => onProgress({kind: 'line', text})};

  await phase(onProgress, `install Debian ${SUITE} with Docker and a kernel`, async () => {
    await mkdir(tree);
    await contained('mmdebstrap', debstrapArguments(tree), options);
  });
  await phase(onProgress, 'make the images redis, vote and worker', async () => {
    await writeFiles(tree);
    await contained('chroot', [tree, '/bin/sh', '-c', FINISH_SCRIPT], options);
    await rename(join(tree, 'stage/host'), host);
    await archiveServices(join(tree, 'stage/service'), archive, folder, signal);
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

/** The options come by a hook, as mmdebstrap's own way (--dpkgopt) filters every archive in Perl, which takes 7 s more. */
function debstrapArguments(tree: string): readonly string[] {
  return [
    '--mode=root',
    `--variant=${VARIANT}`,
    `--architectures=${ARCHITECTURE}`,
    '--aptopt=Acquire::Languages "none"',
    `--extract-hook=printf '%s\\n' ${DPKG_OPTIONS.map(option => `'${option}'`).join(' ')} >"$1/etc/dpkg/dpkg.cfg.d/lab"`,
    `--include=${PACKAGES.join(',')}`,
    SUITE,
    tree,
    MIRROR,
  ];
}

/** Runs a tool so that it ends, with all it started and mounted, when this program ends in any way. */
function contained(file: string, args: readonly string[], options: Parameters<typeof runTool>[2]): Promise<string> {
  const namespaces = ['unshare', '--mount', '--pid', '--fork', '--kill-child', '--mount-proc'];
  return runTool('setpriv', ['--pdeathsig', 'KILL', ...namespaces, file, ...args], options);
}

async function writeFiles(tree: string): Promise<void> {
  for (const [path, text] of Object.entries(FILES)) {
    await mkdir(dirname(join(tree, path)), {recursive: true});
    await rm(join(tree, path), {force: true});
    await writeFile(join(tree, path), text, {mode: text.startsWith('#!') ? 0o755 : 0o644});
  }
}

async function archiveServices(service: string, archive: string, folder: string, signal?: AbortSignal): Promise<void> {
  const stage = join(folder, 'archive');
  const layer = join(stage, 'layer.tar');
  await mkdir(stage);
  await runTool(
    'tar',
    ['-C', service, '--sort=name', '--mtime=@0', '--owner=0', '--group=0', '--numeric-owner', '-cf', layer, '.'],
    {signal},
  );
  const hash = createHash('sha256');
  await pipeline(createReadStream(layer), hash);
  const names = Object.keys(SERVICE_IMAGES) as (keyof typeof SERVICE_IMAGES)[];
  const images = names.map(name => ({reference: SERVICE_IMAGES[name], command: SERVICE_COMMANDS[name]}));
  for (const {path, text} of describeImages(images, hash.digest('hex'))) await writeFile(join(stage, path), text);
  await runTool('tar', ['-C', stage, '-cf', archive, '.'], {signal});
  await rm(stage, {recursive: true});
  await chown(archive, KERNEL_UID, KERNEL_UID);
}
