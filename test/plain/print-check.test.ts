import {expect, test} from 'vitest';
import {printCheck, printWhy} from '../../src/plain/print-check.ts';
import {printPassed} from '../../src/plain/print-passed.ts';
import {printStep} from '../../src/plain/print-step.ts';
import {createWriter, type Writer} from '../../src/plain/writer.ts';
import type {CheckState} from '../../src/session/state.ts';
import {openLocal} from '../session/open.ts';

function printed(print: (out: Writer) => void): string {
  let text = '';
  const write = (more: string) => {
    text += more;
  };
  print(createWriter(write, 80));
  return text;
}

const PASS: CheckState = {
  status: 'pass',
  reason: 'the output has what it should',
  points: 1,
  maxPoints: 1,
  at: 1,
  witnesses: [
    {fact: 'output:bridges@swarm-01', row: 'docker0'},
    {fact: 'output:bridges@swarm-02', row: 'docker0'},
  ],
  near: [],
  fails: 0,
};

test('a pass is told in the words of the lesson, with what was seen', () => {
  expect(printed(out => printCheck('has', 'each node has docker0', PASS, out))).toBe(
    'PASS has, 1 of 1 point: each node has docker0\n  saw docker0 (your output of bridges on swarm-01 and 1 more)\n',
  );
});

test('why names the place of each row in words, as the screen does', () => {
  const near = [{fact: 'ns.fdb@swarm-01/1-k3v8z0m3c1', row: '02:42:0a:00:02:09 dst 10.77.0.13'}];
  const text = printed(out => printWhy('has', 'each node has it', {...PASS, status: 'fail', witnesses: [], near}, out));
  expect(text).toContain(
    '  rows that come close:\n    02:42:0a:00:02:09 dst 10.77.0.13\n      fdb on swarm-01, netns 1-k3v8z0m3c1\n',
  );
});

test('what was seen before a change says so', () => {
  expect(printed(out => printCheck('has', 'each node has docker0', {...PASS, status: 'old'}, out))).toContain(
    'OLD has: each node has docker0, before the last change\n',
  );
});

test('a step whose checks are content names what it still wants, and a lost question its answer', async () => {
  const {session} = await openLocal();
  await session.run('write', {confirmed: true});
  session.next();
  await session.run('list');
  await session.reply('blue');
  expect(printed(out => printPassed(session.state(), out))).toBe('Still open in this step: decimal.\n');
  session.answer('decimal', '1');
  session.answer('decimal', '2');
  expect(printed(out => printPassed(session.state(), out))).toBe(
    'Step passed; you just saw: the output has what it should. Go on with: deepdive\nnext\n',
  );
  expect(printed(out => printStep(session, out))).toContain('no tries are left; the answer is 259');
  await session.close();
});

test('after the last step there is no next one to go on to', async () => {
  const {session} = await openLocal();
  await session.run('write', {confirmed: true});
  session.next();
  await session.run('list');
  await session.reply('blue');
  session.answer('decimal', '259');
  session.next();
  await session.run('solve');
  expect(session.state().notice?.text).toMatch(/it was the last one$/);
  expect(printed(out => printPassed(session.state(), out))).toMatch(
    /^Step passed; you just saw: (?!Find)[^.]+\.\sIt\swas\sthe\slast\sone\.\n$/,
  );
  await session.close();
});

test('a task that judges an output says how the own command is handed in', async () => {
  const {session} = await openLocal();
  session.go('files', 'again');
  expect(printed(out => printStep(session, out)).replace(/\s+/g, ' ')).toContain(
    "It is judged by what your own command prints: deepdive run solve --edit 'COMMAND'",
  );
});

test('a task whose command stands in the step says to work in a shell, then to run it', async () => {
  const {session} = await openLocal(undefined, undefined, module => ({
    ...module,
    lessons: module.lessons.map(lesson => ({
      ...lesson,
      steps: lesson.steps.map(step => ({
        ...step,
        items: step.items.map(item =>
          item.kind === 'task' ? {...item, task: {...item.task, check: {...item.task.check, of: 'show'}}} : item,
        ),
      })),
    })),
  }));
  session.go('files', 'again');
  const text = printed(out => printStep(session, out)).replace(/\s+/g, ' ');
  expect(text).toContain(
    'Work in a shell of the node (deepdive shell here); it is judged by what show then prints: deepdive run show',
  );
});

test('why names the check by its title as well', () => {
  expect(printed(out => printWhy('has', 'each node has it', PASS, out))).toMatch(
    /^PASS has \(each node has it\), 1 of 1 point: the output has what it should\n {2}seen:\n {4}docker0\n/,
  );
});

test('a step tells its goal, its task once, and what help is left', async () => {
  const {session} = await openLocal();
  expect(printed(out => printStep(session, out))).toMatch(/\[ready\]\nGoal: a file with two lines\n/);
  session.go('files', 'again');
  const text = () => printed(out => printStep(session, out));
  expect(text().match(/Find the other line/g)).toHaveLength(1);
  expect(text()).toMatch(/\nHelp: one hint is left: deepdive hint; the solution: deepdive solution\n$/);
  session.hint();
  expect(text()).toMatch(/\nHelp: the solution: deepdive solution\n$/);
  session.solution(true);
  expect(text()).not.toContain('Help:');
  await session.close();
});
