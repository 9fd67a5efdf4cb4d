import {mkdtempSync, rmSync} from 'node:fs';
import {createServer, type Socket} from 'node:net';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {execa} from 'execa';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {containerCluster, containerShell} from '../../src/cluster/container.ts';
import {remoteInvocation} from '../../src/cluster/remote-script.ts';
import {text} from './cases.ts';
import {contract} from './contract.ts';
import {type Dockerd, dockerdMissing, startDockerd} from './dockerd.ts';
import {processes, sleepers, uniqueSeconds, until} from './processes.ts';

const skip = dockerdMissing();
const LIMIT = {timeoutMs: 20_000};
const PROGRAMS = ['dash', 'cat', 'head', 'mktemp', 'rm', 'setsid', 'sleep', 'timeout', 'tr', 'wc'];

let dockerd: Dockerd;

beforeAll(async () => {
  if (skip !== undefined) return;
  dockerd = await startDockerd();
  await dockerd.image('tools', PROGRAMS, 'dash');
}, 120_000);
afterAll(async () => {
  await dockerd?.stop();
}, 120_000);

async function startContainer(image = 'tools', engine = dockerd.engine): Promise<string> {
  const settings = {Image: image, Cmd: ['/bin/sh', '-c', 'while :; do sleep 100; done'], NetworkDisabled: true};
  const container = await engine.createContainer({...settings, HostConfig: {Init: false}});
  await container.start();
  return container.id;
}

/** Gives the wrapper what it reads, as this program does: the greeting, and the group that it told. */
const TALKS = `
  const [socketPath, container, argument, greeting] = process.argv.slice(1);
  const Docker = require('dockerode');
  (async () => {
    const attach = {AttachStdin: true, AttachStdout: true, AttachStderr: true};
    const exec = await new Docker({socketPath}).getContainer(container).exec({Cmd: ['/bin/sh', '-c', argument], ...attach});
    const stream = await exec.start({hijack: true, stdin: true});
    stream.on('data', chunk => {
      const group = /start (\\d+)/.exec(chunk.toString());
      if (group !== null) stream.write(group[1] + '\\n');
    });
    stream.write(greeting);
  })();`;

function clusterOn(container: string, socket = dockerd.socket) {
  return containerCluster({name: 'boxes', nodes: [{id: 'one', role: 'manager', container, socket}]});
}

contract({
  name: 'container',
  live: true,
  skip,
  make: async () => {
    const cluster = clusterOn(await startContainer());
    return {cluster, close: () => cluster.close()};
  },
});

