import {mkdtempSync, rmSync} from 'node:fs';
import {createServer} from 'node:http';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, expect, test} from 'vitest';
import {engineProblem} from '../../../src/cluster/engine.ts';
import {examineEngine, unfit} from '../../../src/lab/docker/requirements.ts';
import {engineSocket} from '../../../src/lab/docker/socket.ts';
import {describeMissing} from '../../../src/lab/requirements.ts';

const FIT = {OSType: 'linux', Architecture: 'x86_64', SecurityOptions: ['name=seccomp,profile=default']};

test.each([
  ['nothing', {}, '1.41', undefined],
  ['containers of Windows', {OSType: 'windows'}, '1.44', 'containers of windows'],
  ['another processor', {Architecture: 'aarch64'}, '1.44', 'runs on aarch64'],
  ['an engine without root', {SecurityOptions: ['name=seccomp', 'name=rootless']}, '1.44', 'rootless'],
  ['an old engine', {}, '1.40', 'needs 1.41 (Docker 20.10)'],
  ['no list of options', {SecurityOptions: null}, '1.100', undefined],
])('%s stands in the way of a lab as it should', (_, more, api, words) => {
  const missing = unfit({...FIT, ...more}, api);
  expect(missing.map(({what}) => what)).toEqual(words === undefined ? [] : [expect.stringContaining(words)]);
});

test.each([
  [{}, '/var/run/docker.sock'],
  [{DOCKER_HOST: ''}, '/var/run/docker.sock'],
  [{DOCKER_HOST: 'unix:///run/user/1000/docker.sock'}, '/run/user/1000/docker.sock'],
])('with %j the engine is at %s', (env, socket) => {
  expect(engineSocket(env)).toBe(socket);
});

test.each(['tcp://10.0.0.1:2375', 'ssh://root@far'])('an engine elsewhere (%s) is refused', host => {
  expect(() => engineSocket({DOCKER_HOST: host})).toThrow(`DOCKER_HOST is ${host}: a lab is made on an engine of this`);
});

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'deepdive-socket-'));
});
afterEach(() => rmSync(folder, {recursive: true}));

/** What is said of a machine whose engine is at this socket. */
async function missingAt(socket: string, longestMs?: number): Promise<string> {
  const env = {DOCKER_HOST: `unix://${socket}`, PATH: '/usr/bin:/bin', HOME: '/'};
  const examined = await examineEngine({platform: 'linux', arch: 'x64', uid: 0, env}, longestMs);
  return examined.kind === 'ready' ? '' : describeMissing(examined.missing);
}

test('where there is no socket, an engine is to be installed', async () => {
  expect(await missingAt(join(folder, 'none'))).toMatch(/there is no .*none.*: apt-get install -y docker\.io$/);
});

test('a socket that its engine has left is told as such', async () => {
  const socket = join(folder, 'left');
  const code = `require('net').createServer().listen(${JSON.stringify(socket)}, () => process.kill(process.pid, 'SIGKILL'))`;
  const {execa} = await import('execa');
  await execa('node', ['-e', code], {reject: false});
  expect(await missingAt(socket)).toContain('it has ended; start it again');
});

test('what listens there and is no engine is named with what it said', async () => {
  const socket = join(folder, 'other');
  const server = createServer((_, response) => response.writeHead(500).end('\u001b[31mno\nidea'));
  await new Promise<void>(resolve => server.listen(socket, resolve));
  expect(await missingAt(socket)).toBe('- [31mno idea');
  server.close();
});

test('an engine that takes the connection and never answers stands in the way, instead of holding up all', async () => {
  const socket = join(folder, 'hangs');
  const server = createServer(() => {});
  await new Promise<void>(resolve => server.listen(socket, resolve));
  expect(await missingAt(socket, 200)).toContain(`the Docker engine at ${socket} does not answer`);
  server.closeAllConnections();
  server.close();
});

test('a user without the right to the socket is told whose it is', () => {
  const error = Object.assign(new Error('connect EACCES /s'), {code: 'EACCES'});
  expect(engineProblem(error, '/s')).toBe(
    'this user may not use the Docker engine at /s: become root, or a member of the group docker',
  );
});
