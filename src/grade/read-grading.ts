import {createHash} from 'node:crypto';
import * as z from 'zod';
import {suggest} from '../core/nearest.ts';
import {hasErrors, type Problem} from '../core/problem.ts';
import {makeSource, reportInto} from '../core/source.ts';
import type {Locator, Path} from '../core/yaml/locate.ts';
import {readYaml} from '../core/yaml/read-yaml.ts';
import type {Known} from '../lesson/known.ts';
import {readText} from '../lesson/read-text.ts';
import {strangeNodes} from '../lesson/rules/node-names.ts';
import {strangeNames, type ThingName} from '../lesson/rules/thing-names.ts';
import {id, text, version} from '../lesson/schema/fields.ts';
import type {Outline} from './outline.ts';
import {readCheck} from './read-check.ts';
import type {ReadSuite} from './read-suite.ts';
import type {SuiteCheck} from './suite.ts';
import {type CheckYaml, checkSchema} from './suite-schema.ts';

/** The file beside a module's lessons with the checks that only graders see. */
export const GRADING = 'grading.yaml';

const MAX_CHECKS = 500;

export const gradingSchema = z.strictObject({
  grading: id.describe('id of the module beside it'),
  title: text.describe('what stands above the report'),
  version: version.describe('of these checks'),
  lessons: z
    .record(id, z.record(id, z.array(checkSchema.omit({part: true})).min(1)))
    .describe('checks by the ids of lesson and step'),
});

/** Whether a text is a `grading.yaml`, and no suite, wherever it is kept. */
export function isGrading(content: string): boolean {
  return /^grading:/m.test(content);
}

export async function readGrading(file: string, known: Known, outline?: Outline): Promise<ReadSuite> {
  const read = await readText(file);
  if ('problem' in read) {
    return {kind: 'unusable', problems: [{file, line: 1, column: 1, message: read.problem, severity: 'error'}]};
  }
  return parseGrading(file, read.text, known, outline);
}

/**
 * A suite of the checks of a `grading.yaml`, its lessons as parts, hidden from students. With the outline of its module
 * the lessons and steps must be there; without it, as when a run is graded again, they are taken as they are.
 */
export function parseGrading(file: string, content: string, known: Known, outline?: Outline): ReadSuite {
  const problems: Problem[] = [];
  const report = reportInto(problems);
  const source = makeSource(file, content);
  const yaml = readYaml(gradingSchema, {text: source.text, spot: {source, offset: 0}}, report);
  if (!yaml.ok) return {kind: 'unusable', problems};
  const {value, where} = yaml;
  if (outline !== undefined && value.grading !== outline.module)
    report(where.value(['grading']), `grading: expected "${outline.module}", the module beside it`);
  const before: CheckYaml[] = [];
  const checks: SuiteCheck[] = [];
  const things: ThingName[] = [];
  for (const {lesson, step, index, check} of allChecks(value.lessons)) {
    const base: Path = ['lessons', lesson, step, index];
    const steps = outline?.lessons.get(lesson);
    const shown = steps && [...steps.values()].some(ids => ids.has(check.id));
    if (shown) report(where.value([...base, 'id']), `id: students see a check ${check.id} in this lesson`);
    const tags = [...check.tags, `${lesson}/${step}`];
    const place = {
      base,
      before: [...before],
      parts: [lesson],
      visibility: 'hidden',
      timeoutMs: undefined,
      minTrust: 'claim',
      challenge: null,
      where,
      report,
      known,
    } as const;
    const read = readCheck({...check, part: lesson, tags}, place);
    before.push(check);
    if (outline !== undefined) things.push(...namedIn(check, base, where));
    const choosing = known.words?.get(check.use?.split('@')[0] ?? '')?.choosesNodes ?? [];
    for (const {argument, message} of strangeNodes(check.with ?? {}, choosing, outline?.nodes ?? []))
      if (outline !== undefined) report(where.value([...base, 'with', argument]), message);
    if (read !== undefined) checks.push(read);
  }
  for (const [lesson, steps] of Object.entries(value.lessons)) {
    if (outline === undefined) continue;
    const known = outline.lessons.get(lesson);
    if (known === undefined)
      report(
        where.key(['lessons', lesson]),
        `lessons: the module has no lesson "${lesson}"${suggest(lesson, outline.lessons.keys())}`,
      );
    for (const step of known === undefined ? [] : Object.keys(steps)) {
      if (!known?.has(step))
        report(
          where.key(['lessons', lesson, step]),
          `lessons.${lesson}: the lesson has no step "${step}"${suggest(step, known?.keys() ?? [])}`,
        );
    }
  }
  if (before.length === 0) report(where.value(['lessons']), 'lessons: expected a check at least');
  if (before.length > MAX_CHECKS) report(where.value(['lessons']), `lessons: at most ${MAX_CHECKS} checks are read`);
  if (hasErrors(problems)) return {kind: 'unusable', problems};
  if (outline !== undefined) strangeNames([{asked: things, words: outline.words}], report);
  const parts = Object.keys(value.lessons).map(lesson => ({id: lesson, title: lesson}));
  const sha256 = createHash('sha256').update(content).digest('hex');
  const {title} = value;
  return {
    kind: 'read',
    warnings: problems,
    suite: {
      id: `${value.grading}-grading`,
      title,
      version: value.version,
      file,
      sha256,
      parts,
      checks,
      late: null,
      attempts: null,
      challenge: null,
    },
  };
}

/** The networks and services that a check asks about. */
function namedIn({with: args = {}}: CheckYaml, base: Path, where: Locator): readonly ThingName[] {
  return (['network', 'service'] as const).flatMap(kind => {
    const name = args[kind];
    return typeof name === 'string' ? [{kind, name, spot: where.value([...base, 'with', kind])}] : [];
  });
}

type Lessons = z.infer<typeof gradingSchema>['lessons'];

function allChecks(lessons: Lessons) {
  return Object.entries(lessons).flatMap(([lesson, steps]) =>
    Object.entries(steps).flatMap(([step, checks]) => checks.map((check, index) => ({lesson, step, index, check}))),
  );
}
