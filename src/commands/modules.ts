import {existsSync, readdirSync} from 'node:fs';
import {join, resolve} from 'node:path';
import {fileURLToPath} from 'node:url';
import {EXIT, Failure} from '../core/failure.ts';
import type {Module} from '../core/lesson.ts';
import {formatProblem, hasErrors} from '../core/problem.ts';
import type {ModuleResult} from '../lesson/read-module.ts';
import type {Own} from '../session/own/load.ts';
import {readCompiledModule} from './compiled-module.ts';
import {sayAside} from './print.ts';
import {unknownName} from './unknown-name.ts';

/** The folder of the modules that come with the program: beside `dist` when bundled, two floors up in the source. */
function bundledModules(): string {
  const candidates = ['../lessons', '../../lessons'].map(path => fileURLToPath(new URL(path, import.meta.url)));
  return candidates.find(path => existsSync(path)) ?? candidates[0]!;
}

/** The module that is opened where none is named. */
export const DEFAULT_MODULE = 'swarm-networking';

/** Names of the bundled modules. */
export function moduleNames(): readonly string[] {
  const root = bundledModules();
  return existsSync(root)
    ? readdirSync(root)
        .filter(name => isModuleFolder(join(root, name)))
        .sort()
    : [];
}

/** A module's folder from its name or a path to it. */
export function moduleFolder(name: string): string {
  if (moduleNames().includes(name)) return join(bundledModules(), name);
  if (isModuleFolder(name)) return resolve(name);
  if (/\/|^\.\.?$/.test(name)) throw new Failure(`${name} is not the folder of a module: it has no module.yaml`);
  throw unknownName('module', name, moduleNames());
}

export function isModuleFolder(path: string): boolean {
  return existsSync(join(path, 'module.yaml'));
}

/** Reads a module that is to be run; one with errors is refused, naming each. Nothing of it is run by that. */
export async function loadModule(name: string): Promise<Module> {
  const folder = moduleFolder(name);
  const compiled = readCompiledModule(folder);
  if (compiled !== undefined) return compiled;
  const [{readModule}, {known}] = await Promise.all([import('../lesson/read-module.ts'), import('../author/known.ts')]);
  return demandModule(name, await readModule(folder, known));
}

/** The same for its author: code that it brings is run, which is said, and the lessons are checked by what that defines. */
export async function loadAuthorsModule(
  name: string,
): Promise<{readonly module: Module; readonly own?: Own | undefined}> {
  const folder = moduleFolder(name);
  const compiled = readCompiledModule(folder);
  if (compiled?.own.length === 0) return {module: compiled};
  const {readAsAuthor} = await import('../author/read-own.ts');
  const read = await readAsAuthor(folder, sayAside);
  return {module: demandModule(name, read), own: read.own};
}

function demandModule(name: string, {module, problems}: ModuleResult): Module {
  if (module === undefined || hasErrors(problems)) {
    const errors = problems.filter(problem => problem.severity === 'error').map(formatProblem);
    throw new Failure(`${name} has errors and cannot be run\n${errors.join('\n')}`, EXIT.usage);
  }
  return module;
}
