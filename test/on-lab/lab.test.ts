import {copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {execa} from 'execa';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {labDown} from '../../src/lab/down.ts';
import {nodeImage} from '../../src/lab/image-cache.ts';
import {kernelCommand} from '../../src/lab/kernel.ts';
import {isRunning, readLab, runningLabs, type UmlLab} from '../../src/lab/lab-record.ts';
import {type Env, labPlaces} from '../../src/lab/places.ts';
import {USUAL_RELEASE} from '../../src/lab/release.ts';
import {checkRequirements, describeMissing} from '../../src/lab/requirements.ts';
import {labStatus} from '../../src/lab/status.ts';
import {readTook} from '../../src/lab/took.ts';
import {labUp} from '../../src/lab/up.ts';
import {markProcess} from '../../src/state/process-mark.ts';

/** Names of their own, so that a lab in use stays untouched; the node image comes from the usual cache. */
const NAME = `t${process.pid}`;
const OTHER = `u${process.pid}`;
const folder = mkdtempSync(join(tmpdir(), 'deepdive-on-lab-'));
const env: Env = {...process.env, XDG_STATE_HOME: folder};
const options = {env, onProgress: () => {}};
let lab: UmlLab;

async function on(node: string, command: string, config = lab.sshConfig) {
  return execa('ssh', ['-F', config, node, command], {reject: false, timeout: 120_000});
}

async function eventually(node: string, command: string, wanted: (stdout: string) => boolean): Promise<string> {
  for (let attempt = 0; ; attempt++) {
    const {stdout} = await on(node, command);
    if (wanted(stdout) || attempt === 120) return stdout;
    await new Promise(resolve => setTimeout(resolve, 500));
  }
}

beforeAll(async () => {
  const {platform, arch} = process;
  const missing = await checkRequirements({platform, arch, uid: process.getuid?.() ?? -1, env});
  if (missing.length > 0) throw new Error(describeMissing(missing));
  lab = (await labUp(NAME, options)).lab;
});

afterAll(async () => {
  for (const name of [NAME, OTHER]) await labDown(name, env);
  rmSync(folder, {recursive: true});
});

describe('a lab that is up', () => {
  test('is a swarm of three ready nodes with the engine it names', async () => {
    const {stdout} = await on('swarm-01', "docker node ls --format '{{.Hostname}} {{.Status}} {{.EngineVersion}}'");
    const version = lab.engine.replace('docker ', '');
    const rows = stdout.split('\n').map(line => line.replace(/\+.*$/, ''));
    expect(rows.sort()).toEqual([1, 2, 3].map(i => `swarm-0${i} Ready ${version}`));
  });

  test('keeps how long it took', () => {
    expect(readTook(env).lab).toBeGreaterThan(1_000);
  });

  test('is found by its record, and told with all nodes running', async () => {
    expect(await runningLabs(env)).toEqual([lab]);
    const status = await labStatus(NAME, env);
    expect(status?.nodes.map(({running, swarm}) => ({running, swarm}))).toEqual(
      Array.from({length: 3}, () => ({running: true, swarm: 'Ready'})),
    );
    // A kernel with an engine takes 250 MiB; what only waits for one takes 2.
    for (const {memoryMiB} of status?.nodes ?? []) expect(memoryMiB).toBeGreaterThan(100);
  });

  test('is left as it is by another up', async () => {
    expect(await labUp(NAME, options)).toEqual({kind: 'already', lab});
  });

  test('is not touched from another state folder', async () => {
    const elsewhere = {...options, env: {...env, XDG_STATE_HOME: join(folder, 'elsewhere')}};
    await expect(labUp(NAME, elsewhere)).rejects.toThrow('take another name');
    expect(isRunning(lab)).toBe(true);
  });

  test('has the tools and modules that lessons call on every node', async () => {
    const tools = 'nsenter ip bridge brctl ipvsadm tcpdump conntrack iptables iptables-save curl netstat ifconfig ss';
    const more = 'redis-cli timeout findmnt awk ping less ps';
    const check = `for tool in ${tools} ${more}; do command -v $tool >/dev/null || echo no $tool; done; iptables -V`;
    for (const {host} of lab.nodes) expect((await on(host, check)).stdout).toMatch(/^iptables \S+ \(legacy\)$/);
  });

  test('runs services whose tasks are reached through the routing mesh and count in redis', async () => {
    await on('swarm-01', 'docker network create -d overlay --opt encrypted vote');
    await on('swarm-01', `docker service create -d --name redis --network vote ${lab.images.redis}`);
    await on('swarm-01', `docker service create -d --name worker --network vote ${lab.images.worker}`);
    await on(
      'swarm-01',
      `docker service create -d --name vote --network vote --replicas 3 -p 8080:80 ${lab.images.vote}`,
    );
    const six = 'for i in 1 2 3 4 5 6; do curl -s --max-time 3 127.0.0.1:8080; done';
    const said = await eventually(
      'swarm-02',
      six,
      text => new Set(text.match(/answered by \S+/g)).size === 3 && /redis: \d/.test(text),
    );
    expect(new Set(said.match(/vote answered by [0-9a-f]{12}/g)).size).toBe(3);
    expect(said).toMatch(/visits counted in redis: \d+/);
    const log = await eventually('swarm-01', 'docker service logs --raw worker', text => text.includes('took'));
    expect(log).toMatch(/took the vote of [0-9a-f]{12}/);
  });

  test.each(['redis', 'vote', 'worker'])('ends a container of %s by the first signal', async image => {
    const run = `id=$(docker run -d ${lab.images[image]}); sleep 1; docker stop $id >/dev/null; docker inspect -f '{{.State.ExitCode}}' $id`;
    // 137 would be SIGKILL, after ten seconds of waiting.
    expect((await on('swarm-03', run)).stdout).toBe('0');
  });

  test('answers a name that nobody knows with an error, not with silence', async () => {
    const {stdout} = await on(
      'swarm-03',
      `docker run --rm ${lab.images.worker} sh -c 'timeout 3 nslookup nobody >/dev/null; echo $?'`,
    );
    expect(stdout).toBe('1');
  });

  test('serves many sessions over one connection', async () => {
    const control = ['-o', 'ControlMaster=auto', '-o', `ControlPath=${join(folder, 'c')}`, '-o', 'ControlPersist=60'];
    const ssh = (...words: string[]) => execa('ssh', ['-F', lab.sshConfig, ...control, 'swarm-02', ...words]);
    await ssh('true');
    const sessions = await Promise.all(Array.from({length: 20}, (_, i) => ssh(`sleep 0.5; echo ${i}`)));
    expect(sessions.map(({stdout}) => Number(stdout))).toEqual(Array.from({length: 20}, (_, i) => i));
    await execa('ssh', ['-F', lab.sshConfig, ...control, '-O', 'exit', 'swarm-02']);
  });
});

test('two labs stand side by side, and the end of one leaves the other alone', async () => {
  const other = (await labUp(OTHER, options)).lab;
  const id = 'docker node inspect self -f "{{.ID}}"';
  const ids = [await on('swarm-01', id), await on('swarm-01', id, other.sshConfig)].map(({stdout}) => stdout);
  expect(new Set(ids).size).toBe(2);
  await labDown(OTHER, env);
  expect(isRunning(other)).toBe(false);
  expect((await on('swarm-01', id)).stdout).toBe(ids[0]);
});

test('a node that dies makes the lab one that does not run, and up makes it whole', async () => {
  process.kill(lab.nodes[1]!.process.pid, 'SIGKILL');
  await expect.poll(() => isRunning(lab), {timeout: 5000}).toBe(false);
  expect(await runningLabs(env)).toEqual([]);
  const again = await labUp(NAME, options);
  expect(again.kind).toBe('made');
  lab = again.lab;
});

test('reset gives nodes on which nothing has happened yet', async () => {
  await on('swarm-02', 'touch /root/trace; sync');
  const before = await on('swarm-01', 'docker swarm join-token -q worker');
  lab = (await labUp(NAME, {...options, fresh: true})).lab;
  expect((await on('swarm-02', 'ls /root')).stdout).toBe('');
  expect((await on('swarm-01', 'docker service ls -q')).stdout).toBe('');
  expect((await on('swarm-01', 'docker swarm join-token -q worker')).stdout).not.toBe(before.stdout);
});

test('what a killed up has left, down removes', async () => {
  const up = execa('node', ['dist/cli.js', 'lab', 'up', OTHER], {env: {XDG_STATE_HOME: folder}, reject: false});
  const {netnsFile, netns} = labPlaces(OTHER, env);
  await expect.poll(() => existsSync(netnsFile), {timeout: 60_000}).toBe(true);
  await expect
    .poll(async () => (await execa('ip', ['netns', 'pids', netns])).stdout.length, {timeout: 10_000})
    .toBeGreaterThan(0);
  up.kill('SIGKILL');
  await up;
  expect(await readLab(OTHER, env)).toBeUndefined();
  await labDown(OTHER, env);
  expect(existsSync(netnsFile)).toBe(false);
});

test('after down nothing is left', async () => {
  const {netnsFile, netns} = labPlaces(NAME, env);
  const {stdout} = await execa('ip', ['netns', 'pids', netns]);
  const pids = stdout.trim().split('\n');
  expect(pids.length).toBeGreaterThan(3);
  await labDown(NAME, env);
  expect(pids.filter(pid => markProcess(Number(pid)) !== undefined)).toEqual([]);
  expect(existsSync(netnsFile)).toBe(false);
  expect(readdirSync(join(folder, 'deepdive/labs'))).toEqual([]);
});

test('a kernel that panics ends: the abort is not one that the first process of a namespace could ignore', async () => {
  const {hostTree} = await nodeImage(USUAL_RELEASE, options);
  const tree = join(folder, 'panics');
  for (const each of ['bin', 'usr/bin', 'dev', 'proc', 'state', 'base']) mkdirSync(join(tree, each), {recursive: true});
  copyFileSync(join(hostTree, 'bin/busybox'), join(tree, 'bin/busybox'));
  const panics = '#!/bin/busybox sh\nkill -ABRT $$\n/bin/busybox sleep 60\n';
  writeFileSync(join(tree, 'usr/bin/linux.uml'), panics, {mode: 0o755});
  const place = {hostTree: tree, imageFolder: folder, nodeFolder: folder};
  const [file, ...args] = kernelCommand({...place, id: 'panics', disk: 'none', seed: 'none', words: {}});
  const {exitCode} = await execa(file, args, {reject: false, timeout: 30_000});
  expect(exitCode).toBe(128 + 6);
});
