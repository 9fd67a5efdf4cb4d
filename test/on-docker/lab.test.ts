import {existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {execa} from 'execa';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import type {Cluster} from '../../src/cluster/cluster.ts';
import {containerCluster} from '../../src/cluster/container.ts';
import {type DockerLab, isUp, readLab, runningLabs} from '../../src/lab/lab-record.ts';
import {type Env, labPlaces} from '../../src/lab/places.ts';
import {probeNode} from '../../src/session/probe.ts';
import {type Dockerd, dockerdMissing, startDockerd} from '../cluster/dockerd.ts';

const NAME = 'boxes';
const OTHER = 'others';
const folder = mkdtempSync(join(tmpdir(), 'deepdive-on-docker-'));
let dockerd: Dockerd;
let env: Env;

/** The built program, as a stranger runs it. */
function deepdive(...args: readonly string[]) {
  return execa('node', ['dist/cli.js', ...args], {env, extendEnv: false, reject: false, all: true});
}

async function record(name: string): Promise<DockerLab> {
  const lab = await readLab(name, env);
  if (lab?.kind !== 'docker') throw new Error(`there is no lab ${name} of containers`);
  return lab;
}

async function on(id: string, line: string, lab?: DockerLab): Promise<string> {
  const {nodes, socket} = lab ?? (await record(NAME));
  const cluster = containerCluster({name: 'test', nodes: nodes.map(node => ({...node, socket}))});
  const {stdout, stderr, end} = await cluster.nodes.find(node => node.id === id)!.run({line}, {timeoutMs: 60_000})
    .ended;
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes).trim();
  expect(end, `${line}: ${text(stderr)}`).toEqual({kind: 'exited', code: 0});
  await cluster.close();
  return text(stdout);
}

/** Everything that labs have made of the engine, but the image. */
async function things(name?: string): Promise<readonly string[]> {
  const filters = {label: [name === undefined ? 'deepdive.lab' : `deepdive.lab=${name}`]};
  const containers = await dockerd.engine.listContainers({all: true, filters});
  const networks = await dockerd.engine.listNetworks({filters});
  const {Volumes: volumes} = await dockerd.engine.listVolumes();
  return [
    ...containers.flatMap(({Names}) => Names),
    ...networks.map(({Name}) => Name),
    ...(name === undefined ? volumes.map(({Name}) => Name) : []),
  ];
}

beforeAll(async () => {
  const missing = dockerdMissing();
  if (missing !== undefined) throw new Error(missing);
  dockerd = await startDockerd();
  env = {PATH: process.env.PATH, HOME: folder, DOCKER_HOST: `unix://${dockerd.socket}`, LC_ALL: 'C.UTF-8'};
  const {exitCode, all} = await deepdive('lab', 'up', NAME, '--kind', 'docker');
  expect(exitCode, all).toBe(0);
});

afterAll(async () => {
  for (const name of [NAME, OTHER]) if (dockerd !== undefined) await deepdive('lab', 'down', name, '--kind', 'docker');
  await dockerd?.stop();
  rmSync(folder, {recursive: true});
});

