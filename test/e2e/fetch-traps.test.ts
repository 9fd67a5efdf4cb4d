import {execFileSync} from 'node:child_process';
import {chmodSync, cpSync, existsSync, readdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {afterAll, afterEach, beforeAll, expect, test, vi} from 'vitest';
import {patienceOf} from '../../src/commands/added/errand.ts';
import {fetchGit} from '../../src/commands/added/fetch-git.ts';
import {type GitSource, parseSource} from '../../src/commands/added/source.ts';
import {newFolder, removeAccounts} from './program.ts';

const SMALL = fileURLToPath(new URL('../session/fixture-module', import.meta.url));

let work: string;
/** Made by whatever of the repository or of a configuration runs. */
let ran: string;
let script: string;

beforeAll(() => {
  work = newFolder();
  ran = join(newFolder(), 'ran');
  script = join(newFolder(), 'script');
  writeFileSync(script, `#!/bin/sh\ntouch ${ran}\n`);
  chmodSync(script, 0o755);
  cpSync(SMALL, join(work, 'small'), {recursive: true});
  git('init', '-q', '-b', 'main');
  commit();
});
afterEach(() => vi.unstubAllEnvs());
afterAll(removeAccounts);

function git(...args: readonly string[]): string {
  const who = ['-c', 'user.name=a', '-c', 'user.email=a@example.org'];
  return execFileSync('git', [...who, ...args], {cwd: work, encoding: 'utf8'}).trim();
}

function commit(): void {
  git('add', '.');
  git('commit', '-q', '--no-verify', '-m', 'x');
}

async function fetched(text = `file://${work}#:small`): Promise<readonly string[]> {
  const folder = newFolder();
  const patience = patienceOf(60, new AbortController().signal);
  const {files} = await fetchGit(parseSource(text) as GitSource, {folder, tell() {}, patience});
  return files.map(({path}) => path).sort();
}

const names = () =>
  readdirSync(join(work, 'small'), {recursive: true, withFileTypes: true})
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name).slice(join(work, 'small/').length))
    .sort();

test('hooks, filters, watchers and helpers of the repository do not run', async () => {
  for (const hook of ['post-checkout', 'post-merge', 'reference-transaction', 'post-index-change'])
    cpSync(script, join(work, '.git/hooks', hook));
  const settings = ['core.fsmonitor', 'uploadpack.packObjectsHook', 'filter.x.smudge', 'core.sshCommand', 'core.pager'];
  writeFileSync(join(work, 'small/.gitattributes'), '* filter=x diff=x merge=x\n');
  const quiet = ['-c', 'core.fsmonitor=', '-c', 'core.hooksPath=/dev/null'];
  git(...quiet, 'add', '.');
  git(...quiet, 'commit', '-q', '-m', 'x');
  for (const name of settings) git('config', name, script);
  expect(await fetched()).toEqual(names());
  for (const name of settings) git('config', '--unset', name);
  expect(existsSync(ran)).toBe(false);
});

test('a configuration leads to no transport that runs a program', async () => {
  const config = join(newFolder(), 'gitconfig');
  vi.stubEnv('GIT_CONFIG_GLOBAL', config);
  vi.stubEnv('GIT_PROTOCOL_FROM_USER', '1');
  writeFileSync(config, `[protocol "ext"]\n\tallow = always\n[url "ext::${script} "]\n\tinsteadOf = file:///other\n`);
  await expect(fetched('file:///other')).rejects.toThrow("transport 'ext' not allowed");
  writeFileSync(config, `[url "http://example.org/"]\n\tinsteadOf = file:///other\n`);
  await expect(fetched('file:///other')).rejects.toThrow("transport 'http' not allowed");
  writeFileSync(
    config,
    `[url "file://${work}"]\n\tinsteadOf = https://example.org/short\n[core]\n\thooksPath = ${work}/.git/hooks\n\tfsmonitor = ${script}\n[init]\n\ttemplateDir = ${work}/.git\n[submodule]\n\trecurse = true\n[fetch]\n\trecurseSubmodules = true\n`,
  );
  expect(await fetched('https://example.org/short#:small')).toEqual(names());
  // All branches are fetched for that, and written.
  expect(await fetched(`https://example.org/short#${git('rev-parse', 'HEAD').slice(0, 9)}:small`)).toEqual(names());
  expect(existsSync(ran)).toBe(false);
});

test('what a shell, a hook or a test of git has set is none of the source', async () => {
  for (const name of ['GIT_DIR', 'GIT_WORK_TREE', 'GIT_INDEX_FILE', 'GIT_OBJECT_DIRECTORY', 'GIT_QUARANTINE_PATH'])
    vi.stubEnv(name, '/nowhere');
  vi.stubEnv('GIT_NAMESPACE', 'other');
  vi.stubEnv('GIT_DEFAULT_HASH', 'sha256');
  vi.stubEnv('GIT_SHALLOW_FILE', '/nowhere/shallow');
  vi.stubEnv('GIT_TEMPLATE_DIR', join(work, '.git'));
  expect(await fetched()).toContain('module.yaml');
});

test('a repository of a hundred thousand files is told from a module, and a module within it is taken', async () => {
  const many = Array.from({length: 100_000}, (_, index) => `M 100644 :1 many/${index % 100}/${index}\n`).join('');
  const head = 'blob\nmark :1\ndata 2\nx\n\ncommit refs/heads/many\ncommitter a <a@example.org> 0 +0000\ndata 1\nx\n';
  const input = `${head}from refs/heads/main^0\n${many}M 100644 :1 many/module.yaml\n\n`;
  execFileSync('git', ['fast-import', '--quiet'], {cwd: work, input});
  await expect(fetched(`file://${work}#many:many`)).rejects.toThrow('the module has 100001 files or more, and at most');
  expect(await fetched(`file://${work}#many:small`)).toContain('module.yaml');
});

test('a repository within the module is refused, one beside it is not looked at', async () => {
  const id = git('rev-parse', 'HEAD');
  git('update-index', '--add', '--cacheinfo', `160000,${id},beside`);
  git('-c', 'core.hooksPath=/dev/null', 'commit', '-q', '-m', 'x');
  expect(await fetched()).toContain('module.yaml');
  git('update-index', '--add', '--cacheinfo', `160000,${id},small/within`);
  git('-c', 'core.hooksPath=/dev/null', 'commit', '-q', '-m', 'x');
  await expect(fetched()).rejects.toThrow('within is a repository within the repository');
});

test.each([
  'ext::sh -c true',
  'ext::true',
  'fd::7',
  '--upload-pack=true',
  '-utrue',
  'ftp://example.org/x',
  'git+ssh://example.org/x',
  'git://example.org/x',
  'http://127.0.0.1.example.org/x',
  'https://a:b@example.org/x',
])('the source %s is refused', source => {
  expect(() => parseSource(source)).toThrow(/expected a|password/);
});
