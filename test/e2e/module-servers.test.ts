import {execFileSync} from 'node:child_process';
import {cpSync, readFileSync, writeFileSync} from 'node:fs';
import {userInfo} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {afterAll, afterEach, beforeAll, describe, expect, test, vi} from 'vitest';
import {patienceOf} from '../../src/commands/added/errand.ts';
import {fetchGit} from '../../src/commands/added/fetch-git.ts';
import {fetchNpm} from '../../src/commands/added/fetch-npm.ts';
import {runTool} from '../../src/commands/added/run-tool.ts';
import {type GitSource, parseSource} from '../../src/commands/added/source.ts';
import {processesWith} from '../cluster/processes.ts';
import {type Sshd, sshdMissing, startSshd} from '../cluster/sshd.ts';
import {type Serving, serveDaemon, serveFiles, serveSmart, serveSocket} from './git-servers.ts';
import {newFolder, removeAccounts} from './program.ts';

const SMALL = fileURLToPath(new URL('../session/fixture-module', import.meta.url));

let root: string;
let work: string;
const bare = () => join(root, 'course.git');
const first = {id: ''};

function git(...args: readonly string[]): string {
  const who = ['-c', 'user.name=a', '-c', 'user.email=a@example.org', '-c', 'init.defaultBranch=main'];
  return execFileSync('git', [...who, ...args], {
    cwd: work,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  }).trim();
}

function version(text: string): string {
  const file = join(work, 'small/module.yaml');
  writeFileSync(file, readFileSync(file, 'utf8').replace(/^version: .*$/m, `version: ${text}`));
  git('add', '.');
  git('commit', '-q', '-m', text);
  return git('rev-parse', 'HEAD');
}

function publish(): void {
  git('push', '-q', '--force', '--all', bare());
  git('push', '-q', '--force', '--tags', bare());
  execFileSync('git', ['update-server-info'], {cwd: bare()});
}

beforeAll(() => {
  root = newFolder();
  work = newFolder();
  cpSync(SMALL, join(work, 'small'), {recursive: true});
  git('init', '-q');
  first.id = version('1.0.0');
  git('tag', '-a', '-m', 'x', 'v1');
  version('1.1.0');
  git('branch', 'next');
  execFileSync('git', ['clone', '-q', '--bare', work, bare()]);
  publish();
}, 60_000);
afterAll(removeAccounts, 60_000);

const servings: Serving[] = [];
afterEach(() => {
  vi.unstubAllEnvs();
  for (const one of servings.splice(0)) one.stop();
});
async function serving(one: Promise<Serving>): Promise<string> {
  servings.push(await one);
  return (await one).url;
}

async function fetched(text: string, patience = patienceOf(60, new AbortController().signal)) {
  const folder = newFolder();
  const {files, at} = await fetchGit(parseSource(text) as GitSource, {folder, tell() {}, patience});
  const module = files.find(({path}) => path === 'module.yaml')!;
  return {at, version: /^version: (.*)$/m.exec(new TextDecoder().decode(module.bytes))![1]};
}

const WAYS = [
  ['git daemon', () => serveDaemon(root)],
  ['http', () => serveSmart(root)],
  ['plain files over http', () => serveFiles(root)],
] as const;

test.each(WAYS)('by %s a branch, a tag, a commit and a part of its id are found', async (_, serve) => {
  const url = `${await serving(serve())}course.git`;
  expect(await fetched(`${url}#:small`)).toMatchObject({version: '1.1.0'});
  expect(await fetched(`${url}#next:small`)).toMatchObject({version: '1.1.0'});
  expect(await fetched(`${url}#v1:small`)).toEqual({version: '1.0.0', at: first.id});
  expect(await fetched(`${url}#${first.id}:small`)).toMatchObject({version: '1.0.0'});
  expect(await fetched(`${url}#${first.id.slice(0, 9)}:small`)).toMatchObject({version: '1.0.0'});
  await expect(fetched(`${url}#v9:small`)).rejects.toThrow("couldn't find remote ref v9");
  await expect(fetched(`${url}#abcdef0:small`)).rejects.toThrow('abcdef0 is none there');
});

