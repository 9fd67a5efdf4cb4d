import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {execa} from 'execa';
import {afterAll, beforeAll, expect, test} from 'vitest';
import type {CheckResult} from '../../src/core/result.ts';
import {labPlaces} from '../../src/lab/places.ts';
import {resultOf, runsIn} from '../grade/class.ts';
import {type TestLab, testLab} from './lab.ts';

/** The port asked for, and another that gives other answers. */
const [PORT, OTHER] = [31997, 31996];
/** Of the machine that grades, in the nodes' own network. */
const GRADER = '10.77.0.1';

const SUITE = `suite: door
title: The door
version: 1.0.0
checks:
  - {id: runs, use: svc.replicas, with: {service: g-vote, replicas: 3}, points: 1}
  - {id: inside, use: mesh.reachable, with: {port: ${PORT}}, points: 2}
  - {id: outside, use: mesh.outside, with: {port: ${PORT}}, points: 4}
`;

let lab: TestLab;
let folder: string;
let netns: string;

/** Grades the lab's nodes by their addresses, as from a machine in their network. */
async function grade(): Promise<readonly CheckResult[]> {
  const out = mkdtempSync(join(folder, 'runs-'));
  const words = ['grade', join(folder, 'suite.yaml'), '--roster', join(folder, 'class.yaml'), '--out', out];
  const {exitCode, stdout, stderr} = await execa(
    'ip',
    ['netns', 'exec', netns, process.execPath, 'dist/cli.js', ...words],
    {env: {...process.env, XDG_STATE_HOME: join(folder, 'state')}, reject: false},
  );
  expect([0, 1, 3], stdout + stderr).toContain(exitCode);
  return resultOf(runsIn(out)[0]!, 'ada').checks;
}

async function during(node: string, harm: string, undo: string): Promise<readonly CheckResult[]> {
  await lab.on(node, harm);
  try {
    return await grade();
  } finally {
    await lab.on(node, undo);
  }
}

beforeAll(async () => {
  lab = await testLab();
  folder = mkdtempSync(join(tmpdir(), 'deepdive-grade-'));
  netns = labPlaces(lab.cluster.name, {}).netns;
  // Who stands in the nodes' own network needs no way into it.
  const ways = readFileSync(lab.cluster.sshConfig!, 'utf8')
    .split('\n')
    .filter(line => !line.includes('ProxyCommand'));
  writeFileSync(join(folder, 'ssh_config'), ways.join('\n'));
  const nodes = lab.cluster.nodes.map(({id, role}) => `      ${id}: {ssh: ${id}, role: ${role}}`);
  writeFileSync(
    join(folder, 'class.yaml'),
    `sshConfig: ssh_config\nsubmissions:\n  - id: ada\n    nodes:\n${nodes.join('\n')}\n`,
  );
  writeFileSync(join(folder, 'suite.yaml'), SUITE);
  const {vote} = lab.cluster.images;
  const spread = '--mode global --no-resolve-image';
  await lab.on('swarm-01', `docker service create -q ${spread} --name g-vote --publish ${PORT}:80 ${vote}`);
  await lab.on('swarm-01', `docker service create -q ${spread} --name g-other --publish ${OTHER}:80 ${vote}`);
});

afterAll(async () => {
  await lab?.on('swarm-01', 'docker service rm g-vote g-other');
  await lab?.down();
  if (folder !== undefined) rmSync(folder, {recursive: true, force: true});
});

const held = {status: 'pass'};

test('a port that answers from outside is observed, and what nodes tell of each other corroborated', async () => {
  const [runs, inside, outside] = await grade();
  expect(runs).toMatchObject(held);
  expect(inside).toMatchObject(held);
  expect(outside).toMatchObject({...held, trust: 'observed'});
});

test('a door that is shut only to the outside is missed from outside alone', async () => {
  const rule = `DOCKER-USER -p tcp -s ${GRADER} --dport ${PORT} -j REJECT --reject-with tcp-reset`;
  const [runs, inside, outside] = await during('swarm-02', `iptables -I ${rule}`, `iptables -D ${rule}`);
  expect([runs, inside]).toMatchObject([held, held]);
  expect(outside).toMatchObject({
    status: 'fail',
    reason: expect.stringMatching(/^swarm-02: asked from outside, port 31997 gives 0\/6 answers/),
  });
});

test('somebody else who answers at the door is found from outside', async () => {
  const way = `$(iptables -t nat -S DOCKER-INGRESS | sed -n 's/.*--dport ${OTHER} .*--to-destination //p')`;
  const rule = `PREROUTING -p tcp -s ${GRADER} --dport ${PORT} -j DNAT --to-destination ${way}`;
  const [, inside, outside] = await during('swarm-03', `iptables -t nat -I ${rule}`, `iptables -t nat -D ${rule}`);
  expect(inside).toMatchObject(held);
  expect(outside).toMatchObject({
    status: 'fail',
    reason: expect.stringMatching(/^swarm-03: /),
  });
});

test('silence is an error: a firewall on the way to the node looks the same', async () => {
  const rule = `DOCKER-USER -p tcp -s ${GRADER} --dport ${PORT} -j DROP`;
  const [, inside, outside] = await during('swarm-02', `iptables -I ${rule}`, `iptables -D ${rule}`);
  expect(inside).toMatchObject(held);
  expect(outside).toMatchObject({status: 'error', points: {earned: null}});
  expect(JSON.stringify(outside)).toContain('10.77.0.12:31997 did not answer this machine within 2 s');
});
