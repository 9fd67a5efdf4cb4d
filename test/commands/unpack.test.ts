import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {gzipSync} from 'node:zlib';
import {Header, type HeaderData} from 'tar';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {demandContents, demandDistinct, demandPath} from '../../src/commands/added/file-set.ts';
import {unpack} from '../../src/commands/added/unpack.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'deepdive-unpack-'));
});
afterAll(() => rmSync(folder, {recursive: true}));

interface Part extends HeaderData {
  readonly body?: string;
}

/** A package with these entries as they stand, which no tool that packs would write. */
function packed(...parts: readonly Part[]): Promise<unknown> {
  const blocks = parts.flatMap(({body = '', ...part}) => {
    const head = Buffer.alloc(512);
    new Header({mode: 0o644, type: 'File', size: body.length, mtime: new Date(0), ...part}).encode(head);
    const padded = Buffer.alloc(Math.ceil(body.length / 512) * 512);
    padded.write(body);
    return [head, padded];
  });
  return unpack(written(gzipSync(Buffer.concat([...blocks, Buffer.alloc(1024)]))));
}

function written(bytes: Uint8Array): string {
  const file = join(folder, 'x.tgz');
  writeFileSync(file, bytes);
  return file;
}

test('files are read without the folder that all of them are in', async () => {
  expect(await packed({path: 'package/a/b.md', body: 'text'})).toEqual([{path: 'a/b.md', bytes: Buffer.from('text')}]);
});

test.each<readonly [string, Part, string]>([
  ['a path out of it', {path: 'package/../../x', body: 'x'}, 'expected a path within the module'],
  ['an absolute path', {path: '/etc/x', body: 'x'}, 'expected a path within the module'],
  ['an absolute link', {path: 'package/x', type: 'SymbolicLink', linkpath: '/etc/passwd'}, 'but a SymbolicLink'],
  ['a second name', {path: 'package/x', type: 'Link', linkpath: 'package/module.yaml'}, 'but a Link'],
  ['a device', {path: 'package/x', type: 'CharacterDevice', devmaj: 1, devmin: 3}, 'but a CharacterDevice'],
  ['a pipe', {path: 'package/x', type: 'FIFO'}, 'but a FIFO'],
  ['a repository', {path: 'package/.Git/config', body: 'x'}, 'expected a path within the module'],
  ['a file that it does not bring', {path: 'package/x', size: 2 ** 40}, 'at most 64 are taken'],
])('a package with %s is refused', async (_, part, why) => {
  await expect(packed({path: 'package/module.yaml', body: 'x'}, part)).rejects.toThrow(why);
});

test('what is unpacked a thousand times as long is refused, whether as heads or as nothing', async () => {
  const folder = Buffer.alloc(512);
  new Header({path: 'package/x/', type: 'Directory', mode: 0o755, size: 0, mtime: new Date(0)}).encode(folder);
  await expect(unpack(written(gzipSync(Buffer.alloc(2 * 2 ** 20, folder))))).rejects.toThrow('2001 files or more');
  await expect(unpack(written(gzipSync(Buffer.alloc(81 * 2 ** 20))))).rejects.toThrow('more than 80 MiB');
});

test('what is no package is damaged', async () => {
  await expect(unpack(written(Buffer.from('x'.repeat(2000))))).rejects.toThrow('the package is damaged');
  await expect(unpack(written(gzipSync(Buffer.from('x'.repeat(2000))).subarray(0, 20)))).rejects.toThrow('damaged');
});

test.each([
  [['a/x.md', 'a/X.md']],
  [['a/x.md', 'A/y.md']],
  [['a', 'a/x.md']],
  [['x.md', 'x.md']],
  [['caf\u00e9.md', 'cafe\u0301.md']],
])('%j would be one on many disks', paths => {
  expect(() => demandDistinct(paths)).toThrow('would be one');
  expect(() => demandDistinct([...paths].reverse())).toThrow('would be one');
});

test('files beside each other are apart', () => {
  expect(() => demandDistinct(['a/x.md', 'a/y.md', 'ab/x.md', 'a.md', 'x.md'])).not.toThrow();
});

test.each(['a/'.repeat(32) + 'a', 'a'.repeat(256), 'ä'.repeat(128)])('the path %s is too long for a disk', path => {
  expect(() => demandPath(path)).toThrow('a short path');
  expect(() => demandPath(path.slice(1).replace(/^\//, ''))).not.toThrow();
});

test('a file that is kept in Git LFS is named', () => {
  const bytes = Buffer.from('version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 7\n');
  expect(() => demandContents([{path: 'recordings/x.json', bytes}])).toThrow('recordings/x.json is kept in Git LFS');
});
