import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {type OutputFile, openOutput} from '../../src/session/output-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'output-'));
afterAll(() => rmSync(folder, {recursive: true}));
const never = new AbortController().signal;

async function opened(content: string | Buffer): Promise<OutputFile> {
  const path = join(folder, `${Math.random()}.out`);
  writeFileSync(path, content);
  const file = openOutput(path)!;
  await file.countLines(never, () => undefined);
  return file;
}

async function hits(file: OutputFile, ...words: readonly string[]): Promise<readonly number[]> {
  const found: number[] = [];
  await file.find(words, found, never, () => undefined);
  return found;
}

test('a file that is gone is not opened', () => {
  expect(openOutput(join(folder, 'none'))).toBeUndefined();
});

test.each([
  ['nothing', '', []],
  ['one line without an end', 'a', ['a']],
  ['an empty last line', 'a\n\n', ['a', '']],
  ['line ends of a terminal', 'a\r\nb\r\n', ['a', 'b']],
  ['control sequences', '\u001b[31mred\u001b[0m\nx\u0007\n', ['red', 'x·']],
  ['a sequence that has no end', 'a\u001b]0;title\nb\n', ['a', 'b']],
])('%s', async (_, content, lines) => {
  const file = await opened(content);
  expect(file.count()).toBe(lines.length);
  expect(file.read(0, 10)).toEqual(lines);
  file.close();
});

test('a line of megabytes is cut, and those around it are found', async () => {
  const file = await opened(`before\nstart${'x'.repeat(3_000_000)}\nafter\n${'y\n'.repeat(50)}`);
  const [before, long, after] = file.read(0, 3);
  expect([before, after]).toEqual(['before', 'after']);
  expect(long).toMatch(/^startx+ … the line goes on$/);
  expect(file.read(2, 2)).toEqual(['after', 'y']);
  expect(await hits(file, 'start')).toEqual([1]);
  expect(await hits(file, 'after')).toEqual([2]);
  file.close();
});

test('letters that are cut between two reads are whole', async () => {
  const lines = Array.from({length: 30_000}, (_, n) => `${n} späte Züge 日本`);
  const file = await opened(lines.join('\n'));
  for (const from of [0, 1, 9_999, 29_990]) expect(file.read(from, 20)).toEqual(lines.slice(from, from + 20));
  expect(await hits(file, '日本', '12345')).toEqual([12345]);
  file.close();
});

describe('a file of 100 MB', () => {
  const LINES = 400_000;
  const text = (n: number) =>
    `${String(n).padStart(7)} 02:42:0a:00:02:09 dst 10.77.0.13 link-netnsid 0 self permanent ${'x'.repeat(190)}`;
  const path = join(folder, 'large.out');
  let file: OutputFile;
  beforeAll(() => {
    const parts: string[] = [];
    for (let n = 0; n < LINES; n++) parts.push(`${text(n)}\n`);
    writeFileSync(path, parts.join(''));
    file = openOutput(path)!;
  }, 60_000);

  test('is counted and searched in pieces, and any page of it is there at once', async () => {
    const pieces: number[] = [];
    let last = process.cpuUsage();
    const tell = () => {
      const {user, system} = process.cpuUsage(last);
      pieces.push((user + system) / 1000);
      last = process.cpuUsage();
    };
    const before = process.memoryUsage();
    await file.countLines(never, tell);
    expect(file.count()).toBe(LINES);
    const found: number[] = [];
    await file.find(['399990'], found, never, tell);
    expect(found).toEqual([399_990]);
    // Now and then the whole process does something else meanwhile.
    expect(pieces.length).toBeGreaterThan(700);
    expect(pieces.sort((one, other) => one - other)[Math.floor(pieces.length * 0.95)]).toBeLessThan(50);
    for (const from of [0, 123_456, 399_980]) {
      const start = process.cpuUsage();
      expect(file.read(from, 2)).toEqual([text(from), text(from + 1)]);
      const {user, system} = process.cpuUsage(start);
      expect((user + system) / 1000).toBeLessThan(50);
    }
    const after = process.memoryUsage();
    expect(after.external + after.arrayBuffers - before.external - before.arrayBuffers).toBeLessThan(20e6);
  }, 60_000);

  test('stops when it is told to, and keeps no more than so many hits', async () => {
    const stop = new AbortController();
    const found: number[] = [];
    await file.find(['dst'], found, stop.signal, () => stop.abort());
    expect(found.length).toBeLessThan(10_000);
    const all: number[] = [];
    await file.find(['dst'], all, never, () => undefined);
    expect(all).toHaveLength(100_000);
    file.close();
  }, 60_000);
});
