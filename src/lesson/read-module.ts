import {readdir} from 'node:fs/promises';
import {join, resolve} from 'node:path';
import satisfies from 'semver/functions/satisfies.js';
import type * as z from 'zod';
import type {Lesson, Module} from '../core/lesson.ts';
import {suggest} from '../core/nearest.ts';
import {hasErrors, type Problem} from '../core/problem.ts';
import {makeSource, type Report, reportInto, type Spot} from '../core/source.ts';
import type {Locator} from '../core/yaml/locate.ts';
import {readYaml} from '../core/yaml/read-yaml.ts';
import {lookWithin} from './include.ts';
import type {Known} from './known.ts';
import {moduleHash} from './module-hash.ts';
import {readOwnFiles} from './own-files.ts';
import {type LessonResult, readLesson} from './read-lesson.ts';
import {readText, type TextResult} from './read-text.ts';
import {findCycle} from './rules/cycle.ts';
import {strangeNames} from './rules/thing-names.ts';
import {moduleFile} from './schema/module.ts';
import {asTranslation} from './translation/language-files.ts';

export interface ModuleResult {
  /** Absent when there is an error: a module with errors must not run commands. */
  readonly module?: Module;
  readonly problems: readonly Problem[];
  /** All lessons whose front matter can be read: for showing, not for running. */
  readonly shown: readonly Lesson[];
  /** How many lessons were read, with or without problems. */
  readonly lessonsRead: number;
  /** Paths of the files that it was read from. */
  readonly files: readonly string[];
}

/** Reads a module's folder: `module.yaml`, its lessons by `readOne`, and what they include. */
export async function readModule(folder: string, known: Known, readOne = readLesson): Promise<ModuleResult> {
  const problems: Problem[] = [];
  const report = reportInto(problems);
  const files = new Map<string, string>();
  const read = rememberingReader(files);
  const file = join(folder, 'module.yaml');
  const result = await read(file);
  const source = makeSource(file, 'text' in result ? result.text : '');
  const start: Spot = {source, offset: 0};
  if ('problem' in result) {
    report(start, result.problem);
    return {problems, shown: [], lessonsRead: 0, files: [...files.keys()]};
  }
  const yaml = readYaml(moduleFile, {text: source.text, spot: start}, report);
  if (!yaml.ok) return {problems, shown: [], lessonsRead: 0, files: [...files.keys()]};
  const {value, where} = yaml;
  checkModule(value, where, known, report);
  const nodes = Object.entries(value.nodes).map(([id, {role}]) => ({id, role}));
  const own = await readOwnFiles(folder);
  problems.push(...own.problems);
  for (const one of own.files) files.set(one.file, one.text);
  const mayBeOwn = own.files.length > 0 && known.hasOwn !== true;
  // The same object as last time when nothing is to be said: what was read with it may have been kept.
  const names = mayBeOwn ? {...known, mayBeOwn} : known;
  const context = {folder, nodes, images: value.images, known: names, look: lookWithin(folder, read)};
  const found: (LessonResult & {readonly id: string})[] = [];
  for (const [i, id] of value.lessons.entries()) {
    const path = join(folder, `${id}.md`);
    const text = await read(path);
    if ('problem' in text) {
      const {problem: message, line, column} = text;
      if (line === undefined || column === undefined)
        report(where.value(['lessons', i]), `lessons: ${id}.md: ${message}`);
      else problems.push({file: path, line, column, message, severity: 'error'});
    } else found.push({id, ...(await readOne(path, text.text, context))});
  }
  checkLessons(found, report);
  strangeNames(
    found.map(({things}) => things),
    report,
  );
  await reportStrays(folder, files, value.lessons, report, start);
  const all = [...problems, ...found.flatMap(lesson => lesson.problems)];
  const lessons = found.flatMap(({lesson}): readonly Lesson[] => (lesson === undefined ? [] : [lesson]));
  if (hasErrors(all)) return {problems: all, shown: lessons, lessonsRead: found.length, files: [...files.keys()]};
  const {id, title, summary, version, language, images} = value;
  const module = {
    id,
    title,
    summary,
    version,
    language,
    folder: resolve(folder),
    hash: moduleHash(folder, files),
    nodes,
    images,
    lessons,
    own: own.files.map(({kind, path, sha256}) => ({kind, path, sha256})),
  };
  return {module, problems: all, shown: lessons, lessonsRead: found.length, files: [...files.keys()]};
}

