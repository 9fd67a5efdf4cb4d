import {cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {execaSync} from 'execa';
import {afterAll, expect, test} from 'vitest';
import {bareAccount, deepdive, removeAccounts, shellAccount} from './program.ts';
import {openTerminal, PROGRAM, PROMPT} from './terminal.ts';

const HAS_TMUX = process.env.DEEPDIVE_REQUIRE_ALL === '1' || execaSync('tmux', ['-V'], {reject: false}).exitCode === 0;

const root = mkdtempSync(join(tmpdir(), 'deepdive-preview-'));
const folder = join(root, 'overlay');
cpSync(fileURLToPath(new URL('../lesson/fixtures/overlay', import.meta.url)), folder, {recursive: true});
const lesson = join(folder, 'overlay-forwarding.md');
const whole = readFileSync(lesson, 'utf8');
afterAll(async () => {
  rmSync(root, {recursive: true});
  await removeAccounts();
});

test.skipIf(!HAS_TMUX)(
  'a saved mistake shows beside its command while the step is open, and goes when it is mended',
  async () => {
    const terminal = await openTerminal(shellAccount(), 80, 30);
    try {
      await terminal.type(`clear; ${PROGRAM} preview ${lesson} --step fdb`);
      await terminal.shows('step 2 of 3');
      writeFileSync(lesson, whole.replace('parse=ip.addr', 'parse=ip.adr'));
      await terminal.shows('no parser "ip.adr"; did you mean "ip.addr"?');
      await terminal.shows('1 error');
      await terminal.resize(40, 12);
      await terminal.shows(/^↑↓ scroll/m);
      writeFileSync(lesson, whole);
      await terminal.shows('no problem');
      await terminal.press('n');
      await terminal.shows('step 3 of 3');
      await terminal.press('q');
      await terminal.shows(PROMPT);
      expect(await terminal.screen()).not.toContain('step 3 of 3');
    } finally {
      await terminal.close();
    }
  },
  60_000,
);

test('without a terminal the step is printed once; a mistake is the exit code', async () => {
  const account = bareAccount();
  const good = await deepdive(account, ['preview', folder, '--step', 'mark']);
  expect(good).toMatchObject({code: 0, stdout: expect.stringContaining('1 module, 1 lesson: no errors, no warnings')});
  writeFileSync(lesson, whole.replace('parse=ip.addr', 'parse=ip.adr'));
  const bad = await deepdive(account, ['preview', lesson, '--step', 'overlay-forwarding/fdb']);
  writeFileSync(lesson, whole);
  expect(bad).toMatchObject({code: 2, stdout: expect.stringMatching(/^✘ \d+:\d+ parse: no parser "ip\.adr"/m)});
  const none = await deepdive(account, ['preview', folder, '--step', 'fbd']);
  expect(none).toMatchObject({
    code: 2,
    stderr: expect.stringContaining(`there is no step fbd in ${folder}; did you mean "fdb"?`),
  });
  const nowhere = await deepdive(account, ['preview', '/nowhere']);
  expect(nowhere.stderr).toContain('there is no /nowhere');
});

test('a translation is shown as its lesson in those words', async () => {
  const account = bareAccount();
  const french = join(folder, 'overlay-forwarding.fr.md');
  try {
    expect((await deepdive(account, ['translate', lesson, 'fr'])).code).toBe(0);
    writeFileSync(french, readFileSync(french, 'utf8').replace('## Mark and FWM', '## Marque et FWM'));
    const shown = await deepdive(account, ['preview', french, '--step', 'mark']);
    expect(shown).toMatchObject({code: 0, stdout: expect.stringContaining('Marque et FWM')});
  } finally {
    rmSync(french, {force: true});
  }
});
