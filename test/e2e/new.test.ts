import {existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {type Account, bareAccount, deepdive, removeAccounts, shellAccount} from './program.ts';

let account: Account;
let before: readonly string[];
afterAll(removeAccounts);

beforeAll(async () => {
  account = shellAccount();
  before = readdirSync(account.home);
  const {code, stderr} = await deepdive(account, ['new', 'ip-routing']);
  expect([code, stderr]).toEqual([0, '']);
}, 60_000);

const folder = () => join(account.home, 'ip-routing');
const read = (file: string) => readFileSync(join(folder(), file), 'utf8');

describe('a new module', () => {
  test('is all that is new, and what its commands made is gone', () => {
    expect(readdirSync(account.home).filter(name => !before.includes(name))).toEqual(['ip-routing']);
    expect(readdirSync(folder()).sort()).toEqual([
      'AUTHORING.md',
      'README.md',
      'deepdive.d.ts',
      'first.md',
      'module.yaml',
      'recordings',
    ]);
    expect(readdirSync(join(folder(), 'recordings'))).toEqual([expect.stringMatching(/^[a-z]+-\d.*\.recording$/)]);
  });

  test('has no mistakes, and is proven on its recording and on this machine', async () => {
    const lint = await deepdive(account, ['lint', 'ip-routing']);
    expect(lint).toMatchObject({code: 0, stdout: '1 module, 1 lesson: no errors, no warnings\n'});
    expect(await deepdive({...account, home: folder()}, ['lint'])).toEqual(lint);
    for (const cluster of ['recording', 'local']) {
      const proof = await deepdive(account, ['prove', './ip-routing', '--cluster', cluster]);
      expect(proof.stdout).not.toContain('BAD');
      expect([proof.code, proof.stdout]).toEqual([0, expect.stringContaining(`is proven on ${cluster}`)]);
    }
  });

  test.each([
    ['its folder', ['./ip-routing']],
    ['the name of its folder', ['ip-routing']],
    ['an option', ['-m', 'ip-routing']],
    ['a lesson of it', ['-m', './ip-routing', 'first']],
  ])('is played through by %s', async (_, args) => {
    const {code, stdout} = await deepdive(account, args);
    expect([code, stdout]).toEqual([0, expect.stringContaining('End of the lesson: 2 of 2 steps passed.')]);
  });

  test('takes the verbs of students, with the values of their own machine', async () => {
    const on = ['-m', 'ip-routing', '-c', 'local', '--yes'];
    expect((await deepdive(account, ['run', 'make', ...on])).code).toBe(0);
    expect((await deepdive(account, ['run', 'look', ...on])).stdout).toContain('green 192.0.2.2');
    expect((await deepdive(account, ['check', ...on])).stdout).toContain('PASS three');
    expect((await deepdive(account, ['next', ...on.slice(0, 4)])).stdout).toContain('the first host is red');
    expect((await deepdive(account, ['reset', 'make', ...on])).code).toBe(0);
    expect(existsSync(join(account.home, 'deepdive-first.txt'))).toBe(false);
  });

  test.each([
    ['what is there already', ['ip-routing'], 'ip-routing is there already'],
    ['a folder that is not there', ['nowhere/routing'], 'there is no folder'],
    ['another name than one of a module', ['Ip_Routing'], 'such as ip-routing; found "Ip_Routing"'],
    ['another name than one of a lesson', ['other', '--lesson', 'First.md'], 'such as first; found "First.md"'],
  ])('is not made of %s', async (_, args, says) => {
    const {code, stderr} = await deepdive(account, ['new', ...args]);
    expect([code, stderr]).toEqual([2, expect.stringContaining(says)]);
    expect(readdirSync(account.home).filter(name => !before.includes(name))).toEqual(['ip-routing']);
  });
});

describe('a new lesson', () => {
  test('is added to the list of its module, whose other words stay', async () => {
    const yaml = read('module.yaml');
    writeFileSync(join(folder(), 'module.yaml'), yaml.replace('  - first', '  - first   # to begin with'));
    const {code, stdout} = await deepdive(account, ['new', 'ip-routing', '--lesson', 'more']);
    expect([code, stdout]).toEqual([0, expect.stringContaining('made ip-routing/more.md')]);
    expect(read('module.yaml')).toBe(yaml.replace('  - first', '  - first   # to begin with\n  - more'));
    expect((await deepdive(account, ['lint', 'ip-routing'])).code).toBe(0);
    const proof = await deepdive(account, ['prove', 'ip-routing', '--lesson', 'more', '--cluster', 'local']);
    expect(proof.code).toBe(0);
  });

  test('is not made twice', async () => {
    const text = read('more.md');
    const {code, stderr} = await deepdive(account, ['new', './ip-routing', '-l', 'more']);
    expect([code, stderr]).toEqual([2, expect.stringContaining('more.md is there already')]);
    expect(read('more.md')).toBe(text);
  });

  test.each([
    ['a list on one line', 'lessons: [one]', 'nodes: {a: {}}', 'lessons: [one, two]', 'sh {#make}'],
    ['several nodes', 'lessons:\n- one', 'nodes: {a: {}, b: {}}', 'lessons:\n- one\n- two', 'sh {#make on=a}'],
    ['a swarm', 'lessons: [one]', 'nodes: {a: {role: manager}}', 'lessons: [one, two]', 'sh {#make}'],
  ])('suits a module with %s', async (name, lessons, nodes, after, fence) => {
    const other = join(account.home, 'state', name.replaceAll(' ', '-'));
    const head = 'id: m\ntitle: M\nsummary: S\nversion: 1.0.0\nformat: 1\nrunner: ">=0.1"';
    mkdirSync(other);
    writeFileSync(join(other, 'module.yaml'), `${head}\n${lessons}\n${nodes}\n`);
    expect((await deepdive(account, ['new', other, '--lesson', 'two'])).code).toBe(0);
    expect(readFileSync(join(other, 'module.yaml'), 'utf8')).toBe(`${head}\n${after}\n${nodes}\n`);
    expect(readFileSync(join(other, 'two.md'), 'utf8')).toContain(fence);
    expect((await deepdive(account, ['lint', other])).stdout).toMatch(/^\S+:[78]:\d+ lessons: one\.md: .*\n$/);
  });
});

test('a machine that cannot play the new module makes no half one', async () => {
  const bare = bareAccount();
  const had = readdirSync(bare.home);
  const {code, stdout} = await deepdive(bare, ['new', 'routing']);
  expect([code, stdout]).toEqual([1, expect.stringContaining('nothing was made')]);
  expect(stdout).toMatch(/BAD {2}after {2}first\/make: .*cat/);
  expect(readdirSync(bare.home)).toEqual(had);
});
