import {describe, expect, test} from 'vitest';
import type {Run} from '../../src/core/lesson.ts';
import {markValues} from '../../src/render/fill.ts';
import {lineCells, lineText} from '../../src/render/line.ts';
import type {StepBlock} from '../../src/render/step-block.ts';
import {createStepRenderer} from '../../src/render/step-lines.ts';

const fill = (text: string) => text;
const at = {line: 1, column: 1};
const fdb: Run = {
  id: 'fdb',
  line: 'bridge fdb show dev <vxlan>',
  language: 'sh',
  on: [],
  stream: false,
  raw: false,
  timeoutMs: 1000,
  exit: [0],
  captures: [],
  distinct: [],
  notes: [],
  at,
};
const run: Extract<StepBlock, {kind: 'run'}> & StepBlock = {
  id: 'fdb',
  depth: 0,
  kind: 'run',
  run: fdb,
  line: 'bridge fdb show dev vxlan0',
  missing: [],
  nodes: ['swarm-01'],
  picked: null,
  partner: null,
  status: 'idle',
  results: [],
  edits: [],
  preview: 0,
};
const check: StepBlock = {
  id: 'peer',
  depth: 0,
  kind: 'check',
  title: 'knows the peer',
  fill,
  status: 'wait',
  points: 0,
  maxPoints: 2,
  reason: '',
  witnesses: [],
};
const draw = (block: StepBlock, width = 60) => createStepRenderer()([block], width)[0]!.lines.map(lineText).join('\n');

describe('a command', () => {
  test('shows where it runs, and how it ended', () => {
    const results = [{node: 'swarm-01', ok: false, end: 'exit 1', durationMs: 20, text: 'no such device\n', notes: []}];
    expect(draw({...run, status: 'error', results, preview: 4})).toMatchInlineSnapshot(`
      "$ bridge fdb show dev vxlan0
        on swarm-01                                       ✘ exit 1
        │ no such device"
    `);
  });

  test('shows which values are missing, and what it changes', () => {
    const line = 'bridge fdb show dev <vxlan>';
    const mutates = {...fdb, mutates: 'service/redis', undo: 'none'};
    expect(draw({...run, run: mutates, line, missing: ['vxlan'], nodes: ['a', 'b']})).toMatchInlineSnapshot(`
      "$ bridge fdb show dev <vxlan>
        on 1 a 2 b (all) · changes service/redis
        not known yet: <vxlan>"
    `);
  });

  test('names a missing value once, however often the command has it', () => {
    expect(draw({...run, missing: ['left', 'right', 'left']})).toMatch(/not known yet: <left>, <right>$/);
  });

  test('does not ask for what is looked up when it runs', () => {
    expect(draw({...run, missing: ['overlay.vote.netns']})).toContain('looked up when it runs: <overlay.vote.netns>');
  });
});

describe('a check', () => {
  test('waits without a word too many', () => {
    expect(draw(check)).toBe('○ WAIT  knows the peer                              2 points');
  });

  test('shows what it saw when it passes', () => {
    const witnesses = [
      {fact: 'ns.fdb@swarm-01/1-abc', row: '02:42 dst 10.0.0.2'},
      {fact: 'ns.fdb@swarm-01/1-abc', row: 'x'},
    ];
    expect(draw({...check, status: 'pass', points: 2, witnesses} as StepBlock)).toMatchInlineSnapshot(`
      "✔ PASS  knows the peer                                   2/2
        saw 02:42 dst 10.0.0.2 · fdb on swarm-01, netns 1-abc and
        1 more"
    `);
  });

  test('gives the advice of the lesson when it fails', () => {
    const failed = {...check, status: 'fail', reason: 'row 3 says otherwise', advice: 'Run `mac` again.'} as StepBlock;
    expect(draw(failed)).toContain('\n  Run mac again.');
  });
});

test('values are marked inside a filled line, quoted or not', () => {
  const roles = markValues('ping <addr> -c <n>', "ping '10.0.0.1 x' -c <n>").map(({text, role}) => [text, role]);
  expect(roles).toEqual([
    ['ping ', undefined],
    ["'10.0.0.1 x'", 'value'],
    [' -c ', undefined],
    ['<n>', 'missing'],
  ]);
  expect(markValues('ping <addr>', 'something else').map(span => span.text)).toEqual(['something else']);
});

test('a block that did not change is not drawn again', () => {
  const render = createStepRenderer();
  const [first] = render([run], 60);
  expect(render([run], 60)[0]).toBe(first);
  expect(render([run], 50)[0]).not.toBe(first);
  expect(render([{...run}], 60)[0]).not.toBe(first);
});

test('no block is wider than its room', () => {
  const quiz = {
    type: 'choice',
    question: 'Which **one**?',
    answer: {kind: 'literal', text: 'a'},
    id: 'q',
    wrong: {},
    at,
  } as const;
  const blocks: readonly StepBlock[] = [
    run,
    {
      ...run,
      nodes: ['swarm-01', 'swarm-02', 'swarm-03'],
      preview: 3,
      status: 'done',
      results: [
        {
          node: 'swarm-01',
          ok: true,
          end: 'exit 0',
          durationMs: 900,
          text: '日本語'.repeat(40),
          problem: 'no row matches links[0]',
          notes: [],
        },
      ],
    },
    check,
    {...check, status: 'fail', reason: 'x'.repeat(200)} as StepBlock,
    {
      id: 'q',
      depth: 1,
      kind: 'quiz',
      quiz: {...quiz, choices: ['a long choice of words', 'b'], tries: 3, points: 1},
      fill,
      tries: 1,
      right: false,
      last: 'b',
      said: 'not quite',
      points: 0,
    },
    {id: 's', depth: 0, kind: 'sample', text: 'a\tb\tc\n'},
    {id: 't', depth: 0, kind: 'title', title: 'A title of `some` words', goal: 'a goal', fill},
    {id: 'h', depth: 0, kind: 'hidden', role: 'hint', summary: 'Hint 1', open: false, sealed: false, how: 'h opens it'},
  ];
  for (const width of [14, 20, 37, 76]) {
    for (const {block, lines} of createStepRenderer()(blocks, width)) {
      for (const row of lines) expect([block.id, lineCells(row) <= width]).toEqual([block.id, true]);
    }
  }
});
