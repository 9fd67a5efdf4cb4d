import {appendFileSync, cpSync, existsSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {execa} from 'execa';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {type Class, makeClass, resultOf, runsIn, SUITE, timeless} from '../grade/class.ts';
import {type Account, CLI, deepdive, newFolder, removeAccounts, shellAccount, start} from './program.ts';

const SIZE = 50;
const IDS = Array.from({length: SIZE}, (_, nth) => `s${nth}`);

let account: Account;
let made: Class;
/** A run of the whole class, one at a time. */
let whole: string;

function grade(out: string, ...more: readonly string[]) {
  return deepdive(account, ['grade', made.suite, '--roster', made.roster, '--out', out, ...more]);
}

async function newRun(...more: readonly string[]): Promise<string> {
  const out = newFolder();
  await grade(out, ...more);
  const [run] = runsIn(out);
  return run!;
}

function copyOf(run: string): string {
  const copy = join(newFolder(), 'run');
  cpSync(run, copy, {recursive: true});
  return copy;
}

beforeAll(async () => {
  account = shellAccount();
  made = makeClass(newFolder(), SIZE);
  const {code, stdout, stderr} = await grade(made.out, '--jobs', '1');
  expect([code, stderr]).toEqual([1, expect.stringContaining('50 of 50: Doe, J. 49 (s49)')]);
  expect(stdout).toMatch(/^A class \(class 1\.0\.0\)\n\n50 submissions/);
  whole = runsIn(made.out)[0]!;
}, 120_000);
afterAll(removeAccounts, 120_000);

test('a reader that closes the pipe takes nothing from how it ended', async () => {
  const command = `"${process.execPath}" "${CLI}" regrade "${whole}" --out "${newFolder()}" --report json=-`;
  const {exitCode} = await execa('bash', ['-o', 'pipefail', '-c', `${command} | true`], {
    env: account.env,
    extendEnv: false,
    reject: false,
  });
  expect(exitCode).toBe(1);
});

test('each submission has its evidence, and the result that its state earns', () => {
  const [wired, end, redis5, published] = IDS.map(id => resultOf(whole, id));
  // Late by two days begun.
  expect(wired?.score).toMatchObject({raw: 10, max: 12, penalty: 2, total: 8});
  expect(end?.score).toMatchObject({raw: 12, penalty: 0, total: 12});
  expect(redis5?.score).toMatchObject({raw: 10, total: 10});
  expect(published?.score).toMatchObject({raw: 10, total: 8});
  expect(wired).toMatchObject({
    mode: 'recording',
    submission: {id: 's0', student: {id: 's0', name: 'Doe, J. 0'}, lateSeconds: 169_200},
    targets: [
      {node: 'swarm-01', role: 'manager', reached: true, engine: 'docker 26.1.5+dfsg1'},
      {node: 'swarm-02'},
      {node: 'swarm-03'},
    ],
    warnings: [],
  });
  for (const id of IDS) expect(existsSync(join(whole, id, 'snapshot.json.gz'))).toBe(true);
});

test('it is the same four at a time, and in shards that are merged', async () => {
  const expected = timeless(whole, IDS);
  expect(timeless(await newRun('--jobs', '4'), IDS)).toEqual(expected);
  const shards = [await newRun('--shard', '1/3'), await newRun('--shard', '2/3'), await newRun('--shard', '3/3')];
  const out = newFolder();
  const {code} = await deepdive(account, ['merge', ...shards, '--out', out]);
  expect(code).toBe(1);
  const [merged] = runsIn(out);
  expect(timeless(merged!, IDS)).toEqual(expected);
  expect(resultOf(merged!, 's0').shard).toBeUndefined();
  // In the order of the roster, which no shard has whole.
  expect(JSON.parse(readFileSync(join(merged!, 'run.json'), 'utf8')).submissions).toEqual(IDS);
  const partly = await deepdive(account, ['merge', shards[0]!, shards[2]!, '--out', newFolder()]);
  expect(partly).toMatchObject({code: 3, stderr: expect.stringContaining('of the roster are in none of these runs')});
}, 120_000);

test('a killed run goes on by itself where it was, and comes to the same', async () => {
  const out = newFolder();
  const running = start(account, ['grade', made.suite, '--roster', made.roster, '--out', out, '--jobs', '2']);
  await new Promise<void>(resolve =>
    running.stderr!.on('data', text => /(?:^|\n)1\d of 50/.test(String(text)) && resolve()),
  );
  running.kill('SIGKILL');
  await running;
  const [killed] = runsIn(out);
  // As a write that the kill tore apart.
  appendFileSync(join(killed!, 'journal.ndjson'), '{"kind":"done","subm');
  const {code, stderr} = await grade(out);
  expect(code).toBe(1);
  expect(stderr).toMatch(/goes on with .*: \d+ of 50 are done/);
  expect(stderr).not.toMatch(/^1 of 50/m);
  expect(runsIn(out)).toEqual([killed]);
  expect(timeless(killed!, IDS)).toEqual(timeless(whole, IDS));
  // Once ended, the same command begins anew.
  await grade(out);
  expect(runsIn(out)).toHaveLength(2);
}, 120_000);

test('an ended run that is named is told again, and another roster is refused', async () => {
  const again = await grade(made.out, '--resume', whole);
  expect(again).toMatchObject({code: 1, stdout: expect.stringContaining('50 submissions')});
  const other = join(newFolder(), 'other.csv');
  writeFileSync(other, 'id,snapshot\nx,nowhere.json\n');
  const refused = await deepdive(account, ['grade', made.suite, '--roster', other, '--resume', whole]);
  expect(refused).toMatchObject({code: 2, stderr: expect.stringContaining('was begun with another roster')});
});

describe('regrade', () => {
  test('gives the same from the evidence alone, and with another suite what that says', async () => {
    const out = newFolder();
    expect((await deepdive(account, ['regrade', whole, '--out', out])).code).toBe(1);
    const [regraded] = runsIn(out);
    expect(timeless(regraded!, IDS)).toEqual(timeless(whole, IDS));
    expect(resultOf(regraded!, 's0').mode).toBe('regrade');
    expect(await deepdive(account, ['diff', whole, regraded!])).toMatchObject({code: 0, stdout: 'all stand alike\n'});

    const milder = join(newFolder(), 'milder.yaml');
    writeFileSync(milder, SUITE.replace('service: vote, replicas: 3', 'service: vote, replicas: 2'));
    const next = newFolder();
    await deepdive(account, ['regrade', whole, '--suite', milder, '--out', next]);
    const {code, stdout} = await deepdive(account, ['diff', whole, runsIn(next)[0]!]);
    expect(code).toBe(1);
    expect(stdout).toContain('s1 (Doe, J. 1): 12 of 12 -> 10 of 12\n  vote: pass 2/2 -> fail 0/2: ');
    expect(stdout).toContain('s3 (Doe, J. 3): 8 of 12 -> 9.6 of 12\n  vote: fail 0/2 -> pass 2/2');
    expect(stdout).toMatch(/\n\d+ moved\n$/);
  }, 60_000);

  test.each(['s7/snapshot.json.gz', 's7/manifest.json', 'run.json', 'suite.yaml', 'journal.ndjson'])(
    'of evidence whose %s is damaged says so, and grades nothing',
    async name => {
      const out = newFolder();
      const run = copyOf(whole);
      const file = join(run, name);
      const bytes = readFileSync(file);
      // In the journal, a digit of the last hash.
      const at = name === 'journal.ndjson' ? bytes.lastIndexOf('"result":"') + 20 : bytes.length >> 1;
      bytes[at] = bytes[at]! ^ 1;
      writeFileSync(file, bytes);
      const {code, stderr} = await deepdive(account, ['regrade', run, '--out', out]);
      expect([code, stderr]).toEqual([5, expect.stringContaining(name.replace('.ndjson', ''))]);
      expect(runsIn(out)).toEqual([]);
    },
    60_000,
  );
});

test('evidence that cannot be read is an error, and no grade', async () => {
  const folder = newFolder();
  writeFileSync(join(folder, 'broken.json'), '{"format": "other"}');
  const roster = join(folder, 'r.yaml');
  writeFileSync(roster, 'submissions:\n  - {id: a, snapshot: broken.json}\n  - {id: b, snapshot: none.json.gz}\n');
  const {code, stderr} = await deepdive(account, [
    'grade',
    made.suite,
    '--roster',
    roster,
    '--out',
    join(folder, 'runs'),
  ]);
  expect(code).toBe(3);
  expect(stderr).toContain('a: 0 of 12 points so far; 2 not looked at, 2 blocked; 1 warning');
  const [run] = runsIn(join(folder, 'runs'));
  expect(resultOf(run!, 'b').warnings[0]).toContain('none.json.gz cannot be read');
  expect(resultOf(run!, 'a')).toMatchObject({evidence: null, score: {total: null, ungradedMax: 12}, targets: []});
});

test('one swarm in the hands of two students is told to both; waivers cost nothing', async () => {
  const folder = newFolder();
  const file = made.roster.replace('class.csv', 's0.json.gz');
  const third = made.roster.replace('class.csv', 's1.json.gz');
  const roster = join(folder, 'r.yaml');
  writeFileSync(
    roster,
    `submissions:
  - {id: a, snapshot: ${file}}
  - {id: b, snapshot: ${file}}
  - {id: b2, student: b, snapshot: ${file}, attempt: 2}
  - {id: c, snapshot: ${third}}
waivers:
  - {check: vote, student: a, justification: the registry was down}
  - {check: vote, student: b, justification: too late, expires: 2020-01-01T00:00:00Z}
`,
  );
  await deepdive(account, ['grade', made.suite, '--roster', roster, '--out', join(folder, 'runs')]);
  const [run] = runsIn(join(folder, 'runs'));
  const [a, b, b2, c] = ['a', 'b', 'b2', 'c'].map(id => resultOf(run!, id));
  expect(a?.warnings.find(one => one.startsWith('shares'))).toMatch(
    /the id of the swarm, \w+, with b, b2: is one a copy/,
  );
  expect(b?.warnings[0]).toContain('with a: is one a copy');
  expect(b2?.warnings[0]).toContain('with a: is one a copy');
  expect(c?.warnings).toEqual([]);
  expect(a?.checks.at(-1)).toMatchObject({status: 'fail', points: {earned: 2, max: 2, waived: true}});
  expect(a?.warnings).toContain('vote is waived: the registry was down');
  expect(b?.checks.at(-1)).toMatchObject({status: 'fail', points: {earned: 0, waived: false}});
});

test('of several attempts the best counts, in what the class gets and in the exit code; all are kept', async () => {
  const folder = newFolder();
  const stored = (name: string) => made.roster.replace('class.csv', `${name}.json.gz`);
  const [roster, suite] = [join(folder, 'r.csv'), join(folder, 'suite.yaml')];
  writeFileSync(suite, SUITE.replace('policy: {', 'policy: {attempts: {max: 2}, '));
  const rows = [
    ['ada-1', 's0', 'ada', 1],
    ['ada-2', 's1', 'ada', 2],
    ['ada-3', 's0', 'ada', 3],
    ['bob-1', 's5', 'bob', 1],
  ].map(([id, file, student, attempt]) => `${id},${student},${attempt},${stored(String(file))}`);
  writeFileSync(roster, `id,student,attempt,snapshot\n${rows.join('\n')}\n`);
  const out = join(folder, 'runs');
  const [csv, json] = [join(folder, 'r.csv.out'), join(folder, 'r.json')];
  const reports = ['--report', `csv=${csv}`, '--report', `json=${json}`, '--report', 'text=-'];
  const graded = await deepdive(account, ['grade', suite, '--roster', roster, '--out', out, ...reports]);
  expect(graded).toMatchObject({code: 0, stdout: expect.stringContaining('ada, attempt 2 of 3')});
  expect(readFileSync(csv, 'utf8').match(/^(?:ada|bob),.*/gm)).toHaveLength(2);
  expect(JSON.parse(readFileSync(json, 'utf8'))).toHaveLength(4);
  const [run] = runsIn(out);
  expect(resultOf(run!, 'ada-3').submission).toMatchObject({attempt: 3, standing: {counts: false, of: 3}});
  // A person decides on another attempt, and that one counts.
  const high = await deepdive(account, ['override', run!, 'ada-1', '--total', '100', '--why', 'x']);
  expect(high).toMatchObject({code: 0, stderr: 'deepdive: 100 is more than the 12 points that there are\n'});
  expect(resultOf(run!, 'ada-1').submission.standing?.counts).toBe(true);
  expect(resultOf(run!, 'ada-2').submission.standing?.counts).toBe(false);
}, 60_000);

test('a total that a person sets is kept with who and why, and outlives a regrading', async () => {
  const run = copyOf(whole);
  const set = ['override', run, 's3', '--total', '11', '--why', 'his lab was down', '--by', 'ada'];
  expect(await deepdive(account, set)).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('11 of 12 points; 1 failed; late'),
  });
  expect(resultOf(run, 's3').score).toMatchObject({
    raw: 10,
    total: 11,
    override: {total: 11, by: 'ada', why: 'his lab was down'},
  });
  const out = newFolder();
  await deepdive(account, ['regrade', run, '--out', out]);
  expect(resultOf(runsIn(out)[0]!, 's3').score).toMatchObject({total: 11});
  expect(await deepdive(account, ['override', run, 's99', '--total', '1', '--why', 'x'])).toMatchObject({code: 2});
}, 60_000);

test.each<[string, readonly string[], string]>([
  ['no place', [], 'expected exactly one of --roster, --cluster and --snapshot'],
  ['a shard that is none', ['--shard', '4/3'], 'expected 1/4, 2/4 and so on'],
  [
    'a suite that is not there',
    ['--cluster', 'x'],
    'there is no suite swarm-netwrking; did you mean swarm-networking?',
  ],
])('%s is a mistake of usage', async (_, more, says) => {
  const suite = says.includes('suite') ? 'swarm-netwrking' : 'swarm-networking';
  expect(await deepdive(account, ['grade', suite, ...more])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining(says),
  });
});