describe('a lab that is up', () => {
  test('is a swarm of three ready nodes with the engine it names and the images of the services', async () => {
    const lab = await record(NAME);
    const rows = await on('swarm-01', "docker node ls --format '{{.Hostname}} {{.Status}} {{.EngineVersion}}'");
    const version = lab.engine.replace('docker ', '');
    expect(
      rows
        .split('\n')
        .map(line => line.replace(/\+.*$/, ''))
        .sort(),
    ).toEqual([1, 2, 3].map(i => `swarm-0${i} Ready ${version}`));
    for (const {id, address} of lab.nodes) {
      const images = await on(id, "docker images --format '{{.Repository}}:{{.Tag}}'");
      expect(images.split('\n').sort()).toEqual(Object.values(lab.images).sort());
      expect(await on(id, "docker info -f '{{.Swarm.NodeAddr}}'")).toBe(address);
    }
  });

  test('is told as one of containers, with all nodes running and what the kernel lacks', async () => {
    const lab = await record(NAME);
    expect((await runningLabs(env)).map(({name}) => name)).toEqual([NAME]);
    const {stdout} = await deepdive('lab', 'status', NAME, '--json');
    const [told] = JSON.parse(stdout);
    expect(told.lab.kind).toBe('docker');
    expect(told.nodes).toEqual(
      lab.nodes.map(({id, address, role}) => {
        return {id, address, role, running: true, swarm: 'Ready', memoryMiB: expect.any(Number)};
      }),
    );
    const {all} = await deepdive('lab', 'status');
    expect(all).toContain(`lab ${NAME} runs (kind docker`);
    for (const [name, words] of [
      ['ipvs', 'no IPVS'],
      ['esp', 'no ESP'],
    ] as const)
      expect(all.includes(words)).toBe(lab.lacks.includes(name));
    expect(lab.untried).toEqual([]);
  });

  test('says of its kernel what lessons then find there', async () => {
    const lab = await record(NAME);
    const {nodes, socket} = lab;
    const cluster: Cluster = containerCluster({name: NAME, nodes: nodes.map(node => ({...node, socket}))});
    const {probed} = await probeNode(cluster.nodes[1]!, {
      id: 'swarm-02',
      role: 'worker',
      reached: 'unknown',
      probed: {},
    });
    expect(probed).toMatchObject({swarm: 'active', addr: nodes[1]!.address, host: 'swarm-02'});
    expect(probed.ipvs).toBe(String(!lab.lacks.includes('ipvs')));
    expect(probed.esp).toBe(String(!lab.lacks.includes('esp')));
    await cluster.close();
  });

  test('has the tools that lessons call on every node', async () => {
    const tools = 'nsenter ip bridge brctl ipvsadm tcpdump conntrack iptables iptables-save curl netstat ifconfig ss';
    const check = `for tool in ${tools} redis-cli findmnt awk ping less ps; do command -v $tool >/dev/null || echo $tool; done`;
    for (const id of ['swarm-01', 'swarm-02', 'swarm-03']) expect(await on(id, check)).toBe('');
  });

  test('carries a service over an overlay, from task to task on two nodes', async () => {
    await on('swarm-01', 'docker network create -d overlay --attachable plain');
    const {images} = await record(NAME);
    const create = 'docker service create --quiet --no-resolve-image --network plain';
    await on('swarm-01', `${create} --mode global --name probe ${images.worker}`);
    const peers = await on('swarm-02', 'docker exec $(docker ps -qf name=probe) nslookup tasks.probe 127.0.0.11');
    const addresses = [...new Set(peers.match(/10\.0\.\d+\.\d+/g))];
    expect(addresses).toHaveLength(3);
    for (const address of addresses)
      await on('swarm-02', `docker exec $(docker ps -qf name=probe) ping -c 1 -W 5 ${address}`);
    await on('swarm-01', 'docker service rm probe && sleep 3 && docker network rm plain');
  });

  test('gives a shell: lab ssh passes on the line, the input and the exit code', async () => {
    const ssh = ['dist/cli.js', 'lab', 'ssh', '--lab', NAME, 'swarm-02', 'cat;', 'hostname;', 'exit', '7'];
    const {stdout, exitCode} = await execa('node', ssh, {env, extendEnv: false, reject: false, input: 'hello\n'});
    expect({stdout, exitCode}).toEqual({stdout: 'hello\nswarm-02', exitCode: 7});
  });

  test('is left as it is by another up, also without its kind', async () => {
    const before = await record(NAME);
    const {all, exitCode} = await deepdive('lab', 'up', NAME);
    expect(all).toContain('runs already');
    expect(exitCode).toBe(0);
    expect(await record(NAME)).toEqual(before);
  });

  test('is of one kind: as kernels it is neither made nor removed', async () => {
    for (const verb of ['up', 'down'])
      expect((await deepdive('lab', verb, NAME, '--kind', 'uml')).all).toContain('of the kind docker');
    expect(await isUp(await record(NAME))).toBe(true);
  });

  test('is not touched from another state folder', async () => {
    const elsewhere = {...env, XDG_STATE_HOME: join(folder, 'elsewhere')};
    for (const [verb, words] of [
      ['up', 'take another name'],
      ['down', 'whoever made it can remove it'],
    ] as const) {
      const lab = ['dist/cli.js', 'lab', verb, NAME, '--kind', 'docker'];
      const {stderr, exitCode} = await execa('node', lab, {env: elsewhere, extendEnv: false, reject: false});
      expect(stderr).toContain(words);
      expect(exitCode).toBe(1);
    }
    expect(await isUp(await record(NAME))).toBe(true);
  });
});

