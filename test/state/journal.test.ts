import {execFileSync, spawn} from 'node:child_process';
import {appendFileSync, mkdtempSync, readFileSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {writeAtomic} from '../../src/state/atomic.ts';
import {openJournal, readJournal} from '../../src/state/journal.ts';

interface Entry {
  readonly n: number;
}

const readEntry = (value: unknown): Entry | undefined =>
  typeof (value as Entry | null)?.n === 'number' ? (value as Entry) : undefined;

function fresh(): string {
  return join(mkdtempSync(join(tmpdir(), 'journal-')), 'deep', 'progress.ndjson');
}

test('what is appended is read back in order', () => {
  const path = fresh();
  const journal = openJournal<Entry>(path);
  journal.append({n: 1});
  journal.append({n: 2});
  journal.close();
  expect(readJournal(path, readEntry)).toEqual({entries: [{n: 1}, {n: 2}], problems: []});
});

test('a missing journal is empty', () => {
  expect(readJournal(fresh(), readEntry).entries).toEqual([]);
});

test('wherever the last line is torn, the entries before it and those appended later survive', () => {
  fc.assert(
    fc.property(fc.integer({min: 1, max: 20}), cut => {
      const path = fresh();
      const first = openJournal<Entry>(path);
      first.append({n: 1});
      first.append({n: 1_000_000_000_000});
      first.close();
      const whole = readFileSync(path);
      writeFileSync(path, whole.subarray(0, whole.length - cut));
      const second = openJournal<Entry>(path);
      second.append({n: 3});
      second.close();
      const {entries} = readJournal(path, readEntry);
      expect(entries[0]).toEqual({n: 1});
      expect(entries.at(-1)).toEqual({n: 3});
    }),
    {numRuns: 20},
  );
});

test('a damaged line is named and costs only itself', () => {
  const path = fresh();
  const journal = openJournal<Entry>(path);
  journal.append({n: 1});
  appendFileSync(path, '{"n":"two"}\n\u0000garbage\n');
  journal.append({n: 3});
  journal.close();
  const {entries, problems} = readJournal(path, readEntry);
  expect(entries).toEqual([{n: 1}, {n: 3}]);
  expect(problems.map(problem => problem.line)).toEqual([2, 3]);
});

test('two processes that append at once lose no entry', async () => {
  const path = fresh();
  openJournal(path).close();
  const writer = (from: number) =>
    new Promise<number | null>(resolve => {
      const code = `const fs=require('fs');const f=fs.openSync(${JSON.stringify(path)},'a');for(let i=0;i<2000;i++)fs.writeSync(f,JSON.stringify({n:${from}+i})+'\\n')`;
      spawn(process.execPath, ['-e', code]).on('exit', resolve);
    });
  await Promise.all([writer(0), writer(10_000)]);
  const {entries, problems} = readJournal(path, readEntry);
  expect(problems).toEqual([]);
  expect(new Set(entries.map(entry => entry.n)).size).toBe(4000);
});

test('an atomic write replaces the whole file or nothing', () => {
  const path = fresh();
  writeAtomic(path, 'one');
  writeAtomic(path, 'two');
  expect(readFileSync(path, 'utf8')).toBe('two');
  const folder = join(path, '..');
  expect(execFileSync('ls', ['-A', folder], {encoding: 'utf8'}).trim()).toBe('progress.ndjson');
});
