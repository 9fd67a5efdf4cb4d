import type {Lesson, Module} from '../core/lesson.ts';
import type {Problem} from '../core/problem.ts';
import {makeSource, type Report, reportInto, type Spot} from '../core/source.ts';
import {readYaml} from '../core/yaml/read-yaml.ts';
import {buildLesson} from './build/build-lesson.ts';
import type {BuildContext} from './build/builder.ts';
import type {Draft} from './build/draft.ts';
import {frontMatter} from './front-matter.ts';
import {blocksWithIncludes, type Included, lookWithin} from './include.ts';
import type {Known} from './known.ts';
import {readText} from './read-text.ts';
import {checks} from './rules/checks.ts';
import {completeness} from './rules/completeness.ts';
import {placeholders} from './rules/placeholders.ts';
import {quizzes} from './rules/quizzes.ts';
import {references} from './rules/references.ts';
import {sampleKeys} from './rules/samples.ts';
import {stepOrder} from './rules/step-order.ts';
import {type ThingNames, thingNames} from './rules/thing-names.ts';
import {uniqueIds} from './rules/unique-ids.ts';
import {frontMatter as frontMatterSchema} from './schema/step.ts';

/** More would make a lesson nobody finishes, and the rules across steps slow. */
const MAX_STEPS = 200;

export interface LessonContext {
  /** The module's folder, which includes are relative to. */
  readonly folder: string;
  readonly nodes: Module['nodes'];
  readonly images: Module['images'];
  readonly known: Known;
  /** How included files are looked at; on the disk unless said. */
  readonly look?: (path: string) => Promise<Included>;
}

export interface LessonResult {
  /** Absent when its front matter cannot be read. With problems of severity error it is for showing, not for running. */
  readonly lesson?: Lesson;
  readonly problems: readonly Problem[];
  readonly idSpot?: Spot;
  /** Places of the ids in `needs.lessons`. */
  readonly needsSpots: readonly Spot[];
  /** Things of the cluster that it names. */
  readonly things: ThingNames;
}

/** Reads a lesson's Markdown. Total: whatever the text, it returns. */
export async function readLesson(file: string, text: string, context: LessonContext): Promise<LessonResult> {
  const problems: Problem[] = [];
  const report = reportInto(problems);
  const source = makeSource(file, text);
  const front = frontMatter(source, report);
  const head = front && readYaml(frontMatterSchema, front.yaml, report);
  const include = {folder: context.folder, look: context.look ?? lookWithin(context.folder, readText), report};
  const blocks = await blocksWithIncludes(source, front?.end ?? 0, include);
  const {nodes, images, known} = context;
  const draft = buildLesson(blocks, {lessonFile: file, nodes, images, known, report});
  if (draft.steps.length > MAX_STEPS) report({source, offset: 0}, `a lesson may have at most ${MAX_STEPS} steps`);
  else checkRules(draft, {lessonFile: file, nodes, images, known, report}, {source, offset: 0});
  const sorted = inOrder(problems, file);
  const things = thingNames(draft);
  if (!head?.ok) return {problems: sorted, needsSpots: [], things};
  const {lesson: id, engine, unless, ...rest} = head.value;
  const lesson: Lesson = {
    id,
    ...rest,
    engine: engine as Readonly<Record<string, string>>,
    unless: unless as Readonly<Record<string, string>>,
    file,
    intro: draft.intro,
    steps: draft.steps.map(({step}) => step),
  };
  const needsSpots = rest.needs.lessons.map((_, i) => head.where.value(['needs', 'lessons', i]));
  return {lesson, problems: sorted, idSpot: head.where.value(['lesson']), needsSpots, things};
}

function checkRules(draft: Draft, context: BuildContext, start: Spot): void {
  const report: Report = context.report;
  if (draft.steps.length === 0) report(start, 'this lesson has no step: a ## heading followed by <!-- @step');
  uniqueIds(draft, report);
  const order = stepOrder(draft, report);
  placeholders(draft, order, context);
  references(draft, context);
  sampleKeys(draft, context);
  checks(draft, context);
  quizzes(draft, report);
  completeness(draft, report);
}

/** By file (the lesson's own first), line and column; each finding once. */
function inOrder(problems: readonly Problem[], lessonFile: string): readonly Problem[] {
  const rank = (file: string): string => (file === lessonFile ? '' : file);
  const once = new Map(problems.map(problem => [JSON.stringify(problem), problem]));
  return [...once.values()].sort(
    (a, b) => rank(a.file).localeCompare(rank(b.file)) || a.line - b.line || a.column - b.column,
  );
}
