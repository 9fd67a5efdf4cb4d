import {existsSync, mkdtempSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {openLocal} from '../session/open.ts';
import {KEY, show} from './terminal-model.ts';

test.each([
  [40, 12],
  [80, 24],
  [160, 50],
])('at %i×%i a step that was taken back is at its first command again, and says so', async (columns, rows) => {
  const {session, home} = await openLocal(mkdtempSync(join(tmpdir(), 'undo-')));
  const shown = await show(session, columns, rows);
  await shown.press(KEY.enter);
  await shown.until('y run it');
  await shown.press('y');
  await expect.poll(() => session.state().checks['files/written']?.status).toBe('pass');
  await shown.press('x');
  await shown.until('y take it back');
  expect(shown.terminal.text()).toContain('$ rm "$DEEPDIVE_TEST/colours"');
  expect(existsSync(join(home, 'colours'))).toBe(true);
  await shown.press('y');
  await shown.until('✔ taken back');
  expect(existsSync(join(home, 'colours'))).toBe(false);
  expect(shown.terminal.text()).toMatch(/^▌ \$ printf/m);
  await shown.press(KEY.down);
  expect(shown.terminal.text()).not.toContain('taken back');
  await shown.press('q');
  await shown.ended;
  await session.close();
});

test('where nothing is to be taken back it does not say that something was', async () => {
  const {session} = await openLocal(mkdtempSync(join(tmpdir(), 'undo-')));
  const shown = await show(session, 80, 24);
  // A line of the student's own, which failed: the lesson does not know what takes it back.
  await session.run('write', {confirmed: true, line: 'false'});
  await shown.until('exit 1');
  await shown.press('x');
  await shown.until('there was nothing to take back; the step begins anew');
  await shown.press('q');
  await shown.ended;
  await session.close();
});
