import {mkdtempSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {expect, test} from 'vitest';
import {openParts, openSession} from '../../src/commands/student.ts';
import {quizzesIn, visibleItems} from '../../src/session/items.ts';
import type {Session} from '../../src/session/session.ts';
import {stepOf} from '../../src/session/state.ts';
import {isPassed, probedFacts} from '../../src/session/step-progress.ts';
import {KEY, type Shown, show, tooWide} from './terminal-model.ts';

async function open(folder: string): Promise<Session> {
  const {module, cluster} = await openParts({module: 'swarm-networking', cluster: 'recording'}, 'instant');
  return (await openSession(module, cluster, folder)).session;
}

/** What a student who reads the screen would press next. */
function nextKeys(session: Session, shown: Shown): readonly string[] {
  const state = session.state();
  const {asking} = state;
  if (asking !== null) return asking.kind === 'choose-value' ? [KEY.enter] : ['y'];
  if (isPassed(state.steps[`${state.lesson}/${state.step}`])) return ['n'];
  if (Object.values(state.runs).some(run => run.status === 'streaming')) return ['s'];
  const row = shown.terminal.screen().find(one => one.startsWith('▌')) ?? '';
  if (row.includes('Your turn') && !row.includes('PASS')) {
    return shown.terminal.text().includes('▾ Solution') ? [KEY.down] : ['S', 'y', KEY.down];
  }
  const quiz =
    row.startsWith('▌ ?') &&
    quizzesIn(visibleItems(stepOf(state).items, probedFacts(state))).find(
      one => state.quizzes[`${state.lesson}/${one.id}`]?.right !== true,
    );
  return quiz ? [KEY.enter, session.expected(quiz.id) ?? '', KEY.enter] : [KEY.enter];
}

/** Waits until nothing runs and nothing is judged; a stream goes on until it is stopped. */
async function untilIdle(session: Session): Promise<void> {
  const busy = () =>
    Object.values(session.state().runs).some(run => run.status === 'running') ||
    Object.values(session.state().checks).some(check => check.status === 'checking');
  do await sleep(20);
  while (busy());
}

test('the topology is that of the recording, as far as the commands of the lesson showed it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'screen-'));
  const session = await open(folder);
  expect(await session.catchUp('overlay-forwarding', 'fdb', true)).toEqual({ok: true});
  await session.close();
  // What was printed before the last end is known again.
  const again = await open(folder);
  const shown = await show(again, 160, 50);
  await shown.press('t');
  await shown.until('Nobody has looked');
  await shown.press('l');
  // The outputs of earlier starts are read back meanwhile.
  await shown.until('── eth1 of redis.');
  const text = () => shown.terminal.text();
  // The student followed the cables of redis, and no lesson has shown the load balancer of vote yet.
  expect(text()).toMatch(/● redis\.\d · container/);
  expect(text()).toMatch(/● veth\w+ ── eth1 of redis\.\d/);
  expect(text()).toMatch(/● vxlan0 VNI \d+/);
  expect(text()).not.toContain('lb vote · load balancer');
  await shown.press('a');
  await shown.until('○ lb vote · load balancer');
  await shown.press('p', 'G', KEY.enter, KEY.enter);
  await shown.until('a packet from redis.');
  expect(text()).toMatch(/of 2 tasks answer|hop \d/);
  expect(tooWide(shown.terminal)).toEqual([]);
  await shown.press('q');
  await shown.ended;
  await again.close();
}, 60_000);

test('to look at the nodes of a recording changes nothing of what is known of them', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'screen-'));
  const session = await open(folder);
  expect(session.go('routing-mesh', 'publish')).toEqual({ok: true});
  await session.probe();
  const {nodes} = session.state().cluster;
  for (let n = 0; n < 3; n++) await session.reach();
  expect(session.state().cluster.nodes).toEqual(nodes);
  await session.close();
});

test('the first steps can be done by keys alone, and taken up again', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'screen-'));
  const session = await open(folder);
  const shown = await show(session, 100, 30);
  const [first, second, third] = session.state().module.lessons[0]!.steps.map(step => step.id);
  for (let n = 0; n < 120 && session.state().step !== third; n++) {
    await shown.press(...nextKeys(session, shown));
    await untilIdle(session);
  }
  const {lesson, steps} = session.state();
  for (const step of [first, second]) expect(steps[`${lesson}/${step}`]?.status).toBe('passed');
  expect(tooWide(shown.terminal)).toEqual([]);
  await shown.press('q');
  await shown.ended;
  await session.close();

  const again = await open(folder);
  const resumed = await show(again, 80, 24, {open: 'home'});
  expect(resumed.terminal.text()).toContain('you are at step 3');
  expect(again.state().cluster.nodes.map(node => node.reached)).not.toContain('yes');
  await resumed.press(KEY.enter);
  // What the step says of the nodes is filled in before anything is run again.
  await expect.poll(() => again.state().cluster.nodes.every(node => node.reached === 'yes')).toBe(true);
  await resumed.press('v');
  await resumed.until('before-the-swarm/docker0');
  await resumed.press('q');
  await resumed.ended;
  await again.close();
}, 60_000);
