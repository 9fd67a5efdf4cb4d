import {expect, test} from 'vitest';
import type {Check, Item, Run} from '../../src/core/lesson.ts';
import {checksFedBy, checksNaming, visibleItems} from '../../src/session/items.ts';

const at = {line: 1, column: 1};

function run(id: string, solves?: string): Item {
  const made: Run = {
    id,
    line: 'true',
    language: 'sh',
    on: [{kind: 'all'}],
    stream: false,
    raw: false,
    timeoutMs: 1000,
    exit: [0],
    captures: [],
    distinct: [],
    notes: [],
    at,
    ...(solves !== undefined && {solves}),
  };
  return {kind: 'run', run: made};
}

function check(id: string, of?: string): Check {
  return {id, use: 'cmd.output', with: {}, points: 1, else: {}, at, ...(of !== undefined && {of})};
}

const solution = {role: 'solution', summary: '', items: [run('mend', 'mended')], at} as const;
const items: readonly Item[] = [
  run('look'),
  {kind: 'check', check: check('after-look')},
  {kind: 'task', task: {id: 'mended', title: '', points: 1, check: check('mended', 'again'), at}},
  {kind: 'hidden', hidden: solution},
  run('again'),
  {kind: 'check', check: check('well', 'again')},
];

test.each([
  ['a check that stands behind it', 'look', ['after-look']],
  ['the task that it solves', 'mend', ['mended']],
  ['checks and tasks that judge its output', 'again', ['well', 'mended']],
])('the end of a run calls for %s', (_, id, expected) => {
  expect(checksFedBy(items, id).map(one => one.id)).toEqual(expected);
});

test('checks are found by the values that they name, and tasks are left to whoever does them', () => {
  const needing = {...check('servers', 'list'), with: {query: 'rows[?mark==`<number@idle>`]', count: 2}};
  const todo = {id: 'mend', title: 'mended', points: 1, check: {...needing, id: 'mend'}};
  const step = [
    {kind: 'check', check: needing},
    {kind: 'check', check: check('others', 'list')},
    {kind: 'task', task: todo},
  ] as unknown as Item[];
  expect(checksNaming(step, new Set(['number'])).map(one => one.id)).toEqual(['servers']);
  expect(checksNaming(step, new Set(['idle'])).map(one => one.id)).toEqual(['servers']);
  expect(checksNaming(step, new Set(['other']))).toEqual([]);
});

test('a task is called once: the heading that it was called after is left out, and no other', () => {
  const task = {id: 'mended', title: 'Mend `it`', points: 1, check: check('mended'), at};
  const shown = (markdown: string) =>
    visibleItems(
      [
        {kind: 'prose', markdown, at},
        {kind: 'task', task},
      ],
      {},
    ).flatMap(item => (item.kind === 'prose' ? [item.markdown] : [item.kind]));
  expect(shown('### Mend `it`')).toEqual(['task']);
  expect(shown('Silence.\n\n### Mend `it`')).toEqual(['Silence.', 'task']);
  expect(shown('### The last fault')).toEqual(['### The last fault', 'task']);
  expect(shown('### Mend `it`\n\nNow.')).toEqual(['### Mend `it`\n\nNow.', 'task']);
});