type ModuleYaml = z.infer<typeof moduleFile>;

function checkModule({lessons, nodes, runner}: ModuleYaml, where: Locator, known: Known, report: Report): void {
  for (const [i, id] of lessons.entries()) {
    if (lessons.indexOf(id) < i) report(where.value(['lessons', i]), `lessons: "${id}" is listed twice`);
  }
  checkRoles(nodes, where, report);
  if (known.runner !== undefined && !satisfies(known.runner, runner)) {
    report(where.value(['runner']), `runner: this module needs deepdive ${runner}, this is ${known.runner}`);
  }
}

/** Nodes of a swarm have roles, one of them that of a manager; of other modules none has. */
function checkRoles(nodes: ModuleYaml['nodes'], where: Locator, report: Report): void {
  const without = Object.keys(nodes).filter(id => nodes[id]?.role === undefined);
  const withRole = Object.values(nodes).filter(({role}) => role !== undefined);
  if (withRole.length === 0) {
    if (without.length === 0) report(where.key(['nodes']), 'nodes: a module needs at least one node, such as here: {}');
    return;
  }
  for (const id of without) {
    report(where.key(['nodes', id]), `nodes.${id}: missing key "role": either all nodes have a role, or none has`);
  }
  if (!withRole.some(({role}) => role === 'manager')) {
    report(where.key(['nodes']), 'nodes: one node at least must have the role manager, or none a role');
  }
}

/** Lessons are called as their files, and none waits for itself. */
function checkLessons(found: readonly (LessonResult & {readonly id: string})[], report: Report): void {
  const ids = found.map(({id}) => id);
  const needs = found.map(({lesson, needsSpots}) =>
    (lesson?.needs.lessons ?? []).flatMap((need, n) => {
      const index = ids.indexOf(need);
      if (index < 0) report(needsSpots[n]!, `needs.lessons: the module has no lesson "${need}"${suggest(need, ids)}`);
      return index < 0 ? [] : [index];
    }),
  );
  for (const {lesson, id, idSpot} of found) {
    if (lesson === undefined || idSpot === undefined || lesson.id === id) continue;
    report(idSpot, `lesson: expected "${id}", the name of this file, found "${lesson.id}"`);
  }
  const cycle = findCycle(needs);
  if (cycle === undefined) return;
  const [first] = found[cycle[0]!]!.needsSpots;
  if (first === undefined) return;
  report(
    first,
    `needs.lessons: these lessons wait for each other: ${[...cycle, cycle[0]!].map(i => ids[i]).join(' → ')}`,
  );
}

/** What a module may have beside its lessons: about itself, and the guide that `new` puts there. */
const OTHERS: ReadonlySet<string> = new Set(['README.md', 'AUTHORING.md']);

/** Warns of lessons that nobody will see. */
async function reportStrays(
  folder: string,
  files: ReadonlyMap<string, string>,
  listed: readonly string[],
  report: Report,
  start: Spot,
): Promise<void> {
  for (const name of (await readdir(folder)).sort()) {
    const used = files.has(join(folder, name)) || listed.includes(name.slice(0, -'.md'.length));
    if (!name.endsWith('.md') || OTHERS.has(name) || used || asTranslation(name) !== undefined) continue;
    report(start, `${name} is not among the lessons of this module`, 'warning');
  }
}

function rememberingReader(files: Map<string, string>): (path: string) => Promise<TextResult> {
  return async path => {
    const known = files.get(path);
    if (known !== undefined) return {text: known};
    const result = await readText(path);
    if ('text' in result) files.set(path, result.text);
    return result;
  };
}
