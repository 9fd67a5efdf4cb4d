import {expect, test} from 'vitest';
import {localCluster} from '../../src/cluster/local.ts';
import type {Module} from '../../src/core/lesson.ts';
import type {ProgressEvent} from '../../src/core/progress.ts';
import {readLesson} from '../../src/lesson/read-lesson.ts';
import {changesInEffect} from '../../src/session/changes.ts';
import {initialState} from '../../src/session/initial.ts';

const LESSON = `---
lesson: ward
title: A fault, and its repair
version: 1.0.0
minutes: 1
---

## Break and mend
<!-- @step
id: one
-->

\`\`\`sh {#make}
touch file
\`\`\`
<!-- @run make
mutates: file/one
undo: rm file
-->

\`\`\`sh {#break}
rm file
\`\`\`
<!-- @run break
mutates: file/one
undo: touch file
-->

<details><!-- @solution --><summary>Solution</summary>

\`\`\`sh {#mend}
touch file
\`\`\`
<!-- @run mend
mutates: file/one
undo: none, because it takes another change back
reverts: break
-->
</details>
`;

const nodes = [{id: 'here', role: 'manager'}] as const;
const {lesson} = await readLesson('ward.md', LESSON, {
  folder: '.',
  nodes,
  images: {},
  known: {parsers: new Set(), assertions: new Map()},
  look: async () => ({problem: 'no such file'}),
});
if (lesson === undefined) throw new Error('the lesson of this test does not read');
const module: Module = {
  id: 'clinic',
  title: '',
  summary: '',
  language: 'en',
  version: '1.0.0',
  folder: '.',
  hash: '',
  nodes,
  images: {},
  own: [],
  lessons: [lesson],
};

function ran(run: string, ok = true): ProgressEvent {
  return {
    kind: 'ran',
    at: 0,
    run: `ward/${run}`,
    node: 'here',
    line: '',
    edited: false,
    ok,
    end: '',
    output: '',
    mutates: 'file/one',
  };
}

const undone: ProgressEvent = {
  kind: 'undone',
  at: 0,
  step: 'ward/one',
  runs: ['ward/make', 'ward/break', 'ward/mend'],
  checks: [],
};

test.each([
  ['a change stays', [ran('make'), ran('break')], ['ward/make', 'ward/break']],
  ['a run that failed changes nothing', [ran('make'), ran('break', false)], ['ward/make']],
  ['a repair takes the change back that it reverts', [ran('make'), ran('break'), ran('mend')], ['ward/make']],
  [
    'what was mended can break again',
    [ran('make'), ran('break'), ran('mend'), ran('break')],
    ['ward/make', 'ward/break'],
  ],
  ['an undone step leaves nothing', [ran('make'), ran('break'), undone], []],
])('%s', (_, events, expected) => {
  const cluster = localCluster({name: 'local', nodes});
  expect(changesInEffect(initialState(module, cluster, events), events)).toEqual(expected);
});