describe.skipIf(skip !== undefined)('container alone', () => {
  test.each([
    ['where no engine is', 'any', '/nowhere/docker.sock', /no Docker engine answers: there is no \/nowhere/],
    ['a container that is not there', 'nobody', undefined, /No such container: nobody/],
  ])('%s is unreachable, with the reason', async (_name, container, socket, reason) => {
    const cluster = clusterOn(container, socket);
    const output = await cluster.nodes[0]!.run({line: 'echo'}, LIMIT).ended;
    expect(output.end).toEqual({kind: 'unreachable', reason: expect.stringMatching(reason)});
    expect(text(output.stdout) + text(output.stderr)).toBe('');
    await cluster.close();
  });

  test.each([
    ['stopped', /is not running/],
    ['paused', /is paused/],
  ])('a container that is %s is unreachable, with the reason', async (how, reason) => {
    const id = await startContainer();
    const container = dockerd.engine.getContainer(id);
    await (how === 'paused' ? container.pause() : container.kill());
    const cluster = clusterOn(id);
    const output = await cluster.nodes[0]!.run({line: 'echo'}, LIMIT).ended;
    expect(output.end).toEqual({kind: 'unreachable', reason: expect.stringMatching(reason)});
    await cluster.close();
  });

  test('a container without a shell is unreachable, with what the engine said', async () => {
    await dockerd.image('bare', ['sleep']);
    const container = await dockerd.engine.createContainer({Image: 'bare', Cmd: ['/bin/sleep', '100']});
    await container.start();
    const cluster = clusterOn(container.id);
    const output = await cluster.nodes[0]!.run({line: 'echo'}, LIMIT).ended;
    expect(output.end).toMatchObject({kind: 'unreachable', reason: expect.stringContaining('/bin/sh')});
    await cluster.close();
  });

  test('a container that ends while a command runs is lost, with that reason', async () => {
    const id = await startContainer();
    const cluster = clusterOn(id);
    const kill = () => void dockerd.engine.getContainer(id).kill();
    const output = await cluster.nodes[0]!.run({line: 'echo on; sleep 1000'}, {...LIMIT, onStdout: kill}).ended;
    expect(output.end).toEqual({kind: 'lost', reason: expect.stringMatching(/does not run/)});
    expect(text(output.stdout)).toBe('on\n');
    await cluster.close();
  });

  test('a paused container cannot hold a command past its time', async () => {
    const id = await startContainer();
    const cluster = clusterOn(id);
    const container = dockerd.engine.getContainer(id);
    const line = 'echo on; sleep 1000';
    const output = await cluster.nodes[0]!.run({line}, {timeoutMs: 500, onStdout: () => void container.pause()}).ended;
    expect(output.end).toEqual({kind: 'timed-out', afterMs: 500});
    await container.unpause();
    await cluster.close();
  });

  test.each([
    ['never answers', () => {}],
    [
      'breaks off its answer',
      (socket: Socket) => socket.end('HTTP/1.1 201 Created\r\nContent-Length: 99\r\n\r\n{"Id":'),
    ],
  ])(
    'an engine that %s does not hold a command that is stopped',
    async (_how, answer) => {
      const path = join(mkdtempSync(join(tmpdir(), 'deepdive-mute-')), 'socket');
      const sockets: Socket[] = [];
      const server = createServer(socket => {
        sockets.push(socket.on('error', () => {}));
        socket.once('data', () => answer(socket));
      });
      await new Promise<void>(resolve => server.listen(path, resolve));
      const cluster = clusterOn('any', path);
      const running = cluster.nodes[0]!.run({line: 'echo'}, LIMIT);
      await until(() => sockets.length > 0, 'the engine was asked');
      running.stop('kill');
      expect((await running.ended).end).toEqual({kind: 'stopped'});
      await cluster.close();
      for (const socket of sockets) socket.destroy();
      server.close();
      rmSync(dirname(path), {recursive: true});
      // Less than what a command that nobody stops waits for its engine.
    },
    15_000,
  );

  test('an engine that ends while a command runs is lost, with where it was', async () => {
    const own = await startDockerd();
    await own.image('tools', PROGRAMS, 'dash');
    const cluster = clusterOn(await startContainer('tools', own.engine), own.socket);
    let ending: Promise<void> | undefined;
    const onStdout = () => {
      ending ??= own.kill();
    };
    const {end, stdout} = await cluster.nodes[0]!.run({line: 'printf on; sleep 1000'}, {...LIMIT, onStdout}).ended;
    expect(end).toEqual({kind: 'lost', reason: expect.stringContaining(own.socket)});
    expect(text(stdout)).toBe('on');
    await ending;
    await cluster.close();
  }, 120_000);

  test('closing ends what still runs', async () => {
    const cluster = clusterOn(await startContainer());
    const seconds = uniqueSeconds();
    const running = cluster.nodes[0]!.run({line: `echo on; sleep ${seconds}`}, {timeoutMs: 60_000});
    await until(() => sleepers(seconds).length === 1, 'the command runs');
    await cluster.close();
    expect((await running.ended).end).toEqual({kind: 'stopped'});
    await until(() => sleepers(seconds).length === 0, 'the command has ended');
  });

  test('a program that is killed takes along what it ran on the node', async () => {
    const seconds = uniqueSeconds();
    const {argument = '', greeting = ''} = remoteInvocation({line: `sleep ${seconds}`}, 'ab12') ?? {};
    const args = [dockerd.socket, await startContainer(), argument, greeting.toString()];
    const program = execa('node', ['-e', TALKS, ...args], {reject: false});
    await until(() => sleepers(seconds).length === 1, 'the command runs');
    program.kill('SIGKILL');
    await program;
    await until(() => sleepers(seconds).length === 0, 'the command has ended');
  });

  test('busybox is enough', async () => {
    await dockerd.image('busy', ['busybox'], 'busybox');
    const settings = {Image: 'busy', Cmd: ['/bin/busybox', 'sh', '-c', 'busybox --install -s /bin; sleep 1000']};
    const container = await dockerd.engine.createContainer({...settings, NetworkDisabled: true});
    await container.start();
    const cluster = clusterOn(container.id);
    await until(() => processes('sleep', '1000').length > 0, 'its programs are there');
    const input = 'x'.repeat(300_000);
    const output = await cluster.nodes[0]!.run({line: 'wc -c; kill -TERM $$', stdin: input}, LIMIT).ended;
    expect(text(output.stdout)).toBe('300000\n');
    expect(output.end).toEqual({kind: 'signalled', signal: 'SIGTERM'});
    await cluster.close();
  });

  test('its shell has a terminal where there is one, and takes what comes by a pipe', async () => {
    const target = {container: await startContainer(), socket: dockerd.socket};
    const ask = '[ -t 0 ] && echo "a terminal"; echo "pid $(($$ + 0))"; exit 3\n';
    const [docker, ...words] = containerShell(target, undefined, false);
    const piped = await execa(docker, words, {input: ask, reject: false});
    expect(piped.exitCode).toBe(3);
    expect(piped.stdout).toMatch(/^pid \d+$/);
    const line = containerShell(target, undefined, true)
      .map(word => `'${word}'`)
      .join(' ');
    const typed = await execa('script', ['-qefc', line, '/dev/null'], {input: ask, reject: false});
    expect(typed.exitCode).toBe(3);
    expect(typed.stdout).toMatch(/a terminal\r?\n/);
  });

  test('a line is run there without a terminal', async () => {
    const [docker, ...words] = containerShell(
      {container: await startContainer(), socket: dockerd.socket},
      'exit 4',
      true,
    );
    expect((await execa(docker, words, {stdin: 'ignore', reject: false})).exitCode).toBe(4);
  });
});
