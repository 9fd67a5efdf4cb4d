import {existsSync, readdirSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {loadAssertion} from '../../assertions/load.ts';
import {Failure} from '../core/failure.ts';
import {formatProblem} from '../core/problem.ts';
import {type Assertions, assertionsOf} from '../grade/judge-suite.ts';
import {parseSuite, type ReadSuite, readSuite} from '../grade/read-suite.ts';
import type {Suite} from '../grade/suite.ts';
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

/** Reads a suite by its path or, when it is bundled, its name; one with mistakes is refused, naming each. */
export async function loadSuite(name: string): Promise<Loaded> {
  const {known} = await import('../author/known.ts');
  return load(await readSuite(suiteFile(name), known));
}

/** Reads the text of a suite that a run has kept. */
export async function loadSuiteText(file: string, text: string): Promise<Loaded> {
  const {known} = await import('../author/known.ts');
  return load(parseSuite(file, text, known));
}

async function load(read: ReadSuite): Promise<Loaded> {
  if (read.kind === 'unusable') throw new Failure(read.problems.map(formatProblem).join('\n'));
  return {suite: read.suite, assertions: await assertionsOf(read.suite, loadAssertion)};
}

function suiteFile(name: string): string {
  if (existsSync(name) || /[/.]/.test(name)) return name;
  const folder = bundledSuites();
  const names = readdirSync(folder).map(file => file.replace(/\.yaml$/, ''));
  if (names.includes(name)) return join(folder, `${name}.yaml`);
  throw unknownName('suite', name, names);
}
