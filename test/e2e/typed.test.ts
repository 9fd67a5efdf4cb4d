import {execFileSync} from 'node:child_process';
import {readdirSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {fileURLToPath} from 'node:url';
import {afterAll, afterEach, beforeEach, describe, expect, test, vi} from 'vitest';
import {markProcess} from '../../src/state/process-mark.ts';
import {type Account, deepdive, journalOf, readEntries, removeAccounts, shellAccount} from './program.ts';
import {openTerminal, PROGRAM, PROMPT, type Terminal} from './terminal.ts';

const HAS_TMUX = process.env.DEEPDIVE_REQUIRE_ALL === '1' || isInstalled('tmux');
const SMALL = fileURLToPath(new URL('../session/fixture-module', import.meta.url));
const ON = ['-m', SMALL, '-c', 'local'];

function isInstalled(program: string): boolean {
  try {
    execFileSync(program, ['-V'], {stdio: 'ignore'});
    return true;
  } catch {
    return false;
  }
}

vi.setConfig({testTimeout: 120_000});

describe.skipIf(!HAS_TMUX)(`typed verbs on a terminal${HAS_TMUX ? '' : ' (tmux is not installed)'}`, () => {
  let account: Account;
  let terminal: Terminal;
  beforeEach(async () => {
    account = shellAccount();
    // What the module may run is asked once; here it was agreed to before.
    expect(await deepdive(account, ['reset', ...ON, '--yes'])).toMatchObject({code: 0});
    terminal = await openTerminal(account, 80, 40);
  }, 30_000);
  afterEach(() => terminal.close());
  afterAll(removeAccounts);

  const WAITING = /^deepdive>$/m;
  const progress = () => dirname(journalOf(account, 'shell-basics', 'local'));
  const ends = () =>
    readEntries(join(progress(), 'progress.ndjson')).flatMap(({kind, end}) => (kind === 'ran' ? [end] : []));

  async function open(variables = ''): Promise<void> {
    await terminal.type(`clear; ${variables} ${PROGRAM} ${variables === '' ? '--plain' : ''} ${ON.join(' ')}`);
    await terminal.shows(WAITING);
  }

  /** Types a line, and waits until the program wants the next one. */
  async function typed(line: string, seen: string | RegExp): Promise<void> {
    await terminal.type(line);
    await terminal.shows(seen);
    await terminal.shows(/deepdive>\s*$/);
  }

  test('a lesson is worked through with the words of the one-shot verbs, and questions are asked in words', async () => {
    await open();
    expect(await terminal.screen()).toMatch(/Step 1 of 3: Make a file \[ready\]/);
    await terminal.type('run write');
    await terminal.shows('This changes file/colours on here');
    await terminal.shows(/Go on\? Type yes or no:\s*$/);
    await typed('no', 'Nothing was done.');
    await terminal.type('deepdive run write');
    await terminal.shows(/Go on\? Type yes or no:\s*$/);
    await typed('yes', 'PASS written');
    await typed('next', 'Step 2 of 3');
    await terminal.type('run list');
    await terminal.shows('Which one? Type its number, 1 to 2:');
    await typed('2', 'PASS two-colours');
    await typed('values', /colour +blue/);
    await typed('answer decimal 259', 'Right.');
    await typed('output list --rows', 'lines read');
    await typed('run lst', 'did you mean list?');
    await typed('chek', 'Did you mean check?');
    await typed('help', 'the evidence behind each verdict');
    await typed('answer decimal "1', 'A quote stays open');
    await terminal.type('quit');
    await terminal.shows(/go on with: deepdive\s+-m\s[\s\S]*-c\s+local/);
    await terminal.shows(PROMPT);
    expect((await deepdive(account, ['list', ...ON])).stdout).toMatch(/files\/read +passed/);
  });

  test('Ctrl-C ends the command that runs, withdraws a question, and leaves only where nothing goes on', async () => {
    await open();
    await terminal.type('run write --yes --edit "while :; do sleep 1; done"');
    await running();
    await terminal.press('C-c');
    await terminal.shows('Output on here (stopped');
    await terminal.shows(/deepdive>\s*$/);
    await terminal.type('run write');
    await terminal.shows(/Go on\? Type yes or no:\s*$/);
    await terminal.press('C-c');
    await terminal.shows('Nothing was done.');
    await terminal.shows(/deepdive>\s*$/);
    expect(ends()).toEqual(['stopped']);
    await terminal.press('C-c');
    await terminal.shows('All is saved');
    await terminal.type('clear; echo "code $?"');
    await terminal.shows('code 0');
    await expectShell();
  });

  test('Ctrl-C twice kills what does not mind the first', async () => {
    await open();
    await terminal.type(`run write --yes --edit "trap '' INT; while :; do sleep 1; done"`);
    await running();
    await terminal.press('C-c');
    await terminal.press('C-c');
    await terminal.shows('Output on here (stopped');
    await terminal.shows(/deepdive>\s*$/);
  });

  test('stop ends it too, typed here or in another terminal', async () => {
    await open();
    await terminal.type('run write --yes --edit "sleep 300"');
    await running();
    await terminal.type('stop');
    await terminal.shows(/Output on here \(stopped[\s\S]*deepdive>\s*$/);
    await terminal.type('run write --yes --edit "sleep 301"');
    await running();
    expect(await deepdive(account, ['stop', ...ON])).toMatchObject({code: 0});
    await terminal.shows(/sleep 301[\s\S]*Output on here \(stopped[\s\S]*deepdive>\s*$/);
    expect(ends()).toEqual(['stopped', 'stopped']);
  });

  test('a command of the screen is ended from another terminal, and the screen stays', async () => {
    await terminal.type(`clear; ${PROGRAM} ${ON.join(' ')}`);
    await terminal.shows('A file comes and goes');
    await terminal.press('Enter');
    await terminal.shows('e edit');
    await terminal.press('e');
    await terminal.shows('Edit and run');
    await terminal.press('C-u');
    await terminal.typeKeys('sleep 300');
    await terminal.press('Enter');
    await terminal.shows('y run it');
    await terminal.press('y');
    await running();
    expect(await deepdive(account, ['stop', ...ON])).toMatchObject({code: 0});
    await terminal.shows('stopped');
    expect(await terminal.tell('#{alternate_on}')).toBe('1');
    await terminal.press('q');
    await terminal.shows(PROMPT);
  });

  test('a terminal that goes away ends the program, and what it ran', async () => {
    await open();
    await terminal.type('run write --yes --edit "sleep 300"');
    await running();
    const [name = ''] = readdirSync(join(progress(), 'running'));
    const pid = Number.parseInt(name, 10);
    await terminal.hangUp();
    for (let tries = 0; tries < 400 && markProcess(pid) !== undefined; tries++) await sleep(50);
    expect(markProcess(pid)).toBeUndefined();
    expect(ends()).toEqual(['stopped']);
  });

  test.each([
    ['a dumb terminal', 'TERM=dumb'],
    ['a screen reader', 'INK_SCREEN_READER=true'],
  ])('%s gets typed verbs, and nothing moves its cursor', async (_, variable) => {
    await terminal.type(`clear; script -qec '${variable} ${PROGRAM} ${ON.join(' ')}' "$HOME/log"`);
    await terminal.shows(WAITING);
    await typed('show', 'Command write on here');
    await typed('check', 'WAIT written');
    await terminal.type('quit');
    await terminal.shows(PROMPT);
    const log = execFileSync('cat', [join(account.home, 'log')], {encoding: 'utf8'});
    // A carriage return goes before each newline on a terminal.
    expect(log.replaceAll('\r\n', '\n')).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/);
    expect(log).toContain('All is saved');
  });

  async function running(): Promise<void> {
    for (let tries = 0; tries < 400; tries++) {
      if (readdirSync(progress()).includes('running') && readdirSync(join(progress(), 'running')).length > 0) return;
      await sleep(25);
    }
    throw new Error(`nothing runs\n${await terminal.screen()}`);
  }

  async function expectShell(): Promise<void> {
    await terminal.type(
      'stty -a | tr " ;" "\\n\\n" | grep -xE -- "-?(icanon|echo|isig)" | tr "\\n" "+"; echo "mark $((6*7))"',
    );
    expect(await terminal.shows('mark 42')).toMatch(/isig\+icanon\+echo\+mark 42/);
  }
});
