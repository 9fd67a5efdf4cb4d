import {spawnSync} from 'node:child_process';
import {chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {readAsAuthor} from './author/read-own.ts';
import {madeCluster} from './bench/made/cluster.ts';
import {compiledFile, compileModule} from './commands/compiled-module.ts';
import {bundledFolder, bundledNames, DEFAULT_MODULE} from './commands/modules.ts';
import type {Module} from './core/lesson.ts';
import {runsIn} from './session/items.ts';
import {snapshotToJson} from './snapshot/store.ts';

const ON_RECORDING = ['--cluster', 'recording'];

/** Real outputs of the commands. */
const OUTPUTS = fileURLToPath(new URL('../test/corpus', import.meta.url));

/**
 * The last step of the build: what would take time at every start is done once. What is kept compiled is what the usual
 * verbs compile, the first frame of the screen, the parsers for `OUTPUTS`, and the picture of a snapshot and ways through it.
 */
async function finishBuild(): Promise<void> {
  const modules = await Promise.all(bundledNames().map(name => keepCompiled(bundledFolder(name))));
  keepCompiledCode(firstRuns(modules.find(module => module?.id === DEFAULT_MODULE)));
  // `npm link` makes it one that can be called, and leads to the new file after the next build.
  chmodSync(fileURLToPath(new URL('./cli.js', import.meta.url)), 0o755);
}

/** A module with errors is left out: it is read, and its errors are told, when it is used. */
async function keepCompiled(folder: string): Promise<Module | undefined> {
  // The program's own modules are its own code.
  const {module, files} = await readAsAuthor(folder, () => {});
  if (module === undefined) return undefined;
  mkdirSync(dirname(compiledFile(folder)), {recursive: true});
  writeFileSync(compiledFile(folder), compileModule(module, files));
  return module;
}

/** The commands of the first step: once they were run, its checks have something to judge. */
function firstRuns(module: Module | undefined): readonly string[] {
  const items = module?.lessons[0]?.steps[0]?.items ?? [];
  return runsIn(items).flatMap(({id, solves}) => (solves === undefined ? [id] : []));
}

function keepCompiledCode(runs: readonly string[]): void {
  const home = mkdtempSync(join(tmpdir(), 'deepdive-build-'));
  const env = {...process.env, XDG_STATE_HOME: home, XDG_CONFIG_HOME: home, XDG_CACHE_HOME: home};
  const program = fileURLToPath(new URL('./write-code-cache.js', import.meta.url));
  // Whatever they say: what fails here fails when it is used, and is told then.
  const run = (args: readonly string[], input = '') => spawnSync(process.execPath, [program, ...args], {env, input});
  try {
    run(['--looks', keptCluster(home)]);
    run(['--help']);
    for (const verb of [['show'], ['check'], ...runs.map(id => ['run', id, '--yes']), ['check']])
      run([...verb, ...ON_RECORDING]);
    run(['--screen', '--cluster', 'recording'], 'q');
    run(['--parsers', OUTPUTS]);
  } finally {
    rmSync(home, {recursive: true});
  }
}

/** A snapshot of a cluster in which all is well; recordings show one only once a lesson has made it. */
function keptCluster(folder: string): string {
  const file = join(folder, 'snapshot.json');
  writeFileSync(file, snapshotToJson(madeCluster({nodes: 3, tasks: 6, services: 2, encrypted: true})));
  return file;
}

void finishBuild();
