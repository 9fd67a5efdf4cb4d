import {hasErrors} from '../core/problem.ts';
import type {Known} from '../lesson/known.ts';
import {type OwnText, readOwnFiles} from '../lesson/own-files.ts';
import {type ModuleResult, readModule} from '../lesson/read-module.ts';
import type {Own} from '../session/own/load.ts';
import {known, knownWith} from './known.ts';
import type {LintCache} from './lint-cache.ts';

/** Takes what is told, lines with their ends. */
export type Say = (text: string) => void;

/** What the code of a module defines, and what its lessons may name. */
export interface Defined {
  readonly own: Own;
  readonly names: Known;
}

async function runDefining(folder: string, files: readonly OwnText[], say: Say): Promise<Defined> {
  const own = await runOwn(folder, files, say);
  // A name that nobody knows may be one of a file that could not be loaded: that is told already.
  return {own, names: own.problems.length > 0 ? known : knownWith(own)};
}

/** Runs the code that a module brings, and says so before. */
export async function runOwn(folder: string, files: readonly OwnText[], say: Say): Promise<Own> {
  say(`runs code that ${folder} brings: ${files.map(({path}) => path).join(', ')}\n`);
  const {loadOwn} = await import('../session/own/load.ts');
  return loadOwn(files, say);
}

export interface AuthorResult extends ModuleResult {
  /** What the module's own code defines; absent when it brings none. */
  readonly own?: Own;
}

/**
 * Reads a module for who writes it, and trusts it: code that it brings is run, which is said before, so that its lessons
 * are checked by what that defines. `cache` has what is still as it was when it was last read.
 */
export async function readAsAuthor(folder: string, say: Say, cache?: LintCache): Promise<AuthorResult> {
  const {files} = await readOwnFiles(folder);
  const readOne = cache?.lessons.read;
  if (files.length === 0) return readModule(folder, known, readOne);
  const run = (log: Say): Promise<Defined> => runDefining(folder, files, log);
  const {own, names} = await (cache === undefined ? run(say) : cache.defined(files, say, run));
  const {module, problems, ...rest} = await readModule(folder, names, readOne);
  const all = [...own.problems, ...problems];
  return {...rest, own, problems: all, ...(module !== undefined && !hasErrors(all) && {module})};
}
