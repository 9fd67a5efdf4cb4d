import {mkdtempSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {localCluster} from '../../src/cluster/local.ts';
import type {Session} from '../../src/session/session.ts';
import {fixtureModule, openOn} from '../session/open.ts';
import {KEY, type Shown, show, tooWide} from './terminal-model.ts';

const NODES = [
  {id: 'here', role: 'manager'},
  {id: 'there', role: 'worker'},
] as const;

/** A session at a step with a pair. */
async function open(): Promise<Session> {
  const home = mkdtempSync(join(tmpdir(), 'pair-'));
  process.env.DEEPDIVE_TEST = home;
  writeFileSync(join(home, 'wire'), '');
  const session = openOn(await fixtureModule('fixture-streams'), localCluster({name: 'local', nodes: NODES}), home);
  session.go('pairs');
  await session.probe();
  return session;
}

const HEAR = 'echo listening on >&2; for i in 1 2 3; do echo heard $i; done; sleep 60';
const SAY = 'echo first; sleep 60';

function rowWith(shown: Shown, ...texts: readonly string[]): number {
  return shown.terminal.screen().findIndex(row => texts.every(text => row.includes(text)));
}

async function end(session: Session, shown: Shown): Promise<void> {
  session.stop('interrupt');
  expect(tooWide(shown.terminal)).toEqual([]);
  await shown.until('■ stopped');
  await shown.press('q');
  await shown.ended;
  await session.close();
}

test.each([110, 160])('at %i columns both outputs stand side by side while they run', async columns => {
  const session = await open();
  const shown = await show(session, columns, 30);
  const running = session.run('hear', {line: HEAR, beside: {line: SAY}});
  await shown.until('say · here · ● live');
  await shown.until('heard 3');
  // The line that was edited has the word as well.
  await shown.until('│ first');
  expect(rowWith(shown, 'hear · there · ● live', 'say · here · ● live')).toBeGreaterThan(0);
  expect(shown.terminal.text()).toMatch(/(?:listening on|heard \d) +│ first/);
  await shown.press('o');
  expect(rowWith(shown, 'hear · there · ● live', 'say · here · ● live')).toBeGreaterThan(0);
  // Two texts beside one another have no numbers in common.
  expect(shown.terminal.screen().at(-1)).not.toMatch(/line numbers|find/);
  await shown.press(KEY.esc);
  await end(session, shown);
  await running;
});

test.each([40, 80, 100])('at %i columns one stands below the other', async columns => {
  const session = await open();
  const shown = await show(session, columns, 30);
  const running = session.run('say', {line: SAY, beside: {line: HEAR}});
  await shown.until('say · here · ● live');
  await shown.until('first');
  const [hear, say] = [rowWith(shown, 'hear · there · ● live'), rowWith(shown, 'say · here · ● live')];
  expect(hear).toBeGreaterThan(0);
  expect(say).toBeGreaterThan(hear);
  await end(session, shown);
  await running;
});

test('the command stays in sight when its stream opens below the text', async () => {
  const session = await open();
  const shown = await show(session, 80, 20);
  const isFocused = () => rowWith(shown, '▌ ', 'cat "$DEEPDIVE_TEST/state"') > 0;
  for (let n = 0; n < 9 && !isFocused(); n++) await shown.press('j');
  expect(isFocused()).toBe(true);
  const running = session.run('say', {line: SAY, beside: {line: HEAR}});
  await shown.until('say · here · ● live');
  expect(isFocused()).toBe(true);
  expect(shown.terminal.screen().at(-1)).not.toContain('go on');
  await end(session, shown);
  await running;
});

test('what waits for the stream says so, and either of the two names the other', async () => {
  const session = await open();
  const shown = await show(session, 160, 30);
  expect(shown.terminal.text()).toContain('listens while say runs');
  expect(shown.terminal.text()).toContain('hear listens meanwhile');
  const running = session.run('hear', {line: 'echo not yet; sleep 60'});
  await shown.until('say · waits until hear listens');
  session.stop('interrupt');
  await running;
  await shown.press('q');
  await shown.ended;
  await session.close();
});

test('keys are minded while thousands of lines a second stream in', async () => {
  const session = await open();
  const shown = await show(session, 120, 30);
  // 50 lines each hundredth of a second.
  const flood = 'echo listening on; while :; do seq 100000 100049; sleep 0.01; done';
  const running = session.run('hear', {line: flood, beside: {line: SAY}});
  await shown.until('say · here · ● live');
  await shown.until('100049');
  const before = shown.terminal.written.length;
  const began = performance.now();
  await shown.press('o');
  await shown.until('hear · there · ● live');
  expect(performance.now() - began).toBeLessThan(2_000);
  expect(shown.terminal.text()).toContain('say · here · ● live');
  expect(shown.terminal.written.length).toBeGreaterThan(before);
  expect(session.tail('hear', 'there')?.total).toBeGreaterThan(100);
  await shown.press(KEY.esc);
  await end(session, shown);
  await running;
});
