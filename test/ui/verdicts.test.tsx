import {mkdtempSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import type {Cluster, Node} from '../../src/cluster/cluster.ts';
import {localCluster} from '../../src/cluster/local.ts';
import type {End} from '../../src/core/output.ts';
import type {CheckState} from '../../src/session/state.ts';
import {fixtureModule, openLocal, openOn} from '../session/open.ts';
import {checkState, type FakeSession} from './fake-session.ts';
import {workingSession} from './sample-states.ts';
import {KEY, type Shown, show} from './terminal-model.ts';

const quit = async (shown: Shown) => {
  await shown.press('q');
  await shown.ended;
};

function withCheck(change: Partial<CheckState>): FakeSession {
  const session = workingSession();
  const {checks} = session.state();
  session.set({checks: {...checks, 'overlay/fdb-has-peer': checkState({maxPoints: 2, ...change})}});
  return session;
}

const place = 'your output of fdb on swarm-01';
const witnesses = [{fact: 'output:fdb@swarm-01', row: 'a row'}];

describe('a verdict is a word, with what to do', () => {
  test.each<readonly [string, Partial<CheckState>, string, string]>([
    ['✔ PASS', {status: 'pass', points: 2, witnesses}, `saw a row · ${place}`, 'Nothing more to do here.'],
    [
      '✘ FAIL',
      {status: 'fail', reason: 'the row points elsewhere'},
      'the row points elsewhere',
      'Enter runs fdb again, and looks anew',
    ],
    ['○ WAIT', {status: 'wait', reason: 'run fdb first'}, 'run fdb first', 'Enter runs fdb, which feeds this check'],
    ['! ERROR', {status: 'error', reason: 'swarm-02 is gone'}, 'swarm-02 is gone', 'so no points move'],
    [
      '↺ OLD',
      {status: 'old', points: 2, witnesses},
      `${place}, before the cluster was changed`,
      'A later command changed the cluster',
    ],
    ['… LOOKING', {status: 'checking', reason: 'up to 20 s more'}, 'up to 20 s more', 'Looking now.'],
  ])('%s', async (word, change, seen, advice) => {
    const session = withCheck(change);
    const shown = await show(session, 80, 40);
    expect(shown.terminal.text()).toContain(`${word}  the table knows the task on the other node`);
    expect(shown.terminal.text()).toContain(seen);
    await shown.press('w');
    await shown.until(`${word}  the table knows the task`);
    expect(shown.terminal.text()).toContain(advice);
    await quit(shown);
  });
});

test.each([
  [40, 12],
  [80, 24],
  [160, 50],
])('at %i×%i Enter on the why card runs the command that feeds the check, in sight', async (columns, rows) => {
  const session = workingSession();
  const shown = await show(session, columns, rows);
  await shown.press('g', 'w');
  expect(shown.terminal.screen().at(-1)).toContain('Enter rerun');
  await shown.press(KEY.enter);
  expect(session.calls).toEqual(['run fdb {}']);
  await shown.until('nsenter');
  expect(shown.terminal.text()).toContain('✔ done');
  await quit(shown);
});

test('a check that has passed, or that looks for itself, runs no command from there', async () => {
  const session = withCheck({status: 'pass', points: 2, witnesses});
  const shown = await show(session, 80, 24);
  await shown.press('w', KEY.enter);
  expect(session.calls).toEqual([]);
  expect(shown.terminal.screen().at(-1)).not.toContain('Enter');
  session.set({step: 'launch', checks: {'overlay/converged': checkState({status: 'fail'})}});
  await shown.press(KEY.esc, 'w', KEY.enter);
  await shown.until('Run the commands above again');
  expect(session.calls).toEqual([]);
  await quit(shown);
});

test('h on the why card opens a hint where it helps', async () => {
  const session = workingSession();
  const shown = await show(session, 80, 24);
  await shown.press('w', 'h');
  expect(session.calls).toEqual(['hint']);
  await shown.until('▾ Hint 1');
  await quit(shown);
});

describe('c', () => {
  test('says that it looked, also when all is as it was', async () => {
    const session = withCheck({status: 'pass', points: 2});
    const shown = await show(session, 80, 24);
    await shown.press('c');
    await shown.until('✔ looked again: all checks of this step hold');
    await quit(shown);
  });

  test('brings the check that does not hold into sight, and the focus to it', async () => {
    const session = withCheck({status: 'wait', reason: 'not looked at yet'});
    session.check = async () => {
      const {checks} = session.state();
      const bad = checkState({status: 'fail', reason: 'the row points elsewhere', fails: 1});
      session.set({checks: {...checks, 'overlay/fdb-has-peer': bad}});
      return {ok: false, message: 'fdb-has-peer: fail: the row points elsewhere'};
    };
    const shown = await show(session, 60, 16);
    await shown.press('g');
    expect(shown.terminal.text()).not.toContain('the table knows');
    await shown.press('c');
    await shown.until('▌ ✘ FAIL  the table knows');
    await quit(shown);
  });
});

test('after the last command of a step its verdict and the word that it is passed come into sight', async () => {
  const {session} = await openLocal();
  const shown = await show(session, 60, 16);
  await shown.press(KEY.enter);
  await shown.until('y run it');
  await shown.press('y');
  await shown.until('✔ step passed · you just saw');
  expect(shown.terminal.text()).toMatch(/▌ \$ printf/);
  expect(shown.terminal.text()).toContain('✔ PASS');
  expect(shown.terminal.screen().at(-1)).toContain('n next step');
  await quit(shown);
  await session.close();
});

test.each([
  [40, 12],
  [80, 24],
])('at %i×%i a sentence that is longer than a row is broken, and its end can be read', async (columns, rows) => {
  const session = workingSession();
  session.next = () => ({ok: false, message: `this step is closed ${'for good reasons '.repeat(3)}and that is all`});
  const shown = await show(session, columns, rows);
  await shown.press('n');
  await shown.until('! this step is closed');
  expect(shown.terminal.text().replace(/\s+/g, ' ')).toContain('good reasons and that is all');
  expect(shown.terminal.screen().at(-1)).toContain('q quit');
  await quit(shown);
});

test('a sentence that leaves no room for it puts away that the text goes on', async () => {
  const session = workingSession();
  session.next = () => ({ok: false, message: `this step is closed ${'for reasons '.repeat(3)}`});
  const shown = await show(session, 80, 24);
  await shown.press('g', 'n');
  await shown.until('! this step is closed for reasons for reasons for reasons');
  expect(shown.terminal.screen().at(-2)).not.toContain('more rows');
  await quit(shown);
});

test('that the text goes on below is told until its end is in sight', async () => {
  const shown = await show(workingSession(), 80, 24);
  await shown.press('g');
  const count = Number(/↓ (\d+) more rows/.exec(shown.terminal.screen().at(-2) ?? '')?.[1]);
  expect(count).toBeGreaterThan(5);
  await shown.press(KEY.down, KEY.down, 'G');
  expect(shown.terminal.text()).not.toContain('more row');
  await quit(shown);
});

/** A cluster that loses its node while a command runs there, as a cable that is pulled. */
function losing(cluster: Cluster): Cluster {
  const loses = (node: Node): Node => ({
    ...node,
    run(command, options) {
      const running = node.run(command, options);
      if (command.key !== undefined) return running;
      setTimeout(() => running.stop('kill'), 300);
      const end: End = {kind: 'lost', reason: 'the cable was pulled'};
      return {...running, ended: running.ended.then(output => ({...output, end}))};
    },
  });
  return {...cluster, nodes: cluster.nodes.map(loses)};
}

test.each([
  [40, 12],
  [80, 24],
  [160, 50],
])('at %i×%i a node that is lost in the middle of a command is an error, and costs nothing', async (columns, rows) => {
  const home = mkdtempSync(join(tmpdir(), 'lost-'));
  process.env.DEEPDIVE_TEST = home;
  const cluster = losing(localCluster({name: 'local', nodes: [{id: 'here', role: 'manager'}]}));
  const session = openOn(await fixtureModule('fixture-module'), cluster, home);
  const shown = await show(session, columns, rows);
  await shown.press('e', ' ; sleep 60', KEY.enter);
  await shown.until('y run it');
  await shown.press('y');
  await shown.until('running');
  expect(shown.terminal.screen().at(-1)).toContain('s stop');
  await shown.until('here: connection lost: the cable was pulled'.slice(0, columns - 4));
  await shown.press('c');
  await shown.until('! ERROR');
  expect(session.state().checks['files/written']).toMatchObject({status: 'error', points: 0, fails: 0});
  expect(shown.terminal.screen().at(-1)).toContain('Enter');
  await quit(shown);
  await session.close();
});

test('the why card knows the points after a new start, and says words and values as the step does', async () => {
  const session = workingSession();
  const {checks} = session.state();
  const fail = checks['overlay/fdb-has-peer']!;
  const advice = 'Run `mac` on `<away>`.';
  session.set({
    checks: {
      ...checks,
      'overlay/fdb-has-peer': {...fail, maxPoints: 0, actual: '', advice},
      'overlay/other-end': checkState({status: 'fail', maxPoints: 0, reason: 'no'}),
    },
  });
  const shown = await show(session, 80, 30);
  await shown.press('w');
  await shown.until('0/2 points · check 1 of 2');
  expect(shown.terminal.text()).toMatch(/found\n {4}\(nothing\)\n/);
  expect(shown.terminal.text()).toContain('Run mac on swarm-02.');
  await shown.press(KEY.tab);
  await shown.until('✘ FAIL  show that swarm-02 knows the way back');
  await shown.press(KEY.esc, '!');
  await shown.until('A file with the check “the table knows the task on the other node”');
  await shown.press(KEY.esc, 'q');
  await shown.ended;
});
