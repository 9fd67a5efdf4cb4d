import {readFileSync} from 'node:fs';
import {expect, test} from 'vitest';
import type {Item} from '../../src/core/lesson.ts';
import {edit, LESSON, read} from './example.ts';

const EXAMPLE = readFileSync(new URL('fixtures/overlay/overlay-forwarding.md', import.meta.url), 'utf8');
const {lesson, problems} = await read(EXAMPLE);
const [launch, fdb, mark] = lesson!.steps;

function of<Kind extends Item['kind']>(kind: Kind, items: readonly Item[]): readonly Extract<Item, {kind: Kind}>[] {
  return items.filter((item): item is Extract<Item, {kind: Kind}> => item.kind === kind);
}

test('the worked example of the format has no mistake', () => {
  expect(problems).toEqual([]);
});

test('steps follow each other unless they say otherwise', () => {
  expect(lesson!.steps.map(({id, title, after}) => [id, title, after])).toEqual([
    ['launch', 'Launch a service on the overlay', []],
    ['fdb', 'Read the forwarding table', ['launch']],
    ['mark', 'Mark and FWM', ['fdb']],
  ]);
});

test('a run has what its fence and its @run say', () => {
  expect(of('run', launch!.items)[0]!.run).toMatchObject({
    id: 'create',
    line: 'docker service create --detach --name redis --network vote --replicas 2 <image.redis>',
    on: [{kind: 'role', role: 'manager'}],
    mutates: 'service/redis',
    undo: 'docker service rm redis',
    timeoutMs: 120_000,
    exit: [0],
    stream: false,
    raw: false,
    at: {line: 16, column: 1},
  });
  expect(of('run', fdb!.items)[0]!.run.on).toEqual([
    {kind: 'capture', name: 'home'},
    {kind: 'capture', name: 'away'},
  ]);
});

test('captures, distinct names and notes belong to the run they name', () => {
  const where = of('run', launch!.items)[1]!.run;
  expect(where.captures.map(({name, type, sample}) => [name, type, sample])).toEqual([
    ['home', 'node', 'swarm-01'],
    ['away', 'node', 'swarm-02'],
  ]);
  expect(where.distinct).toEqual(['home', 'away']);
  const [netns] = of('variants', fdb!.items)[0]!.variants;
  expect(of('run', netns!.items)[0]!.run.notes[2]).toEqual({
    row: {dst: null},
    say: 'this end of the tunnel itself',
    at: {line: 86, column: 3},
  });
});

test('a check has its durations in milliseconds', () => {
  expect(of('check', launch!.items)[0]!.check.eventually).toEqual({withinMs: 60_000, everyMs: 2000, stableFor: 2});
});

test('a task is called after its heading, and its text stays in the lesson', () => {
  expect(of('task', fdb!.items)[0]!.task).toMatchObject({
    id: 'other-end',
    title: 'Your turn: the other end',
    points: 1,
  });
  expect(of('prose', fdb!.items).map(({markdown}) => markdown)).toEqual([
    '### Your turn: the other end',
    'Show that `<away>` knows the way back to the task on `<home>`.',
  ]);
});

test('folded text keeps its role, its summary and its items; a solution belongs to the task it solves', () => {
  expect(
    of('hidden', fdb!.items).map(({hidden: {role, target, summary, items}}) => [role, target, summary, items.length]),
  ).toEqual([
    ['hint', undefined, 'Hint 1', 1],
    ['solution', 'other-end', 'Solution', 1],
  ]);
});

test('the paragraph behind a quiz is its question', () => {
  expect(of('quiz', mark!.items)[0]!.quiz).toMatchObject({
    question: 'Your port carries mark `<mark>`. Which `FWM` line of `ipvsadm -Ln` serves it?',
    answer: {kind: 'call', name: 'hexToInt', argument: '<mark>'},
    wrong: {258: '258 belongs to the printed sample. Your mark is <mark>.'},
  });
  expect(of('prose', mark!.items)).toEqual([]);
});

test('text before the first step is the introduction; a heading without @step belongs to what is above it', async () => {
  const text = edit('## Launch', '# Title\n\nWelcome.\n\n- a\n- b\n\n## Launch').replace(
    '### Your turn',
    '## Aside\n\n### Your turn',
  );
  const result = await read(text);
  expect(result.problems).toEqual([]);
  expect(result.lesson!.intro).toEqual([
    {kind: 'prose', markdown: '# Title\n\nWelcome.\n\n- a\n- b', at: {line: 9, column: 1}},
  ]);
  expect(result.lesson!.steps.map(({id}) => id)).toEqual(['launch', 'look', 'mark']);
});

test('an ordinary fence is code, whatever braces it has', async () => {
  const {lesson: found} = await read(edit('Show the way back.', '```go {1,3}\nx := <-c\n```'));
  expect(of('code', found!.steps[1]!.items)).toEqual([
    {kind: 'code', language: 'go', text: 'x := <-c', at: {line: 78, column: 1}},
  ]);
});

test('an ordinary comment is nobody’s, and parts the prose', async () => {
  const {lesson: found, problems: none} = await read(edit('Show the way back.', 'One.\n\n<!-- to do -->\n\nTwo.'));
  expect(none).toEqual([]);
  const prose = of('prose', found!.steps[1]!.items).map(({markdown}) => markdown);
  expect(prose.slice(-3)).toEqual(['### Your turn', 'One.', 'Two.']);
});

test('only the step whose text changes gets another hash', async () => {
  const before = (await read(LESSON)).lesson!.steps.map(({hash}) => hash);
  const after = (await read(edit('Show the way back.', 'Show the way home.'))).lesson!.steps.map(({hash}) => hash);
  expect(before.every(hash => /^[0-9a-f]{64}$/.test(hash))).toBe(true);
  expect(after.map((hash, i) => hash === before[i])).toEqual([true, false, true]);
});

test('numbers in arguments may be placeholders', async () => {
  const port = `\`\`\`sh {#port parse=lines}
echo
\`\`\`
<!-- @run port
capture: {port: {type: port, from: "[0]", sample: 30000}}
-->
<!-- @check dnat
use: ingress.dnat
with: {port: <port>}
-->
`;
  expect((await read(edit('Show the way back.', port))).problems).toEqual([]);
});

test('a raw fence keeps its angle brackets', async () => {
  const {problems: none} = await read(
    edit('docker service ps redis\n', 'sort <file>out\n').replace('{#where', '{#where raw'),
  );
  expect(none).toEqual([]);
});
