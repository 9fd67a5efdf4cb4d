import {existsSync, readdirSync, statSync} from 'node:fs';
import {basename, dirname, join} from 'node:path';
import type {Lesson, Module} from '../core/lesson.ts';
import type {Problem} from '../core/problem.ts';
import {outlineOf} from '../grade/outline.ts';
import {GRADING, readGrading} from '../grade/read-grading.ts';
import type {Known} from '../lesson/known.ts';
import {known, knownWith} from './known.ts';
import type {LintCache} from './lint-cache.ts';
import {isSuite, lintSuite} from './lint-suite.ts';
import {lintTranslations} from './lint-translations.ts';
import {readAsAuthor, type Say} from './read-own.ts';

export interface LintSummary {
  readonly modules: number;
  readonly lessons: number;
  /** Suites of graders, which are of no module. */
  readonly suites?: number;
  readonly problems: readonly Problem[];
}

export interface LintResult extends LintSummary {
  /** The lessons of all modules, as far as they can be shown. */
  readonly shown: readonly Lesson[];
  /** Paths of the files that they were read from. */
  readonly files: readonly string[];
}

/**
 * Lints what each path names: a module's folder, its `module.yaml`, one of its lessons or its `grading.yaml` (then only
 * the problems of that file count), a folder of modules, or the suite of a grader. Code that a module brings is run; `say` is told of it before,
 * and of what it writes to its console. Who lints the same again and again gives the same `cache`.
 */
export async function lint(paths: readonly string[], say: Say = () => {}, cache?: LintCache): Promise<LintResult> {
  cache?.lessons.startRound();
  const results = [];
  const suites = paths.filter(isSuite);
  const inSuites = (await Promise.all(suites.map(lintSuite))).flat();
  const strays = paths.filter(path => !suites.includes(path) && isOfNoModule(path));
  for (const path of paths.filter(path => !suites.includes(path) && !strays.includes(path))) {
    for (const {folder, only} of modulesAt(path)) results.push(await lintModule(folder, only, say, cache));
  }
  return {
    modules: results.length,
    lessons: results.reduce((sum, {lessons}) => sum + lessons, 0),
    ...(suites.length > 0 && {suites: suites.length}),
    problems: [...results.flatMap(({problems}) => problems), ...inSuites, ...strays.map(strayProblem)],
    shown: results.flatMap(({shown}) => shown),
    files: [...results.flatMap(({files}) => files), ...suites],
  };
}

/** A file with no `module.yaml` beside it. */
function isOfNoModule(path: string): boolean {
  return existsSync(path) && statSync(path).isFile() && !existsSync(join(dirname(path), 'module.yaml'));
}

function strayProblem(file: string): Problem {
  const message =
    'this is no suite, and no module.yaml stands beside it: expected a module, one of its lessons, or a suite';
  return {file, line: 1, column: 1, message, severity: 'error'};
}

interface Found {
  readonly folder: string;
  /** The lesson whose problems were asked for. */
  readonly only?: string;
}

function modulesAt(path: string): readonly Found[] {
  if (!existsSync(path)) return [{folder: path}];
  if (!statSync(path).isDirectory()) {
    return [{folder: dirname(path), ...(basename(path) !== 'module.yaml' && {only: path})}];
  }
  if (existsSync(join(path, 'module.yaml'))) return [{folder: path}];
  const inside = readdirSync(path, {withFileTypes: true})
    .filter(entry => entry.isDirectory() && existsSync(join(path, entry.name, 'module.yaml')))
    .map(entry => join(path, entry.name))
    .sort();
  return inside.length > 0 ? inside.map(folder => ({folder})) : [{folder: path}];
}

async function lintModule(
  folder: string,
  only: string | undefined,
  say: Say,
  cache: LintCache | undefined,
): Promise<Omit<LintResult, 'modules'>> {
  const {lessonsRead, module, problems: inLessons, shown, files, own} = await readAsAuthor(folder, say, cache);
  const names = own === undefined ? known : knownWith(own);
  // What could not be read of a lesson would seem not to be there: its translation is looked at once it is mended.
  const broken = new Set(inLessons.flatMap(({file, severity}) => (severity === 'error' ? [file] : [])));
  const translations = await lintTranslations(
    folder,
    shown.filter(({file}) => !broken.has(file)),
  );
  const all = [...files, ...translations.files];
  const problems = [...inLessons, ...translations.problems, ...(await gradingProblems(folder, module, names))];
  if (only === undefined) return {lessons: lessonsRead, problems, shown, files: all};
  const wanted = join(only);
  const grading = join(folder, GRADING);
  if (wanted === grading)
    return {lessons: 0, problems: problems.filter(({file}) => file === grading), shown, files: all};
  const otherLesson = (file: string): boolean =>
    file !== wanted && (file.endsWith('.md') || file === grading) && dirname(file) === folder;
  const about = problems.filter(({file}) => !otherLesson(file));
  return {lessons: 1, problems: about, shown, files: all};
}

/** Of the checks that only graders see, when the module has any. */
async function gradingProblems(folder: string, module: Module | undefined, names: Known): Promise<readonly Problem[]> {
  const file = join(folder, GRADING);
  if (!existsSync(file)) return [];
  const read = await readGrading(file, names, module && outlineOf(module));
  return read.kind === 'read' ? (read.warnings ?? []) : read.problems;
}

/** `2 modules, 5 lessons, 1 suite: 1 error, no warnings` */
export function summarise({modules, lessons, suites = 0, problems}: LintSummary): string {
  const errors = problems.filter(({severity}) => severity === 'error').length;
  const count = (number: number, noun: string): string =>
    `${number === 0 ? 'no' : number} ${noun}${number === 1 ? '' : 's'}`;
  const found = `${count(errors, 'error')}, ${count(problems.length - errors, 'warning')}`;
  const what = [
    ...(modules > 0 || suites === 0 ? [count(modules, 'module'), count(lessons, 'lesson')] : []),
    ...(suites > 0 ? [count(suites, 'suite')] : []),
  ];
  return `${what.join(', ')}: ${found}`;
}
