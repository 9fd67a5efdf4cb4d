import {mkdirSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {setTimeout} from 'node:timers/promises';
import {afterAll, afterEach, beforeEach, describe, expect, test} from 'vitest';
import {type Sshd, sshdMissing, startSshd} from '../cluster/sshd.ts';
import {resultOf, runsIn, timeless} from '../grade/class.ts';
import {parserText} from '../session/own/own.ts';
import {deepdive, newFolder, removeAccounts, shellAccount, start} from './program.ts';

afterAll(removeAccounts, 120_000);

const HEAD = 'suite: challenge\ntitle: A challenge\nversion: 1.0.0\n';
const PICK = '{box: {type: name, prefix: box}, lines: {type: int, from: 2, to: 9000}}';
const FILL = 'mkdir $HOME/<box> && seq <lines> > $HOME/<box>/numbers';
const CHECKS = `checks:
  - {id: counted, use: cmd.output, of: count, with: {matches: <lines>}, points: 3}
  - {id: empty, use: cmd.output, of: count, with: {empty: true}}
`;

function suiteOf(runs: readonly string[], checks = CHECKS): string {
  return `${HEAD}challenge:\n  pick: ${PICK}\n  run:\n${runs.map(run => `    - ${run}\n`).join('')}${checks}`;
}

const MAKE = `{id: make, command: "${FILL}", undo: "rm -r $HOME/<box>"}`;
const COUNT = '{id: count, command: "cat $HOME/<box>/numbers | wc -l"}';

/** Boxes that a challenge has left on the node. */
const boxes = (sshd: Sshd) => readdirSync(sshd.runtimeDir).filter(name => name.startsWith('box-'));

describe.skipIf(sshdMissing() !== undefined)('a challenge that is put to a real node', () => {
  let sshd: Sshd;
  let folder: string;
  let out: string;
  const account = shellAccount();
  const grade = (suite: string, ...more: readonly string[]) => {
    writeFileSync(join(folder, 'suite.yaml'), suite);
    return ['grade', join(folder, 'suite.yaml'), '--roster', join(folder, 'class.yaml'), '--out', out, ...more];
  };
  const challengeOf = (run: string, id: string) => JSON.parse(readFileSync(join(run, id, 'challenge.json'), 'utf8'));
  beforeEach(async () => {
    sshd = await startSshd();
    folder = newFolder();
    out = join(folder, 'runs');
    const nodes = '{swarm-01: {ssh: node-1, role: manager}}';
    const rows = ['ada', 'bob'].map(id => `  - {id: ${id}, nodes: ${nodes}}\n`).join('');
    writeFileSync(join(folder, 'class.yaml'), `sshConfig: ${sshd.configFile}\nsubmissions:\n${rows}`);
  });
  afterEach(() => sshd.stop());

  test('is judged by its own values, taken back, and judged alike from the evidence alone', async () => {
    const {code, stderr} = await deepdive(account, grade(suiteOf([MAKE, COUNT])));
    expect([code, stderr]).toEqual([1, expect.stringContaining('ada: 3 of 4 points; 1 failed')]);
    const [run] = runsIn(out);
    const [ada, bob] = ['ada', 'bob'].map(id => challengeOf(run!, id));
    expect(ada.values.box).toMatch(/^box-[a-z0-9]{6}$/);
    expect(ada.values).not.toEqual(bob.values);
    expect(ada.runs[1].stdout.trim()).toBe(ada.values.lines);
    expect(resultOf(run!, 'ada').checks).toMatchObject([
      {status: 'pass', witnesses: [{fact: 'output:count@swarm-01', row: ada.values.lines}], trust: 'claim'},
      {status: 'fail', points: {earned: 0}},
    ]);
    expect(boxes(sshd)).toEqual([]);
    await deepdive(account, ['regrade', run!, '--out', join(folder, 'again')]);
    const [again] = runsIn(join(folder, 'again'));
    expect(timeless(again!, ['ada', 'bob'])).toEqual(timeless(run!, ['ada', 'bob']));
    expect(challengeOf(again!, 'ada')).toEqual(ada);
    // What the evidence says it was is what it must be.
    const file = join(run!, 'ada', 'challenge.json');
    writeFileSync(file, readFileSync(file, 'utf8').replace(ada.values.lines, '1'));
    const damaged = await deepdive(account, ['regrade', run!, '--out', join(folder, 'none')]);
    expect(damaged).toMatchObject({code: 5, stderr: expect.stringContaining('challenge.json is damaged')});
  }, 60_000);

  test('is read by the parser of a module whose code judges, also from the evidence alone', async () => {
    const module = join(folder, 'counting');
    mkdirSync(join(module, 'parsers'), {recursive: true});
    writeFileSync(join(module, 'module.yaml'), '');
    writeFileSync(join(module, 'parsers/counts.mjs'), parserText());
    const count = '{id: count, command: "echo seen $(wc -l < $HOME/<box>/numbers)", parse: counts}';
    const checks = `checks:
  - {id: seen, use: output.query, of: count, with: {query: "rows[0].count == to_number('<lines>')", equals: true}}
`;
    const suite = suiteOf([MAKE, count], checks);
    const refused = await deepdive(account, grade(suite));
    expect(refused).toMatchObject({code: 2, stderr: expect.stringContaining('parse: no parser "counts"')});
    const {code, stderr} = await deepdive(account, grade(suite, '--code', module));
    expect([code, stderr]).toEqual([0, expect.stringContaining('ada: 1 of 1 points')]);
    const again = ['regrade', runsIn(out)[0]!, '--code', module, '--out', join(folder, 'again')];
    expect(await deepdive(account, again)).toMatchObject({code: 0});
  }, 60_000);

  test('has the same values for the same seed and student', async () => {
    for (const seed of ['one', 'one', 'two']) await deepdive(account, grade(suiteOf([MAKE, COUNT]), '--seed', seed));
    const [first, second, third] = runsIn(out).map(run => challengeOf(run, 'ada').values);
    expect(second).toEqual(first);
    expect(third).not.toEqual(first);
  }, 60_000);

  test.each([
    ['ends with a failure', MAKE.replace('numbers', 'no/numbers'), /make on swarm-01: exit \d+: .*no\/numbers/],
    ['takes too long', MAKE.replace('}', ', timeout: 1s}').replace('seq', 'sleep 60; seq'), /no end within 1 s/],
    ['is for a node that is not there', MAKE.replace('{', '{on: swarm-07, '), /no node is swarm-07/],
  ])(
    'one that %s is an error and never a failure, and is taken back',
    async (_, make, says) => {
      const {code} = await deepdive(account, grade(suiteOf([make, COUNT])));
      expect(code).toBe(3);
      const {checks, score} = resultOf(runsIn(out)[0]!, 'ada');
      expect(checks.map(({status, points}) => [status, points.earned])).toEqual([
        ['error', null],
        ['error', null],
      ]);
      expect(checks[0]?.reason).toMatch(says);
      expect(score.total).toBeNull();
      expect(boxes(sshd)).toEqual([]);
    },
    60_000,
  );

  test('what a check judges may end as it likes, and then fails', async () => {
    const {code} = await deepdive(account, grade(suiteOf([MAKE, COUNT.replace('cat', 'false; exit 7; cat')])));
    expect(code).toBe(1);
    expect(resultOf(runsIn(out)[0]!, 'ada').checks[0]).toMatchObject({
      status: 'fail',
      reason: expect.stringContaining('exit 7'),
    });
  }, 60_000);

  test('one that cannot be taken back is told', async () => {
    await deepdive(account, grade(suiteOf([MAKE.replace('rm -r', 'rmdir'), COUNT])));
    const {warnings, checks} = resultOf(runsIn(out)[0]!, 'ada');
    expect(checks[0]?.status).toBe('pass');
    expect(warnings).toEqual([expect.stringMatching(/^the challenge was not taken back: make on swarm-01: exit 1: /)]);
  }, 60_000);

  const SLOW = suiteOf([MAKE, '{id: wait, command: "sleep $(cat $HOME/slow)"}', COUNT]);
  const untilBoxes = async () => {
    while (boxes(sshd).length === 0) await setTimeout(50);
  };

  test('an interrupted run takes it back, and goes on later', async () => {
    writeFileSync(join(sshd.runtimeDir, 'slow'), '60');
    const running = start(account, grade(SLOW, '--jobs', '1'));
    await untilBoxes();
    running.kill('SIGINT');
    expect((await running).exitCode).toBe(130);
    expect(boxes(sshd)).toEqual([]);
    writeFileSync(join(sshd.runtimeDir, 'slow'), '0');
    expect((await deepdive(account, grade(SLOW))).code).toBe(1);
    expect(resultOf(runsIn(out)[0]!, 'ada').checks[0]?.status).toBe('pass');
  }, 60_000);

  test('what a killed run left behind is taken back before it is put again, with the same values', async () => {
    writeFileSync(join(sshd.runtimeDir, 'slow'), '60');
    const running = start(account, grade(SLOW, '--jobs', '1'));
    await untilBoxes();
    running.kill('SIGKILL');
    await running;
    sshd.killConnections();
    const left = boxes(sshd);
    expect(left).toHaveLength(1);
    writeFileSync(join(sshd.runtimeDir, 'slow'), '0');
    expect((await deepdive(account, grade(SLOW))).code).toBe(1);
    const [run] = runsIn(out);
    expect(challengeOf(run!, 'ada').values.box).toBe(left[0]);
    expect(resultOf(run!, 'ada').checks[0]?.status).toBe('pass');
    expect(boxes(sshd)).toEqual([]);
  }, 60_000);
});

test('to a snapshot that was handed in no challenge can be put', async () => {
  const folder = newFolder();
  writeFileSync(join(folder, 'suite.yaml'), suiteOf([MAKE, COUNT]));
  writeFileSync(join(folder, 's.json'), '{"format":"deepdive-snapshot/1","takenAt":1,"nodes":[],"facts":[]}');
  const graded = [
    'grade',
    join(folder, 'suite.yaml'),
    '--snapshot',
    join(folder, 's.json'),
    '--out',
    join(folder, 'r'),
  ];
  expect((await deepdive(shellAccount(), graded)).code).toBe(3);
  const {checks} = resultOf(runsIn(join(folder, 'r'))[0]!, 'snapshot');
  expect(checks[0]).toMatchObject({status: 'error', reason: expect.stringContaining('no challenge can be put')});
}, 60_000);
