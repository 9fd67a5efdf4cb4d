import {existsSync} from 'node:fs';
import {relative} from 'node:path';
import {lint, summarise} from '../author/lint.ts';
import {formatLint, type LintFormat} from '../author/lint-formats.ts';
import {EXIT, Failure} from '../core/failure.ts';
import {hasErrors} from '../core/problem.ts';
import {authorsFolder, bundledFolder, bundledNames, isModuleFolder, moduleNames} from './modules.ts';
import {print, printJson, sayAside} from './print.ts';

/** Prints what is wrong at these paths; without one in the module that one stands in, or else in the bundled ones. */
export async function lintPaths(paths: readonly string[], format: LintFormat): Promise<void> {
  const result = await lint(paths.length > 0 ? await Promise.all(paths.map(folderOf)) : atHand(), sayAside);
  const isJson = format === 'json' || format === 'sarif';
  (isJson ? printJson : print)(formatLint(result, format));
  if (hasErrors(result.problems)) throw new Failure(`lint: ${summarise(result)}`, EXIT.usage);
  if (!isJson) print(`${summarise(result)}\n`);
}

/** A path as it stands; where there is none, a module may have the name. */
async function folderOf(path: string): Promise<string> {
  return !existsSync(path) && moduleNames().includes(path) ? fromHere(await authorsFolder(path)) : path;
}

function fromHere(folder: string): string {
  return relative(process.cwd(), folder) || '.';
}

function atHand(): readonly string[] {
  return isModuleFolder('.') ? ['.'] : bundled();
}

function bundled(): readonly string[] {
  const folders = bundledNames().map(name => fromHere(bundledFolder(name)));
  if (folders.length === 0) throw new Failure('lint: no module is bundled; give the folder of one', EXIT.nothing);
  return folders;
}
