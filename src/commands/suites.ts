import {existsSync, readdirSync, statSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {loadAssertion} from '../../assertions/load.ts';
import {Failure} from '../core/failure.ts';
import type {OwnFile} from '../core/lesson.ts';
import {formatProblem} from '../core/problem.ts';
import type {Parsers} from '../grade/challenge-evidence.ts';
import {assertionsOf} from '../grade/judge-suite.ts';
import type {Assertions} from '../grade/judge-use.ts';
import {outlineOf} from '../grade/outline.ts';
import {GRADING, isGrading, parseGrading} from '../grade/read-grading.ts';
import {parseSuite, type ReadSuite, readSuite} from '../grade/read-suite.ts';
import type {Suite} from '../grade/suite.ts';
import type {Known} from '../lesson/known.ts';
import {readOwnFiles} from '../lesson/own-files.ts';
import {readText} from '../lesson/read-text.ts';
import {parsers as ours} from '../parse/registry.ts';
import type {Own} from '../session/own/load.ts';
import {authorsFolder, loadModule, moduleFolder, moduleNames} from './modules.ts';
import {sayAside} from './print.ts';
import {unknownName} from './unknown-name.ts';

export interface Loaded {
  readonly suite: Suite;
  readonly assertions: Assertions;
  readonly parsers: Parsers;
  /** The files of code of a module's own that it is judged by, if it is. */
  readonly code: readonly CodeFile[];
}

type CodeFile = Pick<OwnFile, 'path' | 'sha256'>;

/** The folder of the suites that come with the program: beside `dist` when bundled, two floors up in the source. */
function bundledSuites(): string {
  const candidates = ['../assertions/suites', '../../assertions/suites'].map(path =>
    fileURLToPath(new URL(path, import.meta.url)),
  );
  return candidates.find(path => existsSync(path)) ?? candidates[0]!;
}

/**
 * Reads a suite by its path or, when it is bundled, its name, or the `grading.yaml` of a module; one with mistakes is
 * refused, naming each. `code` is the module whose own assertions and parsers may judge as well, and are run for that.
 */
export async function loadSuite(name: string, code?: string): Promise<Loaded> {
  const file = suiteFile(name);
  const judges = await judgesOf(code);
  const content = await readText(file);
  const folder = dirname(file);
  if ('problem' in content || !isGrading(content.text))
    return load(await readSuite(file, judges.known), judges, folder);
  const outline = existsSync(join(folder, 'module.yaml')) ? outlineOf(await loadModule(folder)) : undefined;
  return load(parseGrading(file, content.text, judges.known, outline), judges, folder);
}

/** Reads the text of a suite that a run has kept. */
export async function loadSuiteText(file: string, text: string, code?: string): Promise<Loaded> {
  const judges = await judgesOf(code);
  const read = isGrading(text) ? parseGrading(file, text, judges.known) : parseSuite(file, text, judges.known);
  return load(read, judges, dirname(file));
}

/** The same for who judges nothing by it: what it names of a module's own is taken as it is. */
export async function readKeptSuite(file: string, text: string): Promise<Suite> {
  const {known} = await import('../author/known.ts');
  const names = {...known, mayBeOwn: true};
  const read = isGrading(text) ? parseGrading(file, text, names) : parseSuite(file, text, names);
  if (read.kind === 'unusable') throw new Failure(read.problems.map(formatProblem).join('\n'));
  return read.suite;
}

/** What a suite may be judged by. */
interface Judges {
  readonly known: Known;
  readonly own?: Own;
  readonly code: readonly CodeFile[];
}

async function judgesOf(code: string | undefined): Promise<Judges> {
  const {known, knownWith} = await import('../author/known.ts');
  if (code === undefined) return {known, code: []};
  const folder = await authorsFolder(code);
  const {files, problems} = await readOwnFiles(folder);
  if (files.length === 0) throw new Failure(`--code: ${code} brings no code of its own`);
  const {runOwn} = await import('../author/read-own.ts');
  const own = await runOwn(code, files, sayAside);
  const errors = [...problems, ...own.problems].filter(({severity}) => severity === 'error');
  if (errors.length > 0) throw new Failure(errors.map(formatProblem).join('\n'));
  return {known: knownWith(own), own, code: files.map(({path, sha256}) => ({path, sha256}))};
}

async function load(read: ReadSuite, {own, code}: Judges, folder: string): Promise<Loaded> {
  if (read.kind === 'unusable') {
    const problems = read.problems.map(formatProblem);
    const brings = own === undefined && (await readOwnFiles(folder)).files.length > 0;
    const way = brings
      ? `${folder} brings code of its own: \`--code ${folder}\` runs that code on this machine, and judges by it`
      : 'what a module brings is known with `--code MODULE` only, which runs its code on this machine';
    const strange = own === undefined && problems.some(problem => /: no (?:assertion|parser) "/.test(problem));
    throw new Failure([...problems, ...(brings || strange ? [way] : [])].join('\n'));
  }
  const assertions = await assertionsOf(read.suite, async id => (await loadAssertion(id)) ?? own?.assertions.get(id));
  const parsers = own === undefined ? ours : new Map([...ours, ...own.parsers]);
  return {suite: read.suite, assertions, parsers, code};
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
