import {spawnSync} from 'node:child_process';
import {appendFileSync, renameSync} from 'node:fs';
import {request} from 'node:http';
import {connect} from 'node:net';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {type Class, makeClass, runsIn} from '../grade/class.ts';
import {hasProgram} from '../report/programs.ts';
import {type Account, deepdive, newFolder, removeAccounts, shellAccount, start} from './program.ts';

const PYTHON = '/usr/bin/python3';
const HAS_CLIENT = hasProgram(PYTHON, '-c', 'import prometheus_client.openmetrics.parser');
const PROGRAM = `
import json, sys
from prometheus_client.openmetrics.parser import text_string_to_metric_families as read
print(json.dumps([[s.name, s.labels, s.value] for f in read(sys.stdin.buffer.read().decode()) for s in f.samples]))
`;

let account: Account;
let made: Class;

beforeAll(async () => {
  account = shellAccount();
  made = makeClass(newFolder(), 4);
  await deepdive(account, ['grade', made.suite, '--roster', made.roster, '--out', made.out]);
}, 60_000);
afterAll(removeAccounts, 120_000);

interface Answer {
  readonly status: number | undefined;
  readonly type: string | undefined;
  readonly text: string;
}

/** Serves while `work` is done, and ends with exit 0. */
async function serving(args: readonly string[], work: (port: number) => Promise<void>): Promise<string> {
  const running = start(account, ['grade', '--serve', '127.0.0.1:0', '--out', made.out, ...args]);
  const port = await new Promise<number>((resolve, reject) => {
    running.stderr!.on('data', text => {
      const [, port] = /http:\/\/127\.0\.0\.1:(\d+)\/metrics/.exec(String(text)) ?? [];
      if (port !== undefined) resolve(Number(port));
    });
    void running.then(({stderr}) => reject(new Error(String(stderr))));
  });
  await work(port);
  running.kill('SIGTERM');
  const {exitCode, stderr} = await running;
  expect(exitCode).toBe(0);
  return String(stderr);
}

function ask(port: number, path: string, method = 'GET', body?: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = request({host: '127.0.0.1', port, path, method}, response => {
      const parts: Buffer[] = [];
      response.on('data', part => parts.push(part));
      response.on('end', () => {
        const {statusCode: status, headers} = response;
        resolve({status, type: headers['content-type'], text: Buffer.concat(parts).toString()});
      });
    });
    asked.on('error', reject);
    asked.end(body);
  });
}

test('the latest run is served as OpenMetrics, and follows what is graded meanwhile', async () => {
  await serving([], async port => {
    const {status, type, text} = await ask(port, '/metrics');
    expect([status, type]).toEqual([200, 'application/openmetrics-text; version=1.0.0; charset=utf-8']);
    expect(text).toContain('deepdive_check_results{suite="class",check="net",status="pass"} 4\n');
    expect(text).toMatch(/deepdive_runs_unreadable 0\n# EOF\n$/);
    expect(text).not.toMatch(/s[0-3]"|Doe/);
    await deepdive(account, [
      'grade',
      made.suite,
      '--snapshot',
      made.roster.replace('class.csv', 's1.json.gz'),
      '--out',
      made.out,
    ]);
    expect((await ask(port, '/metrics')).text).toContain('{suite="class",check="net",status="pass"} 1\n');
    renameSync(runsIn(made.out)[1]!, newFolder());
  });
}, 60_000);

describe.skipIf(!HAS_CLIENT)('the client of Prometheus', () => {
  test('reads it, with the points of each student when they are asked for', async () => {
    await serving(['--names'], async port => {
      const {text} = await ask(port, '/metrics');
      const {stdout, stderr} = spawnSync(PYTHON, ['-c', PROGRAM], {input: text, encoding: 'utf8'});
      expect(stderr).toBe('');
      const samples = JSON.parse(stdout);
      expect(samples).toContainEqual(['deepdive_student_points', {suite: 'class', student: 's1'}, 12]);
      expect(samples).toContainEqual(['deepdive_runs_unreadable', {}, 0]);
    });
  }, 60_000);
});

test('only reading is answered, and only what there is', async () => {
  await serving([], async port => {
    expect(await ask(port, '/')).toMatchObject({status: 200, text: expect.stringContaining('/metrics')});
    expect(await ask(port, '/../../etc/passwd')).toMatchObject({status: 404});
    expect(await ask(port, '/metrics', 'POST', 'x'.repeat(1000))).toMatchObject({status: 405});
    expect(await ask(port, '/metrics', 'HEAD')).toMatchObject({status: 200, text: ''});
    expect(await ask(port, `/${'x'.repeat(20_000)}`)).toMatchObject({status: 431});
    // Who says nothing, or nonsense, keeps nobody else from an answer.
    const idle = Array.from({length: 5}, () => connect(port, '127.0.0.1'));
    for (const one of idle) one.on('error', () => {});
    idle[0]!.write('nonsense\r\n\r\n');
    expect(await ask(port, '/metrics')).toMatchObject({status: 200});
    for (const one of idle) one.destroy();
  });
}, 60_000);

test('a damaged run is counted and told, and never served', async () => {
  const [run] = runsIn(made.out);
  appendFileSync(`${run}/journal.ndjson`, '{"kind":"end","at":"now","prev":"no"}\n');
  const stderr = await serving([], async port => {
    const {status, text} = await ask(port, '/metrics');
    expect([status, text]).toEqual([200, expect.stringContaining('deepdive_runs_unreadable 1\n')]);
    expect(text).not.toContain('status="pass"');
  });
  expect(stderr).toContain('does not follow the one before it');
}, 60_000);

test.each([
  [['grade'], 'expected a suite, or --serve'],
  [['grade', 'swarm-networking', '--serve'], 'grades no suite'],
  [['grade', 'swarm-networking', '--names'], '--names: belongs to --serve'],
  [['grade', '--serve', 'here:99999'], 'expected HOST:PORT'],
  [['grade', '--serve', '192.0.2.1:9464'], 'cannot listen on 192.0.2.1:9464'],
])('%j is a mistake of usage', async (args, says) => {
  expect(await deepdive(account, args)).toMatchObject({code: 2, stderr: expect.stringContaining(says)});
});
