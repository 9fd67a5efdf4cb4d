import {
  appendFileSync,
  chmodSync,
  cpSync,
  existsSync,
  readdirSync,
  readFileSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import {basename, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {execa} from 'execa';
import {afterAll, describe, expect, onTestFinished, test} from 'vitest';
import {
  type Account,
  bareAccount,
  deepdive,
  journalOf,
  newFolder,
  type Outcome,
  readEntries,
  removeAccounts,
  scratch,
  shellAccount,
  start,
} from './program.ts';

const SMALL = fileURLToPath(new URL('../session/fixture-module', import.meta.url));
const BUNDLED = fileURLToPath(new URL('../../lessons/swarm-networking', import.meta.url));

afterAll(removeAccounts);

/** A copy of a module, its lessons rewritten. */
function copyOf(module: string, change: (lesson: string) => string = lesson => lesson): string {
  const folder = join(newFolder(), basename(module));
  cpSync(module, folder, {recursive: true});
  for (const name of readdirSync(folder).filter(each => each.endsWith('.md'))) {
    writeFileSync(join(folder, name), change(readFileSync(join(folder, name), 'utf8')));
  }
  return folder;
}

/** Does one verb in the small module, on this machine. */
function small(account: Account, ...args: readonly string[]): Promise<Outcome> {
  return deepdive(account, [...args, '-m', SMALL, '-c', 'local']);
}

function smallJournal(account: Account): string {
  return journalOf(account, 'shell-basics', 'local');
}

/** Waits for something to come true. */
async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise(resolve => setTimeout(resolve, 10));
}

/** A person who reads a message needs a sentence, never a stack. */
function expectSentence({stderr}: Outcome): void {
  expect(stderr).toMatch(/^deepdive: [-a-z/]/);
  expect(stderr).not.toMatch(/\n\s+at |fault of the program|undefined/);
}

describe('a lesson with a mistake', () => {
  const mistakes: readonly (readonly [string, (lesson: string) => string, RegExp])[] = [
    ['a misspelt key', text => text.replace('mutates:', 'mutate:'), /files\.md:21:1 .*mutate.*mutates/],
    [
      'an undeclared placeholder',
      text => text.replace('grep <colour>', 'grep <color>'),
      /files\.md:73:6 .*<color>.*colour/,
    ],
    [
      'a cycle',
      text => text.replace('id: make\n', 'id: make\nafter: [again]\n'),
      /files\.md:14:9 .*make → again → read → make/,
    ],
    ['a duplicate id', text => text.replace('id: again', 'id: read'), /files\.md:\d+:\d+ .*\bread\b/],
    ['broken YAML', text => text.replace('capture:\n', 'capture: [\n'), /files\.md:\d+:\d+ /],
  ];

  test.each(mistakes)('%s is told by file, line and column, and the module is not run', async (_, change, told) => {
    const folder = copyOf(SMALL, change);
    const account = shellAccount();
    const linted = await deepdive(account, ['lint', folder]);
    expect(linted.code).toBe(2);
    expect(linted.stdout).toMatch(told);
    const run = await deepdive(account, ['run', 'write', '--yes', '-m', folder, '-c', 'local']);
    expect(run.code).toBe(2);
    expect(run.stderr).toMatch(told);
    expectSentence(run);
    expect(readdirSync(scratch(account))).toEqual([]);
  });

  test('the same module without it has no mistakes', async () => {
    expect((await deepdive(shellAccount(), ['lint', copyOf(SMALL)])).code).toBe(0);
  });
});

describe('output of a node', () => {
  test('control sequences never reach the terminal', async () => {
    const line = String.raw`printf 'a\033[2Jb\033]0;owned\007c\033[31md\033P1;1q\033\\e\rf\n\302\233Ag\n'`;
    const {code, stdout} = await small(shellAccount(), 'run', 'write', '--yes', '--edit', line);
    expect(stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
    expect(stdout).toContain('abcde');
    expect(stdout).not.toContain('owned');
    expect(code).toBe(0);
  });

  test('invalid UTF-8 is shown as far as it goes', async () => {
    const line = String.raw`printf 'caf\303\251 \377\376 end\nsecond\n'`;
    const {code, stdout} = await small(shellAccount(), 'run', 'write', '--yes', '--edit', line);
    expect(stdout).toContain('café \ufffd\ufffd end');
    expect(code).toBe(0);
  });

  test('100 MB are kept whole on disk, shown in part, and do not grow the memory', async () => {
    const account = shellAccount();
    // One line of 100 bytes, a million times.
    const line = `yes ${'x'.repeat(99)} | head -c 100000000; echo; echo last`;
    const measured = await execa(
      '/usr/bin/env',
      // The heap and all buffers together may not hold the output once, let alone twice.
      [process.execPath, '--max-old-space-size=96', ...cli('run', 'write', '--yes', '--edit', line)],
      {env: account.env, extendEnv: false, reject: false, maxBuffer: 2 ** 28},
    );
    expect(measured.exitCode).toBe(0);
    expect(measured.stdout.length).toBeLessThan(10_000_000);
    const kept = join(smallJournal(account), '../outputs/files.write.here.out');
    expect(readFileSync(kept).length).toBe(100_000_006);
    expect((await small(account, 'show')).code).toBe(0);
  });

  test('a value that would inject into a shell is refused and never filled in', async () => {
    const account = shellAccount();
    await small(account, 'run', 'write', '--yes');
    const evil = `printf '{"colours":["red; touch $DEEPDIVE_TEST/evil","b"],"mark":"0x1"}'`;
    const {code, stdout} = await small(account, 'run', 'list', '--edit', evil);
    expect(code).toBe(1);
    expect(stdout).toContain('colour: expected');
    expect((await small(account, 'values')).stdout).not.toContain('touch');
    await small(account, 'run', 'show');
    expect(existsSync(join(scratch(account), 'evil'))).toBe(false);
  });
});

function cli(...args: readonly string[]): readonly string[] {
  return [fileURLToPath(new URL('../../dist/cli.js', import.meta.url)), ...args, '-m', SMALL, '-c', 'local'];
}

describe('the progress file', () => {
  test('a torn last line costs that entry alone', async () => {
    const account = shellAccount();
    await small(account, 'run', 'write', '--yes');
    appendFileSync(smallJournal(account), '{"kind":"answered","qu');
    const list = await small(account, 'list');
    expect(list).toMatchObject({code: 0, stderr: '', stdout: expect.stringMatching(/files\/make +passed/)});
    expect((await small(account, 'next')).code).toBe(0);
    expect((await small(account, 'list')).stdout).toMatch(/files\/read +ready, here/);
  });

  test('damaged lines are named and the others kept', async () => {
    const account = shellAccount();
    await small(account, 'run', 'write', '--yes');
    const path = smallJournal(account);
    writeFileSync(path, `\u0000\u0001\n{"kind":"ran","output":"../../etc/passwd"}\n${readFileSync(path, 'utf8')}`);
    const list = await small(account, 'list');
    expect(list.code).toBe(0);
    expect(list.stdout).toMatch(/files\/make +passed/);
    expect(list.stderr).toContain(`${path}:1: this line is not a progress entry`);
    expect(list.stderr).toContain(`${path}:2: `);
  });

  test('two runners at once lose nothing and tear no line', async () => {
    const account = shellAccount();
    const lines = Array.from({length: 4}, (_, i) => `for i in 1 2 3; do echo ${i}; sleep 0.05; done`);
    const runs = lines.map(line => small(account, 'run', 'write', '--yes', '--edit', line));
    for (const {code, stderr} of await Promise.all(runs)) expect([code, stderr]).toEqual([0, '']);
    const ran = readEntries(smallJournal(account)).filter(entry => entry.kind === 'ran');
    expect(ran.map(entry => entry.line).sort()).toEqual(lines);
    expect((await small(account, 'list')).stdout).toMatch(/files\/make +passed/);
  });

  test.runIf(process.getuid?.() !== 0)('a folder that may not be written is said in a sentence', async () => {
    const account = shellAccount();
    chmodSync(account.env.XDG_STATE_HOME!, 0o500);
    const run = await small(account, 'list');
    expectSentence(run);
    expect(run).toMatchObject({code: 3, stderr: expect.stringContaining('permission denied')});
  });

  test('a file where the folder should be is said in a sentence', async () => {
    const account = shellAccount();
    writeFileSync(join(account.env.XDG_STATE_HOME!, 'deepdive'), '');
    const run = await small(account, 'list');
    expectSentence(run);
    expect(run).toMatchObject({code: 3, stderr: expect.stringContaining('a file is where a folder should be')});
  });

  // A mount needs root.
  test.runIf(process.getuid?.() === 0)(
    'a full disk is said in a sentence, and what was saved stays',
    async () => {
      const account = shellAccount();
      const state = account.env.XDG_STATE_HOME!;
      await execa('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'deepdive-e2e', state]);
      try {
        await small(account, 'run', 'write', '--yes');
        const kept = readFileSync(smallJournal(account), 'utf8');
        await execa('dd', ['if=/dev/zero', `of=${join(state, 'filler')}`, 'bs=1k'], {reject: false});
        // The journal's last page still has some room.
        let run = await small(account, 'next');
        for (let i = 0; run.code === 0 && i < 40; i++) run = await small(account, i % 2 === 0 ? 'back' : 'next');
        expectSentence(run);
        expect(run).toMatchObject({code: 3, stderr: expect.stringContaining('the disk is full')});
        expect(readFileSync(smallJournal(account), 'utf8').startsWith(kept)).toBe(true);
        await execa('rm', [join(state, 'filler')]);
        expect((await small(account, 'list')).stdout).toMatch(/files\/make +passed/);
      } finally {
        await execa('umount', [state]);
      }
    },
    60_000,
  );

  test.runIf(process.getuid?.() === 0)('a read-only disk is said in a sentence', async () => {
    const account = shellAccount();
    const state = account.env.XDG_STATE_HOME!;
    await execa('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'deepdive-e2e', state]);
    try {
      for (const use of ['before the first use', 'later']) {
        await execa('mount', ['-o', 'remount,ro', state]);
        const run = await small(account, 'list');
        expectSentence(run);
        expect(run, use).toMatchObject({code: 3, stderr: expect.stringContaining('read-only')});
        await execa('mount', ['-o', 'remount,rw', state]);
        expect((await small(account, 'list')).code).toBe(0);
      }
    } finally {
      await execa('umount', [state]);
    }
  });
});

describe('an end in the middle of a command', () => {
  /** Starts a command that says when it runs, and would run for a minute. */
  async function longRun(account: Account) {
    // `exec`, for dash may overlook a signal while it starts a child.
    const line = 'echo begun; echo $$ > "$DEEPDIVE_TEST/pid"; exec sleep 61';
    const running = start(account, ['run', 'write', '--yes', '--edit', line, '-m', SMALL, '-c', 'local']);
    const file = join(scratch(account), 'pid');
    await until(() => existsSync(file) && readFileSync(file, 'utf8').endsWith('\n'));
    const group = Number(readFileSync(file, 'utf8'));
    // What a failing test leaves behind.
    onTestFinished(() => {
      running.kill('SIGKILL');
      if (isAlive(group)) process.kill(-group, 'SIGKILL');
    });
    return {running, group};
  }

  function isAlive(group: number): boolean {
    try {
      return process.kill(-group, 0);
    } catch {
      return false;
    }
  }

  test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    '%s ends it everywhere, and what was done is saved',
    async signal => {
      const account = shellAccount();
      const {running, group} = await longRun(account);
      running.kill(signal);
      const {exitCode, stdout} = await running;
      expect(exitCode).toBe(130);
      expect(stdout).toContain('begun');
      await until(() => !isAlive(group));
      expect(readEntries(smallJournal(account)).filter(({kind}) => kind === 'ran')).toMatchObject([{ok: false}]);
      expect((await small(account, 'run', 'write', '--yes')).code).toBe(0);
    },
  );

  test('a check that waits is given up on Ctrl-C, and no verdict is made of it', async () => {
    const folder = copyOf(SMALL, text =>
      text.replace('with: {minLines: 2}', 'with: {minLines: 9}\neventually: {within: 60s}'),
    );
    const account = shellAccount();
    const running = start(account, ['run', 'write', '--yes', '-m', folder, '-c', 'local']);
    await until(
      () => existsSync(smallJournal(account)) && readFileSync(smallJournal(account), 'utf8').includes('"ran"'),
    );
    await new Promise(resolve => setTimeout(resolve, 200));
    running.kill('SIGINT');
    const {exitCode, stderr} = await running;
    expect([exitCode, stderr]).toEqual([130, '']);
    const kinds = readEntries(smallJournal(account)).map(({kind}) => kind);
    expect(kinds).not.toContain('judged');
  });

  test('a demonstration ends on Ctrl-C', async () => {
    const account = bareAccount();
    const playing = start(account, ['--plain', '-c', 'recording']);
    playing.stdout.once('data', () => playing.kill('SIGINT'));
    const {exitCode, stdout} = await playing;
    expect(exitCode).toBe(130);
    expect(stdout).not.toContain('End of the lesson');
  });

  test('after kill -9 the next start finds all that was done', async () => {
    const account = shellAccount();
    await small(account, 'run', 'write', '--yes');
    await small(account, 'next');
    await small(account, 'run', 'list', '--choose', 'red');
    const before = (await small(account, 'values', '--width', '120')).stdout;
    const {running, group} = await longRun(account);
    running.kill('SIGKILL');
    await running;
    process.kill(-group, 'SIGKILL');
    expect((await small(account, 'values', '--width', '120')).stdout).toBe(before);
    expect((await small(account, 'show')).stdout).toContain('Step 2 of 3');
    expect((await small(account, 'answer', 'decimal', '259')).stdout).toContain('Step passed');
  });
});

describe('a damaged recording', () => {
  test.each([
    ['cut off', (path: string) => truncateSync(path, 5000)],
    ['not a recording', (path: string) => writeFileSync(path, 'hello\n')],
    ['empty', (path: string) => truncateSync(path, 0)],
  ])('%s: exit 5, and a sentence that names the file', async (_, damage) => {
    const folder = copyOf(BUNDLED);
    const recordings = join(folder, 'recordings');
    const name = readdirSync(recordings).findLast(each => each.endsWith('.recording'))!;
    damage(join(recordings, name));
    const run = await deepdive(bareAccount(), ['show', '-m', folder]);
    expectSentence(run);
    expect(run.code).toBe(5);
    expect(run.stderr).toContain(name);
    expect(run.stdout).toBe('');
  });
});

describe('a name that is not known', () => {
  test.each([
    [['shwo'], 'did you mean show?'],
    [['start', 'show'], 'show is a verb of its own: deepdive show'],
    [['rnu', 'leave-third'], 'there is no verb rnu; did you mean run?'],
    [['overlay-forwardin'], 'did you mean overlay-forwarding?'],
    [['run', 'leave-thir'], 'there is no command leave-thir; did you mean leave-third?'],
    [['check', 'inactiv'], 'there is no check inactiv; did you mean inactive?'],
    [['why', 'nonsense'], 'there is no check nonsense; there is only inactive'],
    [['answer', 'bridge-ma', '1'], 'there is no question bridge-ma'],
    [['show', 'alon'], 'there is no step or lesson alon; did you mean alone?'],
    [
      ['show', 'swarm-in-the-fog'],
      'there is no step or lesson swarm-in-the-fog; there are before-the-swarm, what-swarm-made,',
    ],
    [['reset', 'alon'], 'there is no step alon; did you mean alone?'],
    [['show', '-m', 'swarm-networkin'], 'there is no module swarm-networkin; did you mean swarm-networking?'],
    [['show', '-m', '/nowhere/at/all'], '/nowhere/at/all is not the folder of a module'],
    [['show', '-c', 'nowhere'], 'there is no cluster nowhere: `deepdive lab up nowhere` makes'],
    [['show', '-c', '../No where'], 'there is no cluster "../No where": `clusters.yaml` names'],
    [['shell', 'swarm-09'], 'no node swarm-09: swarm-01, swarm-02, swarm-03'],
    [['show', '--width', 'wide'], '--width: expected a number'],
  ])('%j: exit 2, and what may be meant', async (args, told) => {
    const account = bareAccount();
    const run = await deepdive(account, args);
    expectSentence(run);
    expect(run.code).toBe(2);
    expect(run.stderr).toContain(told);
  });

  test('an option that is not known: exit 2, and what may be meant', async () => {
    const run = await deepdive(bareAccount(), ['show', '--widht', '40']);
    expect(run).toMatchObject({code: 2, stderr: expect.stringContaining('--width')});
  });
});
