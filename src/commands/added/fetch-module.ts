import {existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync} from 'node:fs';
import {join, relative} from 'node:path';
import {known} from '../../author/known.ts';
import {EXIT, Failure} from '../../core/failure.ts';
import type {Module} from '../../core/lesson.ts';
import {formatProblem, hasErrors} from '../../core/problem.ts';
import {readModule} from '../../lesson/read-module.ts';
import {digest, digestFiles, type FileDigests, listText} from '../../state/file-digests.ts';
import {addedFolder, type KeptModule} from '../../state/module-lock.ts';
import {failureFor} from '../../state/or-say.ts';
import {demandNotInterrupted, type Errand} from './errand.ts';
import {demandContents, demandDistinct, demandSize, type SourceFile, writeFiles} from './file-set.ts';
import {damagesOf, FILES, keptFolder, LIST, NEW} from './kept.ts';
import type {GitSource, NpmSource} from './source.ts';

type Env = Readonly<Record<string, string | undefined>>;

interface Fetched {
  readonly module: Module;
  readonly added: KeptModule;
  readonly digests: FileDigests;
  /** Puts it among the kept modules, whole or not at all. */
  keep(): void;
}

/** Fetches a module beside the kept ones, reads it there, runs nothing of it, and hands it to `work`. */
export async function withFetched<T>(
  env: Env,
  text: string,
  source: GitSource | NpmSource,
  {tell, patience}: Pick<Errand, 'tell' | 'patience'>,
  work: (fetched: Fetched) => Promise<T>,
): Promise<T> {
  const folder = addedFolder(env);
  let fresh: string | undefined;
  try {
    mkdirSync(folder, {recursive: true, mode: 0o700});
    fresh = mkdtempSync(join(folder, NEW));
    const got = await fetchFiles(source, {folder: fresh, tell, patience});
    const place = join(fresh, 'kept');
    const {digests, hash} = put(got.files, place);
    const module = await readFetched(join(place, FILES), text);
    demandNotInterrupted(patience);
    const {at, integrity} = got;
    const added = {kind: source.kind, source: text, at, integrity, version: module.version, hash};
    return await work({module, added, digests, keep: () => keep(env, place, hash)});
  } catch (error) {
    throw failureFor(folder, error);
  } finally {
    // Again, where a tool that was ended is still about to go.
    if (fresh !== undefined) rmSync(fresh, {recursive: true, force: true, maxRetries: 5});
  }
}

async function fetchFiles(source: GitSource | NpmSource, errand: Errand) {
  if (source.kind === 'npm') return (await import('./fetch-npm.ts')).fetchNpm(source, errand);
  const {fetchGit} = await import('./fetch-git.ts');
  return {...(await fetchGit(source, errand)), integrity: ''};
}

function put(files: readonly SourceFile[], place: string) {
  demandSize(files.map(({bytes}) => bytes.length));
  demandDistinct(files.map(({path}) => path));
  demandContents(files);
  writeFiles(join(place, FILES), files);
  const digests = digestFiles(files);
  const list = listText(digests);
  writeFileSync(join(place, LIST), list, {flush: true, mode: 0o444});
  return {digests, hash: digest(list)};
}

async function readFetched(folder: string, text: string): Promise<Module> {
  const {module, problems} = await readModule(folder, known);
  if (module !== undefined && !hasErrors(problems)) return module;
  const errors = problems.filter(({severity}) => severity === 'error');
  const lines = errors.map(problem => formatProblem({...problem, file: relative(folder, problem.file)}));
  throw new Failure(`${text} has errors, and nothing of it was kept\n${lines.join('\n')}`, EXIT.usage);
}

function keep(env: Env, place: string, hash: string): void {
  const target = keptFolder(env, hash);
  if (existsSync(target)) {
    if (damagesOf(env, {hash}).length === 0) return;
    renameSync(target, join(place, '..', 'damaged'));
  }
  renameSync(place, target);
}
