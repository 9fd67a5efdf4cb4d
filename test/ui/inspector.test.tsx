import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, describe, expect, test} from 'vitest';
import type {Item} from '../../src/core/lesson.ts';
import type {NodeRun, RunState} from '../../src/session/state.ts';
import {type FakeSession, nodeRun, result} from './fake-session.ts';
import {watchingSession, workingSession} from './sample-states.ts';
import {KEY, show, tooWide} from './terminal-model.ts';

const folder = mkdtempSync(join(tmpdir(), 'inspector-'));
afterAll(() => rmSync(folder, {recursive: true}));

const RIGHT = '\u001b[C';
const lines = (count: number) => Array.from({length: count}, (_, n) => `row ${n + 1}\n`).join('');

function printed(status: RunState['status'], ...nodes: readonly NodeRun[]): FakeSession {
  const session = workingSession();
  const {runs} = session.state();
  const fdb = {status, nodes: Object.fromEntries(nodes.map(one => [one.node, one]))};
  session.set({runs: {...runs, 'overlay/fdb': fdb}});
  return session;
}

/** With a word of the lesson about a row of the table. */
function noted(session: FakeSession): FakeSession {
  const {module} = session.state();
  const note = {row: {state: 'permanent'}, say: 'stays', at: {line: 1, column: 1}};
  const withNote = (item: Item): Item =>
    item.kind === 'run' && item.run.id === 'fdb' ? {...item, run: {...item.run, notes: [note]}} : item;
  const lessons = module.lessons.map(lesson => ({
    ...lesson,
    steps: lesson.steps.map(step => ({...step, items: step.items.map(withNote)})),
  }));
  session.set({module: {...module, lessons}});
  return session;
}

const three = (status: RunState['status'] = 'error') =>
  printed(
    status,
    nodeRun('swarm-01', 'x', result('one is here\n')),
    nodeRun('swarm-02', 'x', result('two is here\n', {ok: false, end: {kind: 'exited', code: 1}})),
    status === 'running'
      ? nodeRun('swarm-03', 'x')
      : nodeRun('swarm-03', 'x', result('three\n', {ok: false, end: {kind: 'lost', reason: 'broken pipe'}})),
  );

describe('tabs', () => {
  test('name each node with its end, and show one at a time', async () => {
    const shown = await show(three(), 80, 24);
    await shown.press('o');
    await shown.until('[all] | swarm-01 ok | swarm-02 exit 1 | swarm-03 lost');
    expect(shown.terminal.text()).toContain('two is here');
    await shown.press(']', ']');
    await shown.until('all | swarm-01 ok | [swarm-02] exit 1 | swarm-03 lost');
    expect(shown.terminal.text()).toContain('two is here');
    expect(shown.terminal.text()).not.toContain('one is here');
    await shown.press(RIGHT);
    await shown.until('[swarm-03] lost');
    expect(shown.terminal.text()).toContain('connection lost: broken pipe');
    await shown.press('1');
    await shown.until('[swarm-01] ok');
    await shown.press('[');
    await shown.until('[all]');
    await shown.press('q');
    await shown.ended;
  });

  test('leave the node that a command runs on as it is', async () => {
    const session = three();
    const shown = await show(session, 80, 24);
    await shown.press('o', '2', KEY.esc, KEY.up, KEY.enter);
    expect(session.calls.at(-1)).toBe('run fdb {}');
    await shown.press('q');
    await shown.ended;
  });

  test('are above the pane beside the text as well', async () => {
    const shown = await show(three(), 120, 30);
    await shown.until('[all] | swarm-01');
    await shown.press(']');
    await shown.until('[swarm-01] ok');
    expect(shown.terminal.text()).not.toContain('two is here');
    await shown.press('q');
    await shown.ended;
  });

  test('tell a node that still runs from those that have ended', async () => {
    const session = three('running');
    const shown = await show(session, 80, 24);
    await shown.press('o');
    await shown.until('swarm-03 running');
    await shown.press('2');
    await shown.until('two is here');
    await shown.press('q');
    await shown.ended;
  });
});

test('from the parsed rows one key leads to the comparison, and none is offered for notes there', async () => {
  const session = workingSession();
  const shown = await show(noted(session), 80, 24);
  await shown.press('o');
  await shown.until('a notes');
  await shown.press('r');
  await shown.until(' · parsed');
  expect(shown.terminal.screen().at(-1)).not.toContain('notes');
  await shown.press('d');
  await shown.until('against the run before');
  await shown.press('q');
  await shown.ended;
});

test('what an output is held against is told before how it ended, which may take long', async () => {
  const session = workingSession();
  const reason = 'this was recorded only after another command, which was not run yet';
  const {nodes} = session.state().runs['overlay/fdb']!;
  const lost = {...nodes['swarm-01']!.result!, ok: false, end: {kind: 'not-recorded', reason} as const};
  const run = {...nodes['swarm-01']!, result: lost};
  session.set({runs: {...session.state().runs, 'overlay/fdb': {status: 'error', nodes: {'swarm-01': run}}}});
  const shown = await show(session, 40, 12);
  await shown.press('o', 'd');
  await shown.until('fdb · swarm-01 · against the');
  await shown.press('q');
  await shown.ended;
});

