import {beforeEach, expect, test} from 'vitest';
import {KeptLessons} from '../../src/lesson/kept-lessons.ts';
import type {Known} from '../../src/lesson/known.ts';
import type {LessonContext} from '../../src/lesson/read-lesson.ts';
import {edit, images, known, LESSON, nodes} from './example.ts';

const INCLUDING = edit('Show the way back.', '<!-- @include a.md -->');

let lessons = new KeptLessons();
/** How often a lesson was read: its one sample is parsed each time. */
let readings = 0;
const counting: Known = {
  ...known,
  unparsed: (parser, text) => {
    readings++;
    return known.unparsed!(parser, text);
  },
};
const context: LessonContext = {
  folder: 'm',
  nodes,
  images,
  known: counting,
  look: async path => (path === 'm/a.md' ? {text: 'One.'} : {problem: 'no such file'}),
};

beforeEach(() => {
  lessons = new KeptLessons();
  readings = 0;
});

/** One round, in which only this is read. */
async function read(text: string, other: Partial<LessonContext> = {}) {
  lessons.startRound();
  return lessons.read('m/fdb.md', text, {...context, ...other});
}

test('what is as it was is not read again', async () => {
  const first = await read(INCLUDING);
  expect(await read(INCLUDING)).toBe(first);
  expect(readings).toBe(1);
});

test.each<[string, Partial<LessonContext>]>([
  ['the nodes of the module', {nodes: nodes.slice(0, 2)}],
  ['its images', {images: {redis: 'redis:8'}}],
  ['what a lesson may name', {known: {...counting}}],
  ['the text of an included file', {look: async () => ({text: 'Two.'})}],
  ['an included file, which is gone', {look: async () => ({problem: 'no such file'})}],
  ['an included file, which leads outside', {look: async () => ({leadsOutside: true})}],
])('a lesson is read again after a change of %s', async (_, other) => {
  await read(INCLUDING);
  await read(INCLUDING, other);
  expect(readings).toBe(2);
});

test('included files are looked at each time, as far as they are included still', async () => {
  const looked: string[] = [];
  const files: Record<string, string> = {'m/a.md': '<!-- @include b.md -->', 'm/b.md': 'B.'};
  const look = async (path: string) => {
    looked.push(path);
    return {text: files[path]!};
  };
  await read(INCLUDING, {look});
  await read(INCLUDING, {look});
  expect(looked).toEqual(['m/a.md', 'm/b.md', 'm/a.md', 'm/b.md']);
  files['m/a.md'] = 'No more.';
  looked.length = 0;
  await read(INCLUDING, {look});
  expect(new Set(looked)).toEqual(new Set(['m/a.md']));
});

test('a text that was changed back is known again, and one that nobody asks for any more is dropped', async () => {
  await read(LESSON);
  await read(INCLUDING);
  await read(LESSON);
  expect(readings).toBe(2);
  for (let round = 0; round < 4; round++) await read(LESSON);
  await read(INCLUDING);
  expect(readings).toBe(3);
});

test('a problem that code of the module may have for want of time is looked for again', async () => {
  const own = {known: {...counting, hasOwn: true}};
  const wrong = edit('02:42:0a:00:02:09 dst', 'zz dst');
  for (let round = 0; round < 2; round++) expect((await read(wrong, own)).problems).not.toEqual([]);
  expect(readings).toBe(2);
});
