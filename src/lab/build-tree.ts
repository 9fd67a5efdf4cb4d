import {createHash} from 'node:crypto';
import {createReadStream} from 'node:fs';
import {mkdir, rm, writeFile} from 'node:fs/promises';
import {dirname, join} from 'node:path';
import {pipeline} from 'node:stream/promises';
import {describeImages} from './image-archive.ts';
import {ARCHITECTURE, MIRROR, VARIANT} from './recipe.ts';
import type {Release} from './release.ts';
import {runTool, type ToolOptions} from './run-tool.ts';
import {SERVICE_COMMANDS, SERVICE_IMAGES} from './service-images.ts';

/** What a tree of Debian is made of. */
export interface TreeRecipe {
  readonly release: Release;
  readonly packages: readonly string[];
  readonly dpkgOptions: readonly string[];
  /** Written into the tree before `finish` runs there: path → text; scripts are made executable. */
  readonly files: Readonly<Record<string, string>>;
  readonly finish: string;
}

export async function installPackages(tree: string, recipe: TreeRecipe, options: ToolOptions): Promise<void> {
  await mkdir(tree);
  await contained('mmdebstrap', debstrapArguments(tree, recipe), options);
}

export async function finishTree(tree: string, {files, finish}: TreeRecipe, options: ToolOptions): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(tree, path)), {recursive: true});
    await rm(join(tree, path), {force: true});
    await writeFile(join(tree, path), text, {mode: text.startsWith('#!') ? 0o755 : 0o644});
  }
  await contained('chroot', [tree, '/bin/sh', '-c', finish], options);
}

/** Makes the archive of the service images, as `docker load` takes it, of the tree `service`; `folder` is for its parts. */
export async function archiveServices(
  service: string,
  archive: string,
  folder: string,
  signal?: AbortSignal,
): Promise<void> {
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
}

/** The options come by a hook, as mmdebstrap's own way (--dpkgopt) filters every archive in Perl, which takes 7 s more. */
function debstrapArguments(tree: string, {release, packages, dpkgOptions}: TreeRecipe): readonly string[] {
  return [
    '--mode=root',
    `--variant=${VARIANT}`,
    `--architectures=${ARCHITECTURE}`,
    '--aptopt=Acquire::Languages "none"',
    // Releases that are not stable yet expire in a week; a mirror that stands still does for a lab.
    '--aptopt=Acquire::Check-Valid-Until "false"',
    `--extract-hook=printf '%s\\n' ${dpkgOptions.map(option => `'${option}'`).join(' ')} >"$1/etc/dpkg/dpkg.cfg.d/lab"`,
    `--include=${packages.join(',')}`,
    release.suite,
    tree,
    MIRROR,
    ...(release.beside === undefined ? [] : [`deb ${MIRROR} ${release.beside} main`]),
  ];
}

/** Runs a tool so that it ends, with all it started and mounted, when this program ends in any way. */
function contained(file: string, args: readonly string[], options: ToolOptions): Promise<string> {
  const namespaces = ['unshare', '--mount', '--pid', '--fork', '--kill-child', '--mount-proc'];
  return runTool('setpriv', ['--pdeathsig', 'KILL', ...namespaces, file, ...args], options);
}
