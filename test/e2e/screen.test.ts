import {execFileSync, spawnSync} from 'node:child_process';
import {readFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {afterAll, afterEach, beforeEach, describe, expect, test} from 'vitest';
import {type Account, deepdive, journalOf, readEntries, removeAccounts, shellAccount} from './program.ts';
import {openTerminal, PROGRAM, PROMPT, type Terminal} from './terminal.ts';

/** Present, or demanded: then what is missing fails the tests instead of leaving them out. */
const HAS_TMUX = process.env.DEEPDIVE_REQUIRE_ALL === '1' || isInstalled('tmux');
const SMALL = fileURLToPath(new URL('../session/fixture-module', import.meta.url));
const LESSON = 'overlay-networks';
const TITLE = 'Overlay networks';

function isInstalled(program: string): boolean {
  try {
    execFileSync(program, ['-V'], {stdio: 'ignore'});
    return true;
  } catch {
    return false;
  }
}

describe.skipIf(!HAS_TMUX)(`the program on a terminal${HAS_TMUX ? '' : ' (tmux is not installed)'}`, () => {
  let account: Account;
  let terminal: Terminal;
  beforeEach(async () => {
    account = shellAccount();
    terminal = await openTerminal(account);
  }, 30_000);
  afterEach(() => terminal.close());
  afterAll(removeAccounts);

  const entries = (kind: string) =>
    readEntries(journalOf(account, 'swarm-networking', 'recording')).filter(entry => entry.kind === kind);

  /** From the shell to the first step. */
  async function openStep(): Promise<void> {
    await terminal.type(`${PROGRAM} ${LESSON}`);
    await terminal.shows(TITLE);
    await terminal.press('Enter');
    await terminal.shows('docker network create');
  }

  async function passFirstChecks(): Promise<void> {
    await openStep();
    await terminal.press('Enter');
    await terminal.shows('y run it');
    await terminal.press('y');
    await terminal.shows('✔ done');
    await terminal.press('Enter');
    await terminal.shows('yours: driver overlay');
    await terminal.press('Enter');
    await terminal.shows(/PASS/);
  }

  /** The shell's own screen, its prompt, and a cursor to type at. */
  async function expectShell(): Promise<void> {
    expect(await terminal.tell('#{alternate_on} #{cursor_flag} #{wrap_flag}')).toBe('0 1 1');
    await terminal.type(
      'stty -a | tr " ;" "\\n\\n" | grep -xE -- "-?(icanon|echo|isig)" | tr "\\n" "+"; echo "mark $((6*7))"',
    );
    expect(await terminal.shows('mark 42')).toMatch(/isig\+icanon\+echo\+mark 42/);
  }

  test('a command is run with Enter, its check passes, and quitting gives the shell its screen back', async () => {
    await terminal.type('echo before the start');
    await passFirstChecks();
    expect(await terminal.tell('#{alternate_on}')).toBe('1');
    expect(await terminal.screen()).not.toContain('before the start');
    expect(entries('ran')).toMatchObject(
      ['create-plain', 'list', 'inspect-plain'].map(run => ({run: `overlay-networks/${run}`, ok: true})),
    );
    await terminal.press('q');
    expect(await terminal.shows(/before the start[\s\S]*A plain overlay[\s\S]*^shell%$/m)).toBeTruthy();
    await expectShell();
  });

  test('the next start is where the last one ended, and the one-shot verbs see the same', async () => {
    await passFirstChecks();
    await terminal.press('c');
    await terminal.shows(/(?:PASS|✔).*the swarm has an overlay called mynet0/);
    await terminal.press('q');
    await terminal.shows(PROMPT);
    expect((await deepdive(account, ['list'])).stdout).toMatch(/\/plain +working, here/);
    const vni = /^plainvni +(\d+)/m.exec((await deepdive(account, ['values', '--width', '160'])).stdout)?.[1];
    await deepdive(account, ['answer', 'plain-vni', vni!]);
    await deepdive(account, ['next']);
    await terminal.type(`clear; ${PROGRAM}`);
    await terminal.shows('1/5 steps');
    await terminal.press('Enter');
    await terminal.shows('An encrypted overlay');
    expect(await terminal.screen()).toContain('step 2/5');
  });

  test('t draws the network that was looked at, as far as own outputs have shown it, and walks a packet through it', async () => {
    const lesson = await deepdive(account, ['catch-up', 'routing-mesh/wire', '--cluster', 'recording', '--yes']);
    expect(lesson.code).toBe(0);
    await terminal.resize(160, 50);
    await terminal.type(PROGRAM);
    await terminal.shows('The routing mesh');
    await terminal.press('t');
    await terminal.shows('Nobody has looked at the nodes since the start');
    await terminal.press('l');
    const met = await terminal.shows(/you have met \d+ of \d+ devices/);
    expect(met).toContain('● ingress_sbox · routing mesh');
    expect(met).toContain('namespaces not met yet');
    await terminal.press('p', 'Enter', 'Enter');
    const walked = await terminal.shows('2 of 2 tasks answer');
    expect(walked).toMatch(/▌ {2}1 ✔ ok {6}the DNAT rule of the host · swarm-01/);
    for (const [columns, rows] of [
      [80, 24],
      [40, 10],
    ] as const) {
      await terminal.resize(columns, rows);
      const shown = await terminal.shows(new RegExp(`^(?:.*\\n){${rows - 1}} Enter rows .*q quit *$`));
      expect(shown.split('\n').every(line => line.length <= columns)).toBe(true);
      expect(shown).toMatch(/▌ {2}1 ✔ ok/);
    }
    await terminal.press('Enter');
    await terminal.shows('✔ ok  1 the DNAT rule');
    await terminal.press('Escape', 'Escape');
    await terminal.shows('● ingress_sbox');
    await terminal.press('q');
    await terminal.shows(PROMPT);
    await expectShell();
  });

  test('a resize repaints everything at the new size, however small', async () => {
    await openStep();
    for (const [columns, rows] of [
      [40, 10],
      [160, 50],
      [80, 24],
      [40, 10],
    ] as const) {
      await terminal.resize(columns, rows);
      // The footer is on the last row, and ends with the same two keys at every size.
      const shown = await terminal.shows(new RegExp(`^(?:.*\\n){${rows - 1}} .*\\? help  q quit *$`));
      expect(shown.split('\n').every(line => line.length <= columns)).toBe(true);
      expect(shown).toMatch(/1\/5/);
    }
    await terminal.press('q');
    await terminal.shows(PROMPT);
    await expectShell();
  });

  test('text and output stand beside each other with a straight line between them', async () => {
    await terminal.resize(160, 50);
    await passFirstChecks();
    const rows = (await terminal.screen()).split('\n').slice(3, -2);
    expect(rows.filter(row => row.slice(0, 80).includes('✔'))).not.toEqual([]);
    expect(rows.map(row => row.indexOf('│', 78))).toEqual(rows.map(() => 80));
  });

  test('Ctrl-Z gives the shell back, fg the lesson', async () => {
    await openStep();
    await terminal.press('C-z');
    await terminal.shows(/Stopped|Suspended/);
    await expectShell();
    await terminal.type('fg');
    await terminal.shows('docker network create');
    expect(await terminal.tell('#{alternate_on}')).toBe('1');
    await terminal.press('?');
    await terminal.shows('raw or parsed');
  });

  test.each(['TERM', 'HUP', 'INT'])('SIG%s gives the terminal back, and all is saved', async signal => {
    await passFirstChecks();
    const pid = Number(await terminal.tell('#{pane_pid}'));
    process.kill(childOf(pid), `SIG${signal}`);
    await terminal.shows('all is saved');
    await expectShell();
    expect(entries('ran')).toHaveLength(3);
  });

  test('kill -9 loses nothing: the next start goes on from there', async () => {
    await passFirstChecks();
    process.kill(childOf(Number(await terminal.tell('#{pane_pid}'))), 'SIGKILL');
    // The shell's own word about it may be cut off: lines do not wrap as the screen was left.
    await terminal.shows(/^shell%$/m);
    // Nobody gave the terminal back, so Enter is not the end of a line yet.
    await terminal.typeKeys('reset; clear; echo sane');
    await terminal.press('C-j');
    await terminal.shows(/^sane$/m);
    await terminal.type(PROGRAM);
    await terminal.shows(TITLE);
    await terminal.press('Enter');
    // What was done last, with what came of it; the step is shown from where it goes on.
    await terminal.shows(/\$ docker network inspect mynet0\n.*✔ done[\s\S]*"Name": "mynet0"/);
    expect(entries('ran')).toHaveLength(3);
    expect((await deepdive(account, ['show'])).stdout).toContain('[working]');
  });

  test('a terminal that goes away ends the program, and nothing is lost', async () => {
    await passFirstChecks();
    const program = childOf(Number(await terminal.tell('#{pane_pid}')));
    await terminal.hangUp();
    await expect.poll(() => isAlive(program), {timeout: 20_000, interval: 100}).toBe(false);
    expect(entries('ran')).toHaveLength(3);
  });

  // A mount needs root.
  test.runIf(process.getuid?.() === 0)('a disk that fills up gives the terminal back with a sentence', async () => {
    const state = account.env.XDG_STATE_HOME!;
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'deepdive-e2e', state]);
    try {
      await openStep();
      spawnSync('dd', ['if=/dev/zero', `of=${state}/filler`, 'bs=1k']);
      // The journal's last page still has some room.
      for (let i = 0; i < 40; i++) await terminal.press('n', 'b');
      expect(await terminal.shows('the disk is full')).not.toMatch(/\n +at |node:|file:/);
      expect(await terminal.tell('#{alternate_on} #{cursor_flag}')).toBe('0 1');
      // Below the sentence, as the line that started the program is still in sight; among what was left of the keys.
      await terminal.shows(/the disk is full[\s\S]*shell%/);
    } finally {
      // Where a line above failed, the program may still have files open there; that line is to be told.
      execFileSync('umount', ['--lazy', state]);
    }
  });

  test('a command that goes on and on is stopped with s, and the keys stay alive meanwhile', async () => {
    // Wide enough for the output to stand beside the text.
    await terminal.resize(120, 30);
    await terminal.type(`${PROGRAM} -m ${SMALL} -c local`);
    await terminal.shows('A file comes and goes');
    await terminal.press('Enter');
    await terminal.shows('Make a file');
    // Until the node has answered nothing can be run there, and the footer does not offer it.
    await terminal.shows('e edit');
    await terminal.press('e');
    await terminal.shows('Edit and run');
    await terminal.press('C-u');
    await terminal.typeKeys('while :; do echo streaming $((i=i+1)); sleep 0.02; done');
    await terminal.press('Enter');
    await terminal.shows('Before anything runs');
    await terminal.press('y');
    await terminal.shows('It changes file/');
    await terminal.press('y');
    await terminal.shows(/streaming \d{2}/);
    await terminal.press('?');
    await terminal.shows('raw or parsed');
    await terminal.press('Escape');
    await terminal.shows(/streaming \d{2}/);
    await terminal.press('s');
    await terminal.shows(/stopped/i);
    const journal = journalOf(account, 'shell-basics', 'local');
    expect(readEntries(journal).filter(({kind}) => kind === 'ran')).toMatchObject([{end: 'stopped', ok: false}]);
    await terminal.press('q');
    await terminal.shows(PROMPT);
    await expectShell();
  });

  test('p opens a shell on the node, and exit comes back to the lesson', async () => {
    await terminal.type(`${PROGRAM} -m ${SMALL} -c local`);
    await terminal.shows('A file comes and goes');
    await terminal.press('Enter');
    await terminal.shows('e edit');
    for (const round of [1, 2]) {
      await terminal.press('p');
      await terminal.shows('exit or Ctrl-D comes back to the lesson');
      await terminal.type(`echo "round ${round} $((6*7))"`);
      await terminal.shows(`round ${round} 42`);
      expect(await terminal.tell('#{alternate_on}')).toBe('0');
      await terminal.type('exit');
      await terminal.shows('e edit');
      expect(await terminal.tell('#{alternate_on}')).toBe('1');
    }
    await terminal.press('q');
    await terminal.shows(PROMPT);
    await expectShell();
  });

  test.each([
    ['a dumb terminal', 'TERM=dumb'],
    ['a build machine', 'CI=1'],
    ['a screen reader', 'INK_SCREEN_READER=true'],
  ])('%s gets plain words', async (_, variable) => {
    await terminal.type(
      `clear; ${variable} ${PROGRAM} > "$HOME/log" 2>&1 < /dev/tty; ${variable} ${PROGRAM} | tail -n 1`,
    );
    await terminal.shows('5 of 5 steps passed');
    // On a terminal of their own the others get typed verbs.
    await terminal.type(`clear; ${variable} ${PROGRAM} ${variable === 'CI=1' ? '' : '| cat'}; echo "code $?"`);
    await terminal.shows('code 0');
    expect(await terminal.tell('#{alternate_on}')).toBe('0');
    expect(readFileSync(`${account.home}/log`, 'utf8')).not.toContain('\u001b');
  });

  test('with NO_COLOR no colour is painted, and every verdict is a word', async () => {
    await terminal.type(`export NO_COLOR=1`);
    await passFirstChecks();
    await terminal.press('c');
    await terminal.shows(/PASS/);
    const styled = await terminal.screen({styles: true});
    expect(styled).not.toMatch(/\u001b\[(?:[\d;]*;)?(?:3[0-7]|4[0-7]|9[0-7]|10[0-7]|[34]8)(?:;[\d;]*)?m/);
  });
});

/** The program that a shell runs in the foreground. */
function childOf(pid: number): number {
  return Number(execFileSync('ps', ['-o', 'pid=', '--ppid', String(pid)], {encoding: 'utf8'}).trim());
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
