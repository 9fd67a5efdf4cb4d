import {execFileSync} from 'node:child_process';
import {createHash} from 'node:crypto';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import {createServer, type Server} from 'node:http';
import type {AddressInfo} from 'node:net';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {create} from 'tar';
import {afterAll, beforeEach, expect, test} from 'vitest';
import {type Account, deepdive, newFolder, removeAccounts, shellAccount} from './program.ts';

const SMALL = fileURLToPath(new URL('../session/fixture-module', import.meta.url));

let account: Account;
let repository: string;
const servers: Server[] = [];

beforeEach(() => {
  account = shellAccount();
  repository = newFolder();
  cpSync(SMALL, join(repository, 'small'), {recursive: true});
  git('init', '-q');
  commit('v1');
});
afterAll(() => {
  for (const server of servers) server.close();
  removeAccounts();
});

function git(...args: readonly string[]): string {
  const who = ['-c', 'user.name=a', '-c', 'user.email=a@example.org'];
  return execFileSync('git', [...who, ...args], {cwd: repository, encoding: 'utf8'}).trim();
}

function commit(tag: string): void {
  git('add', '.');
  git('commit', '-q', '-m', tag);
  git('tag', tag);
}

function edit(file: string, from: string, to: string): void {
  const path = join(repository, 'small', file);
  const text = readFileSync(path, 'utf8');
  expect(text).toContain(from);
  writeFileSync(path, text.replace(from, to));
}

const run = (...args: readonly string[]) => deepdive(account, args);
const url = (rest = '') => `file://${repository}${rest}`;
const store = () => join(account.home, '.local/share/deepdive/modules');
/** What is kept there, but for what is pinned. */
const kept = () => (existsSync(store()) ? readdirSync(store()).filter(name => name !== 'lock.json') : []);

test('a module of a repository is pinned, found by its name, and asked about with where it came from', async () => {
  const added = await run('modules', 'add', url('#v1:small'));
  expect(added).toMatchObject({code: 0, stderr: ''});
  expect((await run('modules', '--width', '200')).stdout).toContain(`commit ${git('rev-parse', 'v1').slice(0, 12)}`);
  expect((await run('list', '-m', 'shell-basics', '-c', 'local')).stdout).toContain('A file comes and goes');
  expect((await run('lint', 'shell-basics')).code).toBe(0);
  const {code, stderr} = await run('check', '-m', 'shell-basics', '-c', 'local', '--width', '300');
  expect(code).toBe(2);
  expect(stderr).toContain(`from: ${url('#v1:small')}, commit`);
  expect((await run('record', 'shell-basics', '-c', 'local')).stderr).toContain('--out');
});

test('an update says what is other, wants a yes, and keeps progress', async () => {
  await run('modules', 'add', url('#:small'), '--name', 'mine');
  const local = ['-m', 'mine', '-c', 'local'];
  await run('run', 'write', ...local, '--yes');
  await run('check', ...local);
  const before = (await run('list', ...local)).stdout;
  edit('module.yaml', 'version: 1.0.0', 'version: 1.1.0');
  commit('v2');
  expect(await run('modules', 'update', 'mine')).toMatchObject({
    code: 2,
    stdout: expect.stringMatching(
      /from 1\.0\.0[\s\S]*to {3}1\.1\.0[\s\S]*module\.yaml was changed[\s\S]*Nothing was changed/,
    ),
  });
  expect((await run('modules')).stdout).toContain('1.0.0');
  expect((await run('modules', 'update', 'mine', '--yes')).code).toBe(0);
  expect((await run('list', ...local)).stdout).toBe(before);
  expect(kept()).toHaveLength(1);
  expect((await run('modules', 'update', 'mine')).stdout).toContain('up to date');
  expect(await run('modules', 'remove', 'mine')).toMatchObject({code: 0, stderr: ''});
  expect(kept()).toEqual([]);
});

test('a kept file that was changed is named, and nothing of the module is used until it is fetched anew', async () => {
  await run('modules', 'add', url('#v1:small'));
  const file = join(store(), kept()[0]!, 'module/files.md');
  chmodSync(file, 0o644);
  const bytes = readFileSync(file);
  bytes[100]! ^= 1;
  writeFileSync(file, bytes);
  writeFileSync(join(file, '../new.md'), '');
  expect(await run('list', '-m', 'shell-basics', '-c', 'local')).toMatchObject({
    code: 5,
    stderr: expect.stringMatching(
      /files\.md was changed\n {2}new\.md was added\n`deepdive modules update shell-basics`/,
    ),
  });
  expect((await run('modules', 'update', 'shell-basics')).stdout).toContain('as it was added again');
  expect((await run('list', '-m', 'shell-basics', '-c', 'local')).code).toBe(0);
});

test('a folder is read in place', async () => {
  expect((await run('modules', 'add', join(repository, 'small'))).code).toBe(0);
  edit('module.yaml', 'title: Files of one machine', 'title: Another title');
  expect((await run('show', '-m', 'shell-basics', '-c', 'local')).code).toBe(0);
  expect((await run('modules', 'update', 'shell-basics')).stderr).toContain('read in place');
});

