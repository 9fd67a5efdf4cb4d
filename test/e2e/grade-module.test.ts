import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {afterAll, expect, test} from 'vitest';
import {resultOf, runsIn} from '../grade/class.ts';
import {fixtureText} from '../snapshot/fixture.ts';
import {deepdive, newFolder, removeAccounts, shellAccount} from './program.ts';

afterAll(removeAccounts, 120_000);

const MODULE = fileURLToPath(new URL('../../lessons/swarm-networking', import.meta.url));

test('the folder of a module is graded by what only graders see, and again from the evidence alone', async () => {
  const account = shellAccount();
  const folder = newFolder();
  const [snapshot, out, told] = [join(folder, 'end.json'), join(folder, 'runs'), join(folder, 'told.txt')];
  writeFileSync(snapshot, fixtureText('end'));
  const graded = await deepdive(account, ['grade', MODULE, '--snapshot', snapshot, '--out', out]);
  expect(graded).toMatchObject({code: 0, stdout: expect.stringContaining('Docker Swarm networking, for graders only')});
  const [run] = runsIn(out);
  const {checks} = resultOf(run!, 'snapshot');
  expect(checks.find(({id}) => id === 'redis-both-ways')).toMatchObject({part: 'overlay-forwarding', status: 'pass'});
  const again = await deepdive(account, [
    'regrade',
    run!,
    '--out',
    join(folder, 'again'),
    '--audience',
    'student',
    '--report',
    `text=${told}`,
  ]);
  expect(again.code).toBe(0);
  expect(readFileSync(told, 'utf8')).not.toContain('vote');
  // Judging again takes its own time.
  const timeless = (all: typeof checks) => all.map(({durationMs: _took, ...check}) => check);
  expect(timeless(resultOf(runsIn(join(folder, 'again'))[0]!, 'snapshot').checks)).toEqual(timeless(checks));
}, 60_000);

test.each([['show', 'overlay-forwarding'], ['list'], ['search', 'redis'], ['report']])(
  'a student who types %s sees nothing of them',
  async (...typed) => {
    const {stdout, stderr} = await deepdive(shellAccount(), [...typed, '--cluster', 'recording']);
    expect(stdout.length).toBeGreaterThan(20);
    for (const secret of ['redis-both-ways', 'vote-peers', 'grading']) expect(stdout + stderr).not.toContain(secret);
  },
  60_000,
);
