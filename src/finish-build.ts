import {spawnSync} from 'node:child_process';
import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {known} from './author/known.ts';
import {type CompiledModule, compiledFile} from './commands/compiled-module.ts';
import {moduleFolder, moduleNames} from './commands/modules.ts';
import {readModule} from './lesson/read-module.ts';

/** What is kept compiled is what these compile, the first frame of the screen, and the parsers for `OUTPUTS`. */
const USUAL = [['--help'], ['show', '--cluster', 'recording'], ['check', '--cluster', 'recording']];

/** Real outputs of the commands. */
const OUTPUTS = fileURLToPath(new URL('../test/corpus', import.meta.url));

/** The last step of the build: what would take time at every start is done once. */
async function finishBuild(): Promise<void> {
  for (const name of moduleNames()) await compileModule(moduleFolder(name));
  keepCompiledCode();
}

/** A module with errors is left out: it is read, and its errors are told, when it is used. */
async function compileModule(folder: string): Promise<void> {
  const {module, files} = await readModule(folder, known);
  if (module === undefined) return;
  const compiled: CompiledModule = {files, module};
  mkdirSync(dirname(compiledFile(folder)), {recursive: true});
  writeFileSync(compiledFile(folder), JSON.stringify(compiled));
}

function keepCompiledCode(): void {
  const home = mkdtempSync(join(tmpdir(), 'deepdive-build-'));
  const env = {...process.env, XDG_STATE_HOME: home, XDG_CONFIG_HOME: home, XDG_CACHE_HOME: home};
  const program = fileURLToPath(new URL('./write-code-cache.js', import.meta.url));
  // Whatever they say: what fails here fails when it is used, and is told then.
  const run = (args: readonly string[], input = '') => spawnSync(process.execPath, [program, ...args], {env, input});
  try {
    for (const args of USUAL) run(args);
    run(['--screen', '--cluster', 'recording'], 'q');
    run(['--parsers', OUTPUTS]);
  } finally {
    rmSync(home, {recursive: true});
  }
}

void finishBuild();