test('what the kernel has is proven on it, and what it has not is named', async () => {
  const proof = await deepdive('prove', 'swarm-networking', '--cluster', NAME, '--lesson', 'what-swarm-made');
  expect(proof.all).not.toContain('BAD');
  expect(proof.exitCode, proof.all).toBe(0);
  if (!(await record(NAME)).lacks.includes('ipvs')) return;
  const mesh = await deepdive('prove', 'swarm-networking', '--cluster', NAME, '--lesson', 'routing-mesh');
  expect(mesh.all).toMatch(/^-- {3}not here routing-mesh: needs a kernel with IPVS .* \(publish, door, /m);
  expect(mesh.exitCode).toBe(4);
});

test('two labs stand side by side on networks of their own, and the end of one leaves the other alone', async () => {
  // Without the tools that a lab of kernels takes, and without a kind.
  const bare = {...env, PATH: folder};
  const args = ['dist/cli.js', 'lab', 'up', OTHER];
  const made = await execa(process.execPath, args, {env: bare, extendEnv: false, reject: false});
  expect(made.stderr).toMatch(/as containers, for kernels as processes lack something here:\n- mmdebstrap, /);
  expect(made.exitCode, made.stderr).toBe(0);
  const other = await record(OTHER);
  const first = await record(NAME);
  expect(new Set([...other.nodes, ...first.nodes].map(({address}) => address)).size).toBe(6);
  const ids = [await on('swarm-01', 'docker swarm join-token -q worker', other), await token()];
  expect(new Set(ids).size).toBe(2);
  expect((await deepdive('lab', 'down', OTHER)).exitCode).toBe(0);
  expect(await things(OTHER)).toEqual([]);
  expect(await token()).toBe(ids[1]);
});

test('a node that has ended makes the lab one that does not run, and up makes it whole', async () => {
  const {nodes} = await record(NAME);
  await dockerd.engine.getContainer(nodes[1]!.containerId).kill();
  expect(await isUp(await record(NAME))).toBe(false);
  const {all, exitCode} = await deepdive('lab', 'status', NAME);
  expect(all).toContain('has 2 of 3 nodes');
  expect(exitCode).toBe(1);
  expect((await deepdive('lab', 'up', NAME)).exitCode).toBe(0);
  expect(await isUp(await record(NAME))).toBe(true);
});

test('reset gives nodes on which nothing has happened yet', async () => {
  await on('swarm-02', 'touch /root/trace');
  const before = await token();
  // On the engine that it has, also where another would be the usual one.
  const {DOCKER_HOST: _, ...plain} = env;
  const reset = ['dist/cli.js', 'lab', 'reset', NAME];
  expect(await execa('node', reset, {env: plain, extendEnv: false, reject: false})).toMatchObject({exitCode: 0});
  expect(await on('swarm-02', 'ls /root')).toBe('');
  expect(await token()).not.toBe(before);
});

test.each([
  ['killed', 'SIGKILL', null],
  ['interrupted', 'SIGINT', 130],
] as const)('an up that is %s leaves nothing that down would not remove', async (_, signal, code) => {
  const running = execa('node', ['dist/cli.js', 'lab', 'up', OTHER, '--kind', 'docker'], {
    env,
    extendEnv: false,
    reject: false,
  });
  await expect.poll(() => things(OTHER), {timeout: 60_000, interval: 20}).toHaveLength(4);
  running.kill(signal);
  const ended = await running;
  expect(ended.exitCode ?? null).toBe(code);
  expect(await readLab(OTHER, env)).toBeUndefined();
  if (signal === 'SIGKILL') {
    expect((await deepdive('lab', 'status')).all).toContain(`lab ${OTHER} is being made, or was left half made`);
    expect((await deepdive('lab', 'down', OTHER)).exitCode).toBe(0);
  }
  expect(await things(OTHER)).toEqual([]);
  expect(existsSync(labPlaces(OTHER, env).folder)).toBe(false);
});

test('where no engine answers that is said, with what mends it', async () => {
  const nowhere = {...env, DOCKER_HOST: 'unix:///nowhere/docker.sock'};
  const lab = ['dist/cli.js', 'lab', 'up', 'fresh', '--kind', 'docker'];
  const {stderr, exitCode} = await execa('node', lab, {env: nowhere, extendEnv: false, reject: false});
  expect(stderr).toMatch(
    /no Docker engine answers: there is no \/nowhere\/docker\.sock.*apt-get install -y docker\.io/,
  );
  expect(exitCode).toBe(2);
});

test('a lab whose engine does not answer is told as not looked at', async () => {
  const {record: file} = labPlaces(NAME, env);
  const kept = readFileSync(file, 'utf8');
  writeFileSync(file, kept.replace(dockerd.socket, '/nowhere/docker.sock'));
  const {all, exitCode} = await deepdive('lab', 'status', NAME);
  writeFileSync(file, kept);
  expect(all).toContain(
    `lab ${NAME} cannot be looked at (kind docker): no Docker engine answers: there is no /nowhere`,
  );
  expect(exitCode).toBe(1);
});

test('after down nothing is left but the image', async () => {
  expect(await things()).not.toEqual([]);
  expect((await deepdive('lab', 'down', NAME)).exitCode).toBe(0);
  expect(await things()).toEqual([]);
  expect(readdirSync(join(folder, '.local/state/deepdive/labs'))).toEqual([]);
  expect((await dockerd.engine.listImages()).map(({RepoTags}) => RepoTags?.[0])).toEqual([
    expect.stringMatching(/^deepdive\/node:[0-9a-f]{16}$/),
  ]);
});

async function token(): Promise<string> {
  return on('swarm-01', 'docker swarm join-token -q worker');
}