test.each([
  ['another ref', '#v9:small', "couldn't find remote ref v9"],
  ['no module', '#v1', 'no module.yaml at its top'],
  ['another folder', '#v1:big', 'no module.yaml in big'],
  ['a path out of it', '#v1:../small', 'expected a path within the module'],
  ['an option for a ref', '#--upload-pack=x', 'expected a tag, a branch or a commit'],
])('%s is refused, and leaves nothing', async (_, rest, why) => {
  const {code, stderr} = await run('modules', 'add', url(rest));
  expect(code).toBeGreaterThan(0);
  expect(stderr).toContain(why);
  expect(kept()).toEqual([]);
});

test.each([
  '-x',
  'ext::sh -c true',
  'ext::true',
  'git://example.org/x',
  'http://example.org/x',
  'https://a:b@example.org/x',
])('the source %s is refused', async source => {
  expect(await run('modules', 'add', '--', source)).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/expected|password/),
  });
});

test('a link that leads out is refused, one within becomes the file', async () => {
  symlinkSync('files.md', join(repository, 'small/README.md'));
  commit('within');
  expect((await run('modules', 'add', url('#within:small'))).code).toBe(0);
  symlinkSync('../../secret', join(repository, 'small/AUTHORING.md'));
  commit('out');
  expect((await run('modules', 'add', url('#out:small'), '--name', 'other')).stderr).toContain(
    'AUTHORING.md is a link to',
  );
});

test('what is too large is refused before it is read', async () => {
  writeFileSync(join(repository, 'small/large'), Buffer.alloc(65 * 2 ** 20));
  commit('large');
  expect((await run('modules', 'add', url('#large:small'))).stderr).toContain('at most 64 are taken');
});

test('a name of a built-in module is not taken', async () => {
  edit('module.yaml', 'id: shell-basics', 'id: swarm-networking');
  commit('clash');
  expect(await run('modules', 'add', url('#clash:small'))).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('--name'),
  });
  expect((await run('modules', 'add', url('#clash:small'), '--name', 'other')).code).toBe(0);
});

/** A registry with one package, as npm asks for it. */
async function registry(tgz: Buffer): Promise<string> {
  const server = createServer((request, response) => {
    const {port} = server.address() as AddressInfo;
    if (request.url?.endsWith('.tgz') === true) return response.end(tgz);
    if (request.url !== '/course') return response.writeHead(404).end('{}');
    const integrity = `sha512-${createHash('sha512').update(tgz).digest('base64')}`;
    const dist = {tarball: `http://127.0.0.1:${port}/course-1.2.3.tgz`, integrity};
    const versions = {'1.2.3': {name: 'course', version: '1.2.3', dist}};
    return response.end(JSON.stringify({name: 'course', 'dist-tags': {latest: '1.2.3'}, versions}));
  });
  servers.push(server);
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

/** As from a script of npm, whose options reach what it starts. */
async function addFrom(tgz: Buffer) {
  const script = {npm_config_dry_run: 'true', npm_config_workspace: 'other', npm_config_loglevel: 'silent'};
  const env = {...script, npm_config_registry: await registry(tgz)};
  return deepdive(account, ['modules', 'add', 'npm:course@^1.2'], env);
}

test('a module of a package that npm fetches from a registry is pinned by its version and integrity', async () => {
  const place = join(repository, 'small');
  writeFileSync(join(place, 'package.json'), JSON.stringify({name: 'course', version: '1.2.3'}));
  execFileSync('npm', ['pack', '--pack-destination', repository], {cwd: place, stdio: 'ignore'});
  expect(await addFrom(readFileSync(join(repository, 'course-1.2.3.tgz')))).toMatchObject({code: 0, stderr: ''});
  const {modules} = JSON.parse(readFileSync(join(store(), 'lock.json'), 'utf8'));
  expect(modules['shell-basics']).toMatchObject({
    kind: 'npm',
    at: '1.2.3',
    integrity: expect.stringMatching(/^sha512-/),
  });
  expect((await run('list', '-m', 'shell-basics', '-c', 'local')).code).toBe(0);
});

test('a package with a path out of it is refused', async () => {
  const place = join(newFolder(), 'package');
  mkdirSync(place);
  writeFileSync(join(place, '../outside'), 'x');
  const file = join(repository, 'bad.tgz');
  await create({file, gzip: true, cwd: place, preservePaths: true}, ['../outside']);
  expect(await addFrom(readFileSync(file))).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('within the module'),
  });
  expect(kept()).toEqual([]);
});

test('what a killed program left is not seen, and goes with the next one', async () => {
  mkdirSync(join(store(), '.new-left'), {recursive: true});
  expect((await run('modules')).stdout).not.toContain('left');
  await run('modules', 'add', url('#v1:small'));
  expect(kept().filter(name => name.startsWith('.'))).toEqual([]);
  rmSync(join(store(), kept()[0]!), {recursive: true});
  expect((await run('list', '-m', 'shell-basics', '-c', 'local')).stderr).toContain('its folder is gone');
});
