import {expect, test} from 'vitest';
import {formatProblem} from '../../src/core/problem.ts';
import {readLesson} from '../../src/lesson/read-lesson.ts';
import {known} from './example.ts';

const ONE = [{id: 'here'}];
const TWO = [{id: 'left'}, {id: 'right'}];

function lesson(fence: string, prose = 'Text.'): string {
  return `---
lesson: l
title: L
version: 1.0.0
minutes: 1
---

## A step
<!-- @step
id: a
-->

${prose}

\`\`\`sh {${fence}}
ls
\`\`\`
`;
}

async function read(text: string, nodes: typeof ONE) {
  const {lesson: found, problems} = await readLesson('l.md', text, {folder: '.', nodes, images: {}, known});
  const said = problems.filter(({severity}) => severity === 'error').map(formatProblem);
  const items = found?.steps[0]?.items ?? [];
  return {said, on: items.flatMap(item => (item.kind === 'run' ? item.run.on : []))};
}

test('where the only node has no role, a command that does not say where runs there', async () => {
  expect(await read(lesson('#ls'), ONE)).toEqual({said: [], on: [{kind: 'node', id: 'here'}]});
});

test('where there are several, a command must say on which', async () => {
  const {said} = await read(lesson('#ls'), TWO);
  expect(said).toEqual(['l.md:15:4 on=… is missing: say where this runs, one of left, right, all']);
  expect(await read(lesson('#ls on=right'), TWO)).toEqual({said: [], on: [{kind: 'node', id: 'right'}]});
  expect(await read(lesson('#ls on=all'), TWO)).toEqual({said: [], on: [{kind: 'all'}]});
});

test('a role is no node there', async () => {
  const {said} = await read(lesson('#ls on=manager', 'The kernel is `<kernel@manager>`, or `<kernel>`.'), TWO);
  expect(said).toEqual([
    'l.md:13:16 <kernel@manager>: no node "manager"; expected one of left, right',
    'l.md:13:39 <kernel> differs from node to node: say which, as in <kernel@left>',
    'l.md:15:15 on: no node "manager"; expected one of left, right, all',
  ]);
});
