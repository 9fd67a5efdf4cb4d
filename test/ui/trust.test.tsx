import {existsSync, mkdtempSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {describe, expect, test} from 'vitest';
import type {Agreed, CommandDigests} from '../../src/session/permissions.ts';
import type {Session} from '../../src/session/session.ts';
import type {Trust} from '../../src/session/trust.ts';
import {openLocal} from '../session/open.ts';
import {KEY, type Shown, show, tooWide} from './terminal-model.ts';

interface Asked {
  readonly session: Session;
  readonly home: string;
  readonly given: () => CommandDigests | undefined;
}

const WHERE = '1 node on this machine: here (manager)';

async function untrusted(before?: Agreed): Promise<Asked> {
  let given: CommandDigests | undefined;
  const trust: Trust = {
    where: WHERE,
    isGiven: () => given !== undefined,
    before: () => before,
    give: commands => {
      given = commands;
    },
  };
  const {session, home} = await openLocal(mkdtempSync(join(tmpdir(), 'trust-screen-')), trust);
  return {session, home, given: () => given};
}

const TITLE = 'Before anything runs';

async function quit(shown: Shown, session: Session): Promise<void> {
  await shown.press('q');
  await shown.ended;
  await session.close();
}

describe.each([
  [40, 12],
  [80, 24],
  [100, 30],
  [160, 50],
] as const)('at %i×%i', (columns, rows) => {
  test('the first command asks for the whole module, all of it can be read, and y runs the command', async () => {
    const {session, home, given} = await untrusted();
    const shown = await show(session, columns, rows);
    expect(shown.terminal.text()).not.toContain(TITLE);
    await shown.press(KEY.enter);
    await shown.until(TITLE);
    expect(shown.terminal.text()).toMatch(/may run\s+its\s+\d+\s+commands\s+on\s+local\?/);
    expect(shown.terminal.screen().at(-1)).toMatch(/^ y yes {3}n not now {3}↑↓ read on$/);
    let seen = shown.terminal.text();
    for (let n = 0; n < 12; n++) {
      await shown.press(KEY.pageDown);
      seen += shown.terminal.text();
    }
    // Words and paths may stand on several rows.
    const words = seen.replace(/\s/g, '');
    for (const part of ['here(manager)', 'file:', 'checks', 'comesandgoes:4commands', join(home, 'outputs')]) {
      expect(words).toContain(part);
    }
    expect(tooWide(shown.terminal)).toEqual([]);
    expect(given()).toBeUndefined();
    await shown.press('y');
    await shown.until('Run this on here?');
    expect(shown.terminal.text()).not.toContain(TITLE);
    expect(given()).toHaveProperty('files/write');
    await shown.press('y');
    await expect.poll(() => existsSync(join(home, 'colours'))).toBe(true);
    await quit(shown, session);
  });
});

test.each(['n', KEY.esc, 'q', KEY.ctrlC])('%j leaves it, back where it was asked', async key => {
  const {session, given} = await untrusted();
  const shown = await show(session, 80, 24);
  await shown.press(KEY.enter);
  await shown.until(TITLE);
  await shown.press(KEY.enter, '?', key);
  await shown.until('nothing was run');
  expect(shown.terminal.text()).toContain('Make a file');
  expect(given()).toBeUndefined();
  expect(session.state().runs).toEqual({});
  await quit(shown, session);
});

test('an Enter that comes twice is no yes', async () => {
  const {session, given} = await untrusted();
  const shown = await show(session, 80, 24);
  await shown.press(KEY.enter, KEY.enter, KEY.enter);
  await shown.until(TITLE);
  expect(given()).toBeUndefined();
  await shown.press('n');
  await quit(shown, session);
});

test('another version says what is new', async () => {
  const {session} = await untrusted({commands: {'files/write': 'other', 'files/gone': 'x'}, where: WHERE});
  const shown = await show(session, 80, 24);
  await shown.press('c');
  await shown.until('you agreed to an earlier version here');
  expect(shown.terminal.text()).toMatch(/! since .*1\s+command\s+changed,\s+1\s+command\s+gone/s);
  await shown.press('n');
  await quit(shown, session);
});

test('where the name stands for other machines than before, that is told', async () => {
  const {session} = await untrusted({commands: {}, where: '1 node over ssh: here (manager, root@10.1.1.1)'});
  const shown = await show(session, 80, 24);
  await shown.press(KEY.enter);
  await shown.until(TITLE);
  expect(shown.terminal.text()).toMatch(/! since .*another\s+cluster\s+of\s+this\s+name:.*root@10\.1\.1\.1/s);
  await shown.press('n');
  await quit(shown, session);
});

test('N shows the nodes and asks nothing: nothing of the module runs', async () => {
  const {session, given} = await untrusted();
  const shown = await show(session, 80, 24);
  await shown.press('N');
  await shown.until('✔ answers');
  expect(session.state().asking).toBeNull();
  expect(given()).toBeUndefined();
  await quit(shown, session);
});

test('opening the program and its lessons asks nothing and reaches no node', async () => {
  const {session} = await untrusted();
  const shown = await show(session, 80, 24, {open: 'home'});
  await shown.press(KEY.enter);
  await shown.until('Make a file');
  await shown.press('n', 'b', 'l', KEY.enter, 'v', KEY.esc);
  await sleep(50);
  expect(session.state().asking).toBeNull();
  expect(session.state().cluster.nodes.map(({reached}) => reached)).toEqual(['unknown']);
  await quit(shown, session);
});
