import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {beforeAll, expect, test} from 'vitest';
import {known} from '../../src/author/known.ts';
import type {Item, Lesson, Run} from '../../src/core/lesson.ts';
import {readLesson} from '../../src/lesson/read-lesson.ts';
import {nodes} from './example.ts';
import {SOURCE_CLAIMS} from './source-claims.ts';
import {SOURCE_COMMANDS, type SourceCommand} from './source-commands.ts';

const folder = fileURLToPath(new URL('../../lessons/swarm-networking/', import.meta.url));
const images = {redis: 'redis:alpine', vote: 'schoolofdevops/vote', worker: 'schoolofdevops/worker'};

let lessons: ReadonlyMap<string, Lesson>;

beforeAll(async () => {
  const names = readdirSync(folder).filter(name => name.endsWith('.md'));
  const read = await Promise.all(
    names.map(name => readLesson(name, readFileSync(join(folder, name), 'utf8'), {folder, nodes, images, known})),
  );
  lessons = new Map(read.flatMap(({lesson}) => (lesson === undefined ? [] : [[lesson.id, lesson] as const])));
}, 60_000);

/** All items of a lesson, those in folded parts and in every arm of `@when` as well. */
function allItems(lesson: Lesson): readonly Item[] {
  const open = (items: readonly Item[]): readonly Item[] =>
    items.flatMap(item => {
      if (item.kind === 'hidden') return [item, ...open(item.hidden.items)];
      if (item.kind === 'variants') return item.variants.flatMap(variant => open(variant.items));
      return [item];
    });
  return open([...lesson.intro, ...lesson.steps.flatMap(step => step.items)]);
}

/** Why a command of the tutorial is not covered where the table says, or undefined when it is. */
function gap({lesson: id, run: name, line, everywhere}: SourceCommand, all: typeof lessons): string | undefined {
  const lesson = all.get(id);
  if (lesson === undefined) return `there is no lesson ${id}`;
  const items = allItems(lesson);
  if (name === 'shown') {
    const shown = items.some(item => item.kind === 'code' && line.test(item.text));
    return shown ? undefined : `${id} shows no such command`;
  }
  const runs = items.flatMap((item): readonly Run[] => (item.kind === 'run' && item.run.id === name ? [item.run] : []));
  if (runs.length === 0) return `${id} has no run ${name}`;
  const other = runs.find(run => !line.test(run.line));
  if (other !== undefined) return `${id}/${name} is another command: ${other.line}`;
  const somewhere = everywhere && !runs.some(run => run.on.some(target => target.kind === 'all'));
  return somewhere ? `${id}/${name} does not run on all nodes` : undefined;
}

test('the table has every command of the tutorial', () => {
  // 77 lines of it are commands; one more is a task that it sets in words.
  expect(SOURCE_COMMANDS).toHaveLength(78);
});

test.each(SOURCE_COMMANDS)('$command: $purpose: $lesson/$run', row => {
  expect(gap(row, lessons)).toBeUndefined();
});

/** The lesson with its runs of that id changed, wherever they stand; undefined takes them out. */
function withRun(lesson: Lesson, id: string, change: (run: Run) => Run | undefined): Lesson {
  const changed = (items: readonly Item[]): readonly Item[] =>
    items.flatMap((item): readonly Item[] => {
      if (item.kind === 'run' && item.run.id === id) {
        const run = change(item.run);
        return run === undefined ? [] : [{kind: 'run', run}];
      }
      if (item.kind === 'hidden') return [{...item, hidden: {...item.hidden, items: changed(item.hidden.items)}}];
      if (item.kind !== 'variants') return [item];
      return [{...item, variants: item.variants.map(arm => ({...arm, items: changed(arm.items)}))}];
    });
  return {...lesson, steps: lesson.steps.map(step => ({...step, items: changed(step.items)}))};
}

test('a run that is taken out, or does something else, covers nothing', () => {
  for (const row of SOURCE_COMMANDS.filter(({run}) => run !== 'shown')) {
    const after = (change: (run: Run) => Run | undefined) =>
      gap(row, new Map([[row.lesson, withRun(lessons.get(row.lesson)!, row.run, change)]]));
    expect(after(() => undefined)).toBe(`${row.lesson} has no run ${row.run}`);
    expect(after(run => ({...run, line: 'docker ps -a'}))).toContain('is another command');
    expect(after(run => ({...run, on: [{kind: 'role', role: 'manager'}]}))?.includes('on all nodes') ?? false).toBe(
      row.everywhere ?? false,
    );
  }
});

test.each(SOURCE_CLAIMS)('%s: %s/%s', (_, id, name) => {
  const judged = allItems(lessons.get(id)!).flatMap(item => {
    if (item.kind === 'check') return [item.check.id];
    if (item.kind === 'task') return [item.task.id];
    return item.kind === 'quiz' ? [item.quiz.id] : [];
  });
  expect(judged).toContain(name);
});