test('a tag that was moved, a branch that was pushed by force and hashes of 256 bits are followed', async () => {
  const url = `${await serving(serveSmart(root))}course.git`;
  const before = await fetched(`${url}#next:small`);
  git('checkout', '-q', '-b', 'other', first.id);
  const at = version('2.0.0');
  git('branch', '-f', 'next');
  git('tag', '-f', 'v1');
  publish();
  expect(before.at).not.toBe(at);
  expect(await fetched(`${url}#next:small`)).toEqual({version: '2.0.0', at});
  expect(await fetched(`${url}#v1:small`)).toEqual({version: '2.0.0', at});
  const long = join(root, 'long.git');
  execFileSync('git', ['init', '-q', '--bare', '--object-format=sha256', long]);
  const tree = newFolder();
  const inTree = (...args: readonly string[]) =>
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.org', ...args], {cwd: tree, stdio: 'ignore'});
  inTree('init', '-q', '--object-format=sha256');
  cpSync(SMALL, tree, {recursive: true});
  inTree('add', '.');
  inTree('commit', '-q', '-m', 'x');
  inTree('push', '-q', long, 'HEAD:refs/heads/main');
  expect((await fetched(`${url.replace('course', 'long')}#main`)).at).toHaveLength(64);
});

const missing = sshdMissing();

describe.skipIf(missing !== undefined)('over ssh', () => {
  let sshd: Sshd;
  const user = userInfo().username;
  const port = () => /^ {2}Port (\d+)$/gm.exec(readFileSync(sshd.configFile, 'utf8').split('Host *')[1]!)![1]!;
  const ssh = (...options: readonly string[]) =>
    vi.stubEnv('GIT_SSH_COMMAND', ['ssh -F', sshd.configFile, ...options].join(' '));

  beforeAll(async () => {
    sshd = await startSshd();
  });
  afterAll(() => sshd.stop());

  test('both forms of a URL are taken', async () => {
    ssh();
    expect(await fetched(`${user}@node-1:${bare()}#main:small`)).toMatchObject({version: '1.1.0'});
    expect(await fetched(`ssh://${user}@127.0.0.1:${port()}${bare()}#main:small`)).toMatchObject({version: '1.1.0'});
  });

  test('a key that is refused and a server that is not known are told, with what to do', async () => {
    ssh('-o PubkeyAuthentication=no');
    await expect(fetched(`${user}@node-1:${bare()}`)).rejects.toThrow(/Permission denied \([\s\S]*ssh-add/);
    ssh('-o UserKnownHostsFile=/dev/null -o StrictHostKeyChecking=ask');
    await expect(fetched(`${user}@node-1:${bare()}`)).rejects.toThrow(/Host key verification failed[\s\S]*`ssh HOST`/);
  });

  test.each(['ssh://%2DoProxyCommand=false/x', 'ssh://-oProxyCommand=false@127.0.0.1/x', '127.0.0.1:-x'])(
    '%s is no option of ssh',
    async url => {
      ssh();
      await expect(fetched(url)).rejects.toThrow(/strange|blocked|expected/);
    },
  );
});

const quick = () => ({...patienceOf(60, new AbortController().signal), silentSeconds: 1});

test.each(['git', 'http', 'ssh'])(
  'a server of %s that answers nothing is given up, and nobody goes on asking it',
  async scheme => {
    const {port} = new URL(await serving(serveSocket(() => {})));
    await expect(fetched(`${scheme}://127.0.0.1:${port}/x`, quick())).rejects.toThrow('nothing came for 1 seconds');
    await expect.poll(() => processesWith(port)).toEqual([]);
  },
);

test('one that says a byte a second is given up when the time is over', async () => {
  const drip = serveSocket(socket => {
    socket.write('HTTP/1.1 200 OK\r\n');
    const timer = setInterval(() => socket.write('x'), 1000);
    socket.on('close', () => clearInterval(timer));
  });
  const {port} = new URL(await serving(drip));
  await expect(fetched(`http://127.0.0.1:${port}/x`, patienceOf(2, new AbortController().signal))).rejects.toThrow(
    'not done after 2 seconds',
  );
  await expect.poll(() => processesWith(port)).toEqual([]);
});

test('what brings too much is refused, however quick it is', async () => {
  const errand = {folder: newFolder(), tell() {}, patience: quick()};
  const noise = join(newFolder(), 'noise');
  writeFileSync(noise, Buffer.alloc(2 ** 21));
  execFileSync('git', ['init', '-q', '--bare'], {cwd: errand.folder});
  const tool = {file: 'git', args: ['hash-object', '--no-filters', '-w', noise], env: {}, most: 1000} as const;
  await expect(runTool({...tool, mostMib: 1}, errand)).resolves.toHaveLength(40);
  execFileSync('cp', [noise, errand.folder]);
  await expect(runTool({...tool, mostMib: 1}, errand)).rejects.toThrow('it brings more than 1 MiB');
});

test('a registry that answers nothing is given up', async () => {
  vi.stubEnv('npm_config_registry', await serving(serveSocket(() => {})));
  const errand = {folder: newFolder(), tell() {}, patience: {...quick(), silentSeconds: 3}};
  await expect(fetchNpm({kind: 'npm', name: 'course'}, errand)).rejects.toThrow('nothing came for 3 seconds');
});
