import {existsSync, readdirSync} from 'node:fs';
import {join, resolve} from 'node:path';
import {fileURLToPath} from 'node:url';
import {EXIT, Failure} from '../core/failure.ts';
import type {Module} from '../core/lesson.ts';
import {formatProblem, hasErrors} from '../core/problem.ts';
import type {ModuleResult} from '../lesson/read-module.ts';
import type {Own} from '../session/own/load.ts';
import {isAgreedAnywhere} from '../state/agreements.ts';
import {type AddedModule, readAdded} from '../state/module-lock.ts';
import {agreementsFolder} from '../state/paths.ts';
import {originWords} from './added/describe.ts';
import {demandKept} from './added/kept.ts';
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
export function bundledNames(): readonly string[] {
  const root = bundledModules();
  return existsSync(root)
    ? readdirSync(root)
        .filter(name => isModuleFolder(join(root, name)))
        .sort()
    : [];
}

export function bundledFolder(name: string): string {
  return join(bundledModules(), name);
}

/** Names of all modules: the bundled ones, then those that were added. */
export function moduleNames(): readonly string[] {
  return [...new Set([...bundledNames(), ...Object.keys(readAdded(process.env)).sort()])];
}

/** Where a module is; `added` when somebody added it by that name. */
interface Place {
  readonly folder: string;
  readonly added?: AddedModule;
}

/** A module's folder from its name or a path to it. One that is kept is as it was fetched, or refused. */
export function moduleFolder(name: string): string {
  return placeOf(name).folder;
}

/** Whether nothing may be written in its folder. */
export function isKept(name: string): boolean {
  const {added} = placeOf(name);
  return added !== undefined && added.kind !== 'folder';
}

function placeOf(name: string): Place {
  const modules = readAdded(process.env);
  const added = Object.hasOwn(modules, name) ? modules[name] : undefined;
  if (bundledNames().includes(name)) {
    if (added === undefined) return {folder: bundledFolder(name)};
    throw new Failure(
      `two modules are called ${name}: one is built in, the other was added from ${originWords(added)}; \`deepdive modules remove ${name}\`, and add it again with --name (progress stays)`,
    );
  }
  if (added?.kind === 'folder') {
    if (isModuleFolder(added.folder)) return {folder: added.folder, added};
    throw new Failure(`${name} is read in place, and ${added.folder} has no module.yaml any more`);
  }
  if (added !== undefined) return {folder: demandKept(process.env, name, added), added};
  if (isModuleFolder(name)) return {folder: resolve(name)};
  if (/\/|^\.\.?$/.test(name)) throw new Failure(`${name} is not the folder of a module: it has no module.yaml`);
  throw unknownName('module', name, moduleNames());
}

export function isModuleFolder(path: string): boolean {
  return existsSync(join(path, 'module.yaml'));
}

/** Reads a module that is to be run; one with errors is refused, naming each. Nothing of it is run by that. */
export async function loadModule(name: string): Promise<Module> {
  const place = placeOf(name);
  const compiled = readCompiledModule(place.folder);
  if (compiled !== undefined) return compiled;
  const [{readModule}, {known}] = await Promise.all([import('../lesson/read-module.ts'), import('../author/known.ts')]);
  return calledBy(name, place, demandModule(name, await readModule(place.folder, known)));
}

/** The same for its author: code that it brings is run, which is said, and the lessons are checked by what that defines. */
export async function loadAuthorsModule(
  name: string,
): Promise<{readonly module: Module; readonly own?: Own | undefined}> {
  const place = placeOf(name);
  const compiled = readCompiledModule(place.folder);
  if (compiled?.own.length === 0) return {module: compiled};
  const {readAsAuthor} = await import('../author/read-own.ts');
  const read = await readAsAuthor(await authorsFolder(name), sayAside);
  return {module: calledBy(name, place, demandModule(name, read)), own: read.own};
}

/**
 * The folder of a module whose code is to be run for its author. Who fetched a module is not its author: code of such a
 * one has to be agreed to first, as a student does.
 */
export async function authorsFolder(name: string): Promise<string> {
  const {folder, added} = placeOf(name);
  if (added === undefined || added.kind === 'folder') return folder;
  const {own, hash} = await loadModule(name);
  if (own.length === 0 || isAgreedAnywhere(agreementsFolder(process.env, name), hash)) return folder;
  const files = own.map(({path}) => path).join(', ');
  throw new Failure(
    `${name} brings code that would run as you on this machine: ${files}; read it in ${folder}, and agree to it by \`deepdive check -m ${name} --yes\``,
  );
}

/** Progress and agreements are kept by the name that somebody gave, whatever the module calls itself. */
function calledBy(name: string, {added}: Place, module: Module): Module {
  return added === undefined ? module : {...module, id: name, origin: originWords(added)};
}

function demandModule(name: string, {module, problems}: ModuleResult): Module {
  if (module === undefined || hasErrors(problems)) {
    const errors = problems.filter(problem => problem.severity === 'error').map(formatProblem);
    throw new Failure(`${name} has errors and cannot be run\n${errors.join('\n')}`, EXIT.usage);
  }
  return module;
}
