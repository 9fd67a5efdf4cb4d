import {mkdirSync, rmSync} from 'node:fs';
import {join} from 'node:path';
import {EXIT, Failure} from '../../core/failure.ts';
import type {Errand} from './errand.ts';
import {demandSize, MOST_BYTES, moduleIn, type SourceFile} from './file-set.ts';
import {gitAdvice} from './git-advice.ts';
import {demandFiles, readBodies, readTree, resolveLinks} from './git-tree.ts';
import {runTool} from './run-tool.ts';
import type {GitSource} from './source.ts';

const ENV = {
  GIT_TERMINAL_PROMPT: '0',
  // No dialog may open either; credential helpers are asked.
  GIT_ASKPASS: '',
  SSH_ASKPASS_REQUIRE: 'never',
  LC_ALL: 'C',
};
const SETTINGS = ['core.hooksPath=/dev/null', 'gc.auto=0', 'maintenance.auto=false', 'submodule.recurse=false'];
const COMMIT = /^(?:[\da-f]{40}|[\da-f]{64})$/;
const MAYBE_COMMIT = /^[\da-f]{7,64}$/;
const MIB = 1024 * 1024;
/** A repository may hold far more than the module. */
const MOST_MIB = 512;

type Git = (args: readonly string[], more?: {readonly input?: string; readonly most?: number}) => Promise<Uint8Array>;

/**
 * The files of a module as a commit of a repository holds them. Nothing is checked out, so that neither hooks nor
 * filters nor links have a say: the objects are read one by one.
 */
export async function fetchGit(
  source: GitSource,
  errand: Errand,
): Promise<{readonly files: readonly SourceFile[]; readonly at: string}> {
  const git = gitFor(source.url, errand);
  const at = await fetchCommit(git, source, join(errand.folder, 'git'));
  const listed = readTree(await git(['ls-tree', '-r', '-z', '--long', '--full-tree', at], {most: 64 * MIB}));
  const entries = moduleIn(listed, source.folder, other => `${source.url}#${source.ref ?? ''}:${other}`);
  demandFiles(entries);
  demandSize(entries.map(({size}) => size));
  const input = entries.map(({id}) => `${id}\n`).join('');
  const bodies = readBodies(await git(['cat-file', '--batch'], {input, most: MOST_BYTES + MIB}));
  return {files: resolveLinks(entries, bodies), at};
}

function gitFor(url: string, errand: Errand): Git {
  // The only ways out, whatever a server or a configuration says. What anybody on the way could read and change is for
  // this machine itself, and leads nowhere else.
  const plain = /^(http|git):\/\//.exec(url)?.[1];
  const env = {...ENV, GIT_ALLOW_PROTOCOL: plain ?? 'https:ssh:file'};
  const settings = [...SETTINGS, ...(plain === undefined ? [] : ['http.followRedirects=false'])];
  const first = [...settings.flatMap(one => ['-c', one]), `--git-dir=${join(errand.folder, 'git')}`];
  return async (args, more = {}) => {
    try {
      return await runTool(
        {file: 'git', args: [...first, ...args], env, most: 4 * MIB, mostMib: MOST_MIB, ...more},
        errand,
      );
    } catch (error) {
      const advice = error instanceof Failure ? gitAdvice(error.message) : '';
      throw advice === '' ? error : new Failure(`${(error as Failure).message}${advice}`, EXIT.failed);
    }
  };
}

/** Gives the id of the commit. */
async function fetchCommit(git: Git, source: GitSource, folder: string): Promise<string> {
  for (const format of ['sha1', 'sha256']) {
    rmSync(folder, {recursive: true, force: true});
    mkdirSync(folder, {recursive: true});
    await git(['init', '--quiet', '--bare', '--template=', `--object-format=${format}`]);
    try {
      return await fetchInto(git, source);
    } catch (error) {
      if (format === 'sha256' || !says(error, /mismatched algorithms/)) throw error;
    }
  }
  throw new Error('there is no third format');
}

async function fetchInto(git: Git, {url, ref}: GitSource): Promise<string> {
  const fetch = (depth: readonly string[], refs: readonly string[]) =>
    git(['fetch', '--progress', '--no-recurse-submodules', '--no-tags', ...depth, '--', url, ...refs]);
  const wanted = [ref ?? 'HEAD'];
  let name = 'FETCH_HEAD';
  try {
    await fetch(['--depth=1'], wanted).catch(error => {
      // A server of plain files gives out whole histories only.
      if (!says(error, /does not support shallow/)) throw error;
      return fetch([], wanted);
    });
  } catch (error) {
    const isUnknown = says(error, /couldn't find remote ref|unadvertised object|not our ref|no such remote ref/i);
    if (ref === undefined || !MAYBE_COMMIT.test(ref) || !isUnknown) throw error;
    // A part of a commit's id, or a server that gives out no single commit: among all it is found.
    await fetch([], ['+refs/heads/*:refs/heads/*', '+refs/tags/*:refs/tags/*']);
    name = ref;
  }
  const told = await git(['rev-parse', '--verify', '--end-of-options', `${name}^{commit}`]).catch(error => {
    if (!says(error, /single revision|ambiguous|unknown revision|expected commit/)) throw error;
    const what = ref ?? 'branch of its own';
    throw new Failure(`${url}: expected a tag, a branch or a commit, and ${what} is none there, or not one only`);
  });
  const at = new TextDecoder().decode(told).trim();
  if (!COMMIT.test(at)) throw new Failure(`git: expected a commit, found ${at}`);
  return at;
}

function says(error: unknown, pattern: RegExp): boolean {
  return error instanceof Failure && pattern.test(error.message);
}
