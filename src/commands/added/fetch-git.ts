import {mkdirSync} from 'node:fs';
import {join, posix} from 'node:path';
import {Failure} from '../../core/failure.ts';
import {demandPath, demandSize, MOST_BYTES, moduleIn, type SourceFile} from './file-set.ts';
import {runTool} from './run-tool.ts';
import type {GitSource} from './source.ts';

const ENV = {
  // The only ways out, whatever a server or a configuration says; http is for this machine itself.
  GIT_ALLOW_PROTOCOL: 'https:ssh:file',
  GIT_TERMINAL_PROMPT: '0',
  LC_ALL: 'C',
};
const SETTINGS = ['core.hooksPath=/dev/null', 'gc.auto=0', 'maintenance.auto=false', 'submodule.recurse=false'];
const COMMIT = /^(?:[\da-f]{40}|[\da-f]{64})$/;
const MAYBE_COMMIT = /^[\da-f]{7,64}$/;

interface Entry {
  readonly path: string;
  readonly mode: string;
  readonly id: string;
  readonly size: number;
}

/**
 * The files of a module as a commit of a repository holds them. Nothing is checked out, so that neither hooks nor
 * filters nor links have a say: the objects are read one by one.
 */
export async function fetchGit(
  source: GitSource,
  folder: string,
  tell: (line: string) => void,
): Promise<{readonly files: readonly SourceFile[]; readonly at: string}> {
  const {url, ref} = source;
  mkdirSync(join(folder, 'git'), {recursive: true});
  const env = url.startsWith('http://') ? {...ENV, GIT_ALLOW_PROTOCOL: 'http'} : ENV;
  const git = (args: readonly string[], more: {readonly input?: string; readonly most?: number} = {}) => {
    const settings = SETTINGS.flatMap(one => ['-c', one]);
    const all = [...settings, `--git-dir=${join(folder, 'git')}`, ...args];
    return runTool({file: 'git', args: all, folder, env, most: 4 * 1024 * 1024, tell, ...more});
  };
  const fetch = (depth: readonly string[], refs: readonly string[]) =>
    git(['fetch', '--progress', '--no-recurse-submodules', '--no-tags', ...depth, '--', url, ...refs]);
  const resolve = async (name: string) => {
    const told = await git(['rev-parse', '--verify', '--end-of-options', `${name}^{commit}`]);
    return new TextDecoder().decode(told).trim();
  };
  await git(['init', '--quiet', '--bare', '--template=']);
  const at = await fetch(['--depth=1'], [ref ?? 'HEAD']).then(
    () => resolve('FETCH_HEAD'),
    async error => {
      if (ref === undefined || !MAYBE_COMMIT.test(ref)) throw error;
      // A part of a commit's id, or a server that gives out no single commit: among all it is found.
      await fetch([], ['+refs/heads/*:refs/heads/*', '+refs/tags/*:refs/tags/*']);
      return resolve(ref);
    },
  );
  if (!COMMIT.test(at)) throw new Failure(`git: expected a commit, found ${at}`);
  const listed = readTree(await git(['ls-tree', '-r', '-z', '--long', '--full-tree', at]));
  const entries = moduleIn(listed, source.folder, other => `${url}#${ref ?? ''}:${other}`);
  const files = withoutLinks(entries);
  demandSize(files.map(({size}) => size));
  const input = files.map(({id}) => `${id}\n`).join('');
  const linked = new Set(files.filter(({mode}) => mode === LINK).map(({id}) => id));
  const bodies = readBodies(await git(['cat-file', '--batch'], {input, most: MOST_BYTES + 1024 * 1024}));
  return {files: resolveLinks(files, bodies, linked), at};
}

const LINK = '120000';

/** `MODE blob ID SIZE\tPATH`, ended by NUL. */
function readTree(bytes: Uint8Array): readonly Entry[] {
  const lines = new TextDecoder()
    .decode(bytes)
    .split('\0')
    .filter(line => line !== '');
  return lines.flatMap(line => {
    const [, mode = '', id = '', size = '', path = ''] = /^(\d+) \w+ ([\da-f]+) +(\d+|-)\t(.*)$/s.exec(line) ?? [];
    return [{path, mode, id, size: size === '-' ? 0 : Number(size)}];
  });
}

function withoutLinks(entries: readonly Entry[]): readonly Entry[] {
  for (const {path, mode} of entries) {
    demandPath(path);
    if (mode === '160000') throw new Failure(`${path} is a repository within the repository, which is not fetched`);
  }
  return entries;
}

/** `ID blob SIZE\n`, the bytes, `\n`. */
function readBodies(bytes: Uint8Array): readonly Uint8Array[] {
  const bodies: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; ) {
    const end = bytes.indexOf(0x0a, at);
    const head = new TextDecoder().decode(bytes.subarray(at, end));
    const size = / blob (\d+)$/.exec(head)?.[1];
    if (size === undefined) throw new Failure(`git: expected a file, found ${head}`);
    bodies.push(bytes.subarray(end + 1, end + 1 + Number(size)));
    at = end + 2 + Number(size);
  }
  return bodies;
}

/** A link to a file of the module becomes that file; one that leads elsewhere is refused. */
function resolveLinks(
  entries: readonly Entry[],
  bodies: readonly Uint8Array[],
  links: ReadonlySet<string>,
): readonly SourceFile[] {
  const bytesOf = new Map(entries.map(({path}, index) => [path, bodies[index]!]));
  const isLink = new Map(entries.map(({path, id, mode}) => [path, mode === LINK && links.has(id)]));
  return entries.map(({path}) => {
    const bytes = bytesOf.get(path)!;
    if (isLink.get(path) !== true) return {path, bytes};
    const target = new TextDecoder().decode(bytes);
    const leads = posix.normalize(posix.join(posix.dirname(path), target));
    const found = target.startsWith('/') ? undefined : bytesOf.get(leads);
    if (found !== undefined && isLink.get(leads) === false) return {path, bytes: found};
    throw new Failure(`${path} is a link to ${JSON.stringify(target.slice(0, 200))}, which is no file of the module`);
  });
}
