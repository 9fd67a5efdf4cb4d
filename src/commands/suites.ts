import {existsSync, readdirSync, statSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {loadAssertion} from '../../assertions/load.ts';
import {Failure} from '../core/failure.ts';
import {formatProblem} from '../core/problem.ts';
import {assertionsOf} from '../grade/judge-suite.ts';
import type {Assertions} from '../grade/judge-use.ts';
import {outlineOf} from '../grade/outline.ts';
import {GRADING, isGrading, parseGrading} from '../grade/read-grading.ts';
import {parseSuite, type ReadSuite, readSuite} from '../grade/read-suite.ts';
import type {Suite} from '../grade/suite.ts';
import {readText} from '../lesson/read-text.ts';
import {loadModule, moduleFolder, moduleNames} from './modules.ts';
import {unknownName} from './unknown-name.ts';

export interface Loaded {
  readonly suite: Suite;
  readonly assertions: Assertions;
}

/** The folder of the suites that come with the program: beside `dist` when bundled, two floors up in the source. */
function bundledSuites(): string {
  const candidates = ['../assertions/suites', '../../assertions/suites'].map(path =>
    fileURLToPath(new URL(path, import.meta.url)),
  );
  return candidates.find(path => existsSync(path)) ?? candidates[0]!;
}

/**
 * Reads a suite by its path or, when it is bundled, its name, or the `grading.yaml` of a module; one with mistakes is
 * refused, naming each.
 */
export async function loadSuite(name: string): Promise<Loaded> {
  const file = suiteFile(name);
  const {known} = await import('../author/known.ts');
  const content = await readText(file);
  if ('problem' in content || !isGrading(content.text)) return load(await readSuite(file, known));
  const folder = dirname(file);
  const outline = existsSync(join(folder, 'module.yaml')) ? outlineOf(await loadModule(folder)) : undefined;
  return load(parseGrading(file, content.text, known, outline));
}

/** Reads the text of a suite that a run has kept. */
export async function loadSuiteText(file: string, text: string): Promise<Loaded> {
  const {known} = await import('../author/known.ts');
  return load(isGrading(text) ? parseGrading(file, text, known) : parseSuite(file, text, known));
}

async function load(read: ReadSuite): Promise<Loaded> {
  if (read.kind === 'unusable') throw new Failure(read.problems.map(formatProblem).join('\n'));
  return {suite: read.suite, assertions: await assertionsOf(read.suite, loadAssertion)};
}

function suiteFile(name: string): string {
  const folder = bundledSuites();
  const names = readdirSync(folder).map(file => file.replace(/\.yaml$/, ''));
  const isPath = /[/.]/.test(name) || (existsSync(name) && !names.includes(name));
  if (isPath) return existsSync(name) && statSync(name).isDirectory() ? join(name, GRADING) : name;
  if (names.includes(name)) return join(folder, `${name}.yaml`);
  if (moduleNames().includes(name)) return join(moduleFolder(name), GRADING);
  throw unknownName('suite', name, names);
}