describe('find', () => {
  test('offers a next line only where there is one', async () => {
    const shown = await show(printed('done', nodeRun('swarm-01', 'x', result(lines(300)))), 80, 24);
    await shown.press('o', '/', 'zebra', KEY.enter);
    await shown.until('no line has it');
    expect(shown.terminal.screen().at(-1)).not.toContain('hit');
    await shown.press('/', 'row 299', KEY.enter);
    await shown.until('1 of 1 line');
    expect(shown.terminal.screen().at(-1)).toContain('n next hit');
    await shown.press('q');
    await shown.ended;
  });

  test('goes to the first line while words are typed, then on and back, round at the ends', async () => {
    const shown = await show(printed('done', nodeRun('swarm-01', 'x', result(lines(300)))), 80, 24);
    await shown.press('o', '/', 'ROW 11');
    await shown.until('1 of 12 lines');
    await shown.until('▌ row 11');
    expect(shown.terminal.text()).not.toContain('» row 110');
    await shown.press(KEY.enter, 'n');
    await shown.until('▌ row 110');
    expect(shown.terminal.text()).toContain('» row 111');
    expect(shown.terminal.text()).toContain('2 of 12 lines');
    await shown.press('N', 'N');
    await shown.until('▌ row 211');
    expect(shown.terminal.text()).toContain('12 of 12 lines');
    await shown.press(KEY.esc);
    await shown.until('\n  row 211');
    expect(shown.terminal.text()).not.toContain('▌');
    expect(shown.terminal.text()).toContain('Output');
    await shown.press('q');
    await shown.ended;
  });

  test('says when no line has the words', async () => {
    const shown = await show(printed('done', nodeRun('swarm-01', 'x', result(lines(30)))), 80, 24);
    await shown.press('o', '/', 'zebra');
    await shown.until('no line has it');
    await shown.press(KEY.enter, 'n', 'q');
    await shown.ended;
  });

  test('works in what still prints', async () => {
    const session = watchingSession();
    const shown = await show(session, 80, 24);
    await shown.press(KEY.enter, 'o');
    session.tail('dump', 'swarm-01')?.push(`${lines(100)}`);
    await shown.until('row 100');
    await shown.press('/', 'row 50', KEY.enter);
    await shown.until('▌ row 50');
    expect(shown.terminal.text()).toContain('1 of 1 line');
    await shown.press('G', 's', 'q');
    await shown.ended;
  });

  test('numbers count the lines, not the rows', async () => {
    const text = `${'x'.repeat(200)}\nsecond\n`;
    const shown = await show(printed('done', nodeRun('swarm-01', 'x', result(text))), 80, 24);
    await shown.press('o', '#');
    await shown.until('      2 second');
    expect(shown.terminal.text()).toContain('      1 xxx');
    expect(shown.terminal.text()).toContain('lines 1-2 of 2');
    await shown.press('q');
    await shown.ended;
  });
});

describe('a large output', () => {
  function large(count: number): FakeSession {
    const path = join(folder, `${count}.out`);
    const text = Array.from({length: count}, (_, n) => `line ${n + 1} ${'x'.repeat(90)} end${n + 1}`).join('\n');
    writeFileSync(path, `${text}\n`);
    const kept = text.slice(0, 2 * 1024 * 1024);
    return printed(
      'done',
      nodeRun('swarm-01', 'x', result(kept, {bytes: text.length + 1, file: path, stderr: 'warned\n'})),
    );
  }

  test('is paged through to its very end, and found in', async () => {
    const shown = await show(large(100_000), 80, 24);
    await shown.press('o');
    await shown.until('of 100,001');
    await shown.press('G');
    await shown.until('line 100000 x');
    expect(shown.terminal.text()).toContain('warned');
    await shown.press('/', '77777');
    await shown.until('▌ line 77777');
    await shown.until('1 of 1 line');
    expect(shown.terminal.text()).not.toContain('end77777');
    await shown.press(KEY.enter, ...Array.from({length: 3}, () => RIGHT));
    await shown.until('end77777');
    expect(tooWide(shown.terminal)).toEqual([]);
    await shown.press(KEY.esc, KEY.esc);
    await shown.until('step 2/3');
    await shown.press('q');
    await shown.ended;
  });

  test('is shown as far as it is in memory when its file is gone', async () => {
    const session = large(30_000);
    rmSync(join(folder, '30000.out'));
    const shown = await show(session, 80, 24);
    await shown.press('o');
    await shown.until('line 1 x');
    await shown.press('q');
    await shown.ended;
  });
});

test.each([
  [40, 12],
  [80, 24],
  [100, 30],
  [160, 50],
])('all of it fits at %i×%i', async (columns, rows) => {
  const shown = await show(three(), columns, rows);
  await shown.press('o', ']', '/', 'here', KEY.enter, '#');
  await shown.until(' of 1 line');
  expect(shown.terminal.text()).toContain('[swarm-01]');
  expect(tooWide(shown.terminal)).toEqual([]);
  await shown.press('q');
  await shown.ended;
});
