import {existsSync, mkdtempSync, rmSync, symlinkSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import {sleepers, uniqueSeconds, until} from './processes.ts';
import {runWrapped} from './wrapped.ts';

/** Shells that are /bin/sh on some system; those that this machine has. */
const SHELLS = ['/bin/dash', '/bin/bash --posix', '/bin/busybox ash'].filter(shell => existsSync(shell.split(' ')[0]!));
const LOGIN_SHELLS = ['/bin/sh', '/bin/bash', '/usr/bin/fish', '/bin/tcsh', '/bin/zsh'].filter(shell =>
  existsSync(shell),
);
const AWKWARD = `it's "quoted" \\ $HOME \`x\` !! !$ ^a^b * ~ % %s \\0101 \\n — naïve 🐙\tx`;

describe.each(SHELLS)('the wrapper under %s', shell => {
  const run = (line: string, stdin?: string) => runWrapped({command: {line, stdin, shell}});

  test.each([0, 1, 127, 129, 137, 143, 192, 193, 255])('exit %i is an exit', async code => {
    expect((await run(`exit ${code}`)).end).toEqual({kind: 'exited', code});
  });

  test.each([
    ['HUP', 'SIGHUP'],
    ['INT', 'SIGINT'],
    ['QUIT', 'SIGQUIT'],
    ['KILL', 'SIGKILL'],
    ['SEGV', 'SIGSEGV'],
    ['PIPE', 'SIGPIPE'],
    ['TERM', 'SIGTERM'],
    ['36', 'SIGRTMIN+2'],
  ])('death by %s is told', async (name, signal) => {
    expect((await run(`ulimit -c 0; kill -${name} $$`)).end).toEqual({kind: 'signalled', signal});
  });

  test('output, input and status come through', async () => {
    const {stdout, stderr, end, outside} = await run('cat; echo err >&2; exit 3', `${AWKWARD}\n`);
    expect([stdout, stderr, outside]).toEqual([`${AWKWARD}\n`, 'err\n', '']);
    expect(end).toEqual({kind: 'exited', code: 3});
  });

  test('an input too long for an argument comes through', async () => {
    expect((await run('wc -c', 'é'.repeat(300_000))).stdout.trim()).toBe('600000');
  });

  test.each([
    ['INT', 'SIGINT'],
    ['TERM', 'SIGTERM'],
    ['KILL', 'SIGKILL'],
  ])('the order %s reaches the group', async (order, signal) => {
    const seconds = uniqueSeconds();
    const {end} = await runWrapped({
      command: {line: `sleep ${seconds}`, shell},
      onStart: async connection => {
        await until(() => sleepers(seconds).length > 0, 'it sleeps');
        connection.stdin?.write(`${order}\n`);
      },
    });
    expect(end).toEqual({kind: 'signalled', signal});
    expect(sleepers(seconds)).toEqual([]);
  });

  test('what ignores SIGTERM, in the background too, is killed', async () => {
    const seconds = uniqueSeconds();
    const {end} = await runWrapped({
      command: {line: `(trap '' TERM; sleep ${seconds}) & trap '' TERM; sleep ${seconds}; sleep ${seconds}`, shell},
      onStart: async connection => {
        await until(() => sleepers(seconds).length === 2, 'both sleep');
        connection.stdin?.write('TERM\n');
      },
    });
    expect(end).toEqual({kind: 'signalled', signal: 'SIGKILL'});
    expect(sleepers(seconds)).toEqual([]);
  });

  test.each(['INT', 'TERM', 'KILL'])('the order %s reaches what timeout runs in a group of its own', async order => {
    const seconds = uniqueSeconds();
    const {stdout} = await runWrapped({
      command: {line: `timeout 900 sleep ${seconds}; echo after`, shell},
      onStart: async connection => {
        await until(() => sleepers(seconds).length > 0, 'it sleeps');
        connection.stdin?.write(`${order}\n`);
      },
    });
    expect(stdout).toBe('');
    await until(() => sleepers(seconds).length === 0, 'nothing of it runs');
  });

  test('when the runner is gone, the command is ended', async () => {
    const seconds = uniqueSeconds();
    await runWrapped({
      command: {line: `sleep ${seconds}`, shell},
      onStart: async connection => {
        await until(() => sleepers(seconds).length > 0, 'it sleeps');
        connection.stdin?.end();
      },
    });
    expect(sleepers(seconds)).toEqual([]);
  });

  test('neither the nonce nor the descriptors of the wrapper are left to the command', async () => {
    const {stdout} = await run('env; set; ls /proc/$$/fd');
    expect(stdout).not.toMatch(/ab12|printf|IFS= read/);
    // The descriptors the wrapper uses; others may come from who started the tests.
    expect(stdout.split('\n').filter(line => /^[3-9]$/.test(line))).toEqual([]);
  });
});

/** `wait` of a bash that has forgotten the job by the second time, which it does of itself only now and then. */
const FORGETFUL = `() {
  if [ "$asked" ]; then return 127; fi
  asked=1
  builtin wait "$@" || { s=$?; [ $s = 145 ] || return $s; builtin wait "$@"; }
}`;

describe.skipIf(!existsSync('/bin/bash'))('where bash has forgotten a status', () => {
  test.each([
    ['exit 0', {kind: 'exited', code: 0}],
    ['exit 3', {kind: 'exited', code: 3}],
    ['exit 127', {kind: 'exited', code: 127}],
    ['exit 137', {kind: 'exited', code: 137}],
    ['kill -KILL $$', {kind: 'signalled', signal: 'SIGKILL'}],
  ])('%s is told all the same', async (line, end) => {
    const {end: told} = await runWrapped({
      // Other shells do not hand on a variable of such a name.
      login: ['/bin/bash', '-c'],
      command: {line, shell: '/bin/bash --posix'},
      env: {...process.env, 'BASH_FUNC_wait%%': FORGETFUL},
    });
    expect(told).toEqual(end);
  });
});

test.each(LOGIN_SHELLS)('%s as login shell hands the command on unharmed', async login => {
  const line = `printf '%s\\n' "$#" '${AWKWARD.replaceAll("'", "'\\''")}'\n# a comment\ncat`;
  const {stdout, stderr, end} = await runWrapped({login: [login, '-c'], command: {line, stdin: `${AWKWARD}\n\n`}});
  expect(stderr).toBe('');
  expect(stdout).toBe(`0\n${AWKWARD}\n${AWKWARD}\n\n`);
  expect(end).toEqual({kind: 'exited', code: 0});
});

test('what the login shell prints before is no output', async () => {
  const command = {line: 'echo mine; echo mine too >&2'};
  const login = ['/bin/sh', '-c', 'echo welcome; echo motd >&2; eval "$0"'] as const;
  const {stdout, stderr, outside} = await runWrapped({login: [...login], command});
  expect([stdout, stderr]).toEqual(['mine\n', 'mine too\n']);
  expect(outside).toBe('welcome\nmotd\n');
});

test('without setsid the command runs and ends all the same', async () => {
  const bin = mkdtempSync(join(tmpdir(), 'dd-bin-'));
  for (const tool of ['sh', 'sleep', 'cat']) symlinkSync(`/bin/${tool}`, join(bin, tool));
  const seconds = uniqueSeconds();
  const {end, stdout} = await runWrapped({
    command: {line: `echo on; exec sleep ${seconds}`},
    env: {PATH: bin},
    onStart: async connection => {
      await until(() => sleepers(seconds).length > 0, 'it sleeps');
      connection.stdin?.write('TERM\n');
    },
  });
  rmSync(bin, {recursive: true});
  expect(stdout).toBe('on\n');
  expect(end).toEqual({kind: 'signalled', signal: 'SIGTERM'});
  expect(sleepers(seconds)).toEqual([]);
});
