import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {triedCode, tryWalk} from '../../src/commands/walk-live.ts';
import type {Snapshot} from '../../src/core/facts.ts';
import {follow} from '../../src/topology/walk/follow.ts';
import type {Live} from '../../src/topology/walk/live/compare.ts';
import {liveSummary} from '../../src/topology/walk/live/live-lines.ts';
import {answering, firstStop, type Goal, type Start, type Walk} from '../../src/topology/walk.ts';
import {FAULTS} from './faults/all.ts';
import {type Fault, SHELL} from './faults/fault.ts';
import {filled, placesOf} from './faults/places.ts';
import {WALKED} from './faults/walks.ts';
import {type TestLab, testLab} from './lab.ts';

const NODES = ['swarm-01', 'swarm-02', 'swarm-03'];
const PORTS = [31999, 31998];
const TIMES = 20;

let lab: TestLab;
/** When everything held. */
let whole: Snapshot;

function walkOf(snapshot: Snapshot, from: string, to: string): Walk {
  const start: Start = NODES.includes(from) ? {kind: 'outside', node: from} : {kind: 'container', name: from};
  const goal: Goal = to.startsWith(':') ? {kind: 'port', port: Number(to.slice(1))} : {kind: 'service', name: to};
  return follow(snapshot, start, goal);
}

/** Tries a walk; that nothing could be sent fails the test. */
async function tried(snapshot: Snapshot, walk: Walk): Promise<Live> {
  const live = await tryWalk(lab.cluster, snapshot, walk);
  if ('problem' in live) throw new Error(live.problem);
  return live;
}

/** What every task that answers says of itself, of `TIMES` answers. */
async function asked(node: string, line: string): Promise<readonly string[]> {
  const said = await lab.on(node, `for i in $(seq ${TIMES}); do ${line}; done`);
  const names = said.split('\n').flatMap(text => /(?:answered by |run_id:)([0-9a-f]+)/.exec(text)?.[1] ?? []);
  expect(names).toHaveLength(TIMES);
  return [...new Set(names)].sort();
}

/** The same for each of these addresses by itself. */
async function each(node: string, lines: readonly string[]): Promise<readonly string[]> {
  const said = await lab.on(node, lines.join('\n'));
  return [...said.matchAll(/(?:answered by |run_id:)([0-9a-f]+)/g)].map(([, name]) => name ?? '').sort();
}

async function settled(): Promise<Snapshot> {
  for (let attempt = 0; ; attempt++) {
    const snapshot = await lab.snapshot();
    const walks = NODES.flatMap(node => [
      ...PORTS.map(port => walkOf(snapshot, node, `:${port}`)),
      walkOf(snapshot, `f-vote.${node}`, 'f-redis'),
    ]);
    if (walks.every(walk => answering(walk).length >= 3)) return snapshot;
    if (attempt === 60) expect(walks.map(firstStop)).toEqual([]);
    await new Promise(resolve => setTimeout(resolve, 1000));
  }
}

beforeAll(async () => {
  lab = await testLab();
  const {redis, vote} = lab.cluster.images;
  const common = '--detach --no-resolve-image';
  await lab.on('swarm-01', 'docker network create --driver overlay f-net');
  await lab.on('swarm-01', 'docker network create --driver overlay --opt encrypted f-secret');
  await lab.on('swarm-01', `docker service create ${common} --mode global --name f-redis --network f-net ${redis}`);
  await lab.on('swarm-01', `docker service create ${common} --mode global --name f-hidden --network f-secret ${redis}`);
  const spread = '--mode global --publish 31999:80 --network f-net --network f-secret';
  await lab.on('swarm-01', `docker service create ${common} ${spread} --name f-vote ${vote}`);
  const four = '--replicas 4 --publish 31998:80 --network f-net';
  await lab.on('swarm-01', `docker service create ${common} ${four} --name f-four ${vote}`);
  whole = await settled();
});

afterAll(async () => {
  await lab?.on(
    'swarm-01',
    'docker service rm f-redis f-vote f-four f-hidden; sleep 5; docker network rm f-net f-secret; true',
  );
  await lab?.down();
});

/** Of each kind so many; DEEPDIVE_ALL_FAULTS=1 tries all of them. */
const MOST = process.env.DEEPDIVE_ALL_FAULTS === undefined ? 3 : Number.POSITIVE_INFINITY;

describe('where all holds, a walk foretells the tasks that answer, and trying it agrees', () => {
  test.each(PORTS.flatMap(port => NODES.map(node => [node, port] as const)).slice(0, MOST))(
    '%s at :%d',
    async (node, port) => {
      const walk = walkOf(whole, node, `:${port}`);
      const live = await tried(whole, walk);
      expect(liveSummary(live).join('\n')).toContain('all went as foretold');
      const from = NODES.find(one => one !== node)!;
      const entry = `10.77.0.1${node.slice(-1)}`;
      const answers = await asked(from, `curl -s -m 5 http://${entry}:${port}/`);
      const told = answering(walk);
      const hostnames = NODES.flatMap(id => {
        const fact = whole.facts.get(`docker.containers@${id}`);
        const rows = (fact?.rows ?? []) as readonly {readonly name: string; readonly hostname?: string}[];
        return rows
          .filter(({name}) =>
            told.some(
              task =>
                name.startsWith(`${task}.`) ||
                (task.endsWith(` on ${id}`) && name.startsWith(`${task.split(' ')[0]}.`)),
            ),
          )
          .map(({hostname}) => hostname);
      });
      expect(answers).toEqual(hostnames.sort());
    },
  );

  test.each(
    NODES.flatMap(node => ['f-redis', 'f-hidden', 'tasks.f-redis'].map(to => [node, to] as const)).slice(0, MOST),
  )('f-vote on %s to %s', async (node, to) => {
    const walk = walkOf(whole, `f-vote.${node}`, to);
    const live = await tried(whole, walk);
    expect(liveSummary(live).join('\n')).toContain('all went as foretold');
    expect(triedCode(live, 0)).toBe(0);
    const ns = placesOf(whole).get(`vote${node.slice(-1)}.ns`);
    const at = (address: string) =>
      `nsenter --net=/var/run/docker/netns/${ns} timeout 5 redis-cli -h ${address} info server | grep run_id`;
    const addresses = walk.branches.map(({address}) => address);
    const told = await each(node, addresses.map(at));
    expect(told).toHaveLength(answering(walk).length);
    const name = to.replace('tasks.', '');
    const vip = (whole.facts.get('swarm.services@swarm-01')?.rows ?? []) as readonly {
      readonly name: string;
      readonly virtualIps: readonly {readonly ipv4?: string}[];
    }[];
    const [address] = vip.find(one => one.name === name)?.virtualIps ?? [];
    expect(await asked(node, at(address?.ipv4 ?? ''))).toEqual(told);
  });
});

describe('a fault is named before anything is sent, and trying it agrees', () => {
  test.each(WALKED.slice(0, MOST))(
    '$name: $from to $to ends at $at',
    async ({name, from, to, at, outdated = 'differs', forget = ''}) => {
      const fault: Fault | undefined = FAULTS.flatMap(({faults}) => faults).find(one => one.name === name);
      if (fault === undefined) throw new Error(`no fault is called ${name}`);
      const places = placesOf(whole);
      try {
        await lab.on(fault.node, SHELL + filled(`${fault.harm}\n${forget}`, places));
        const snapshot = await lab.snapshot();
        const walk = walkOf(snapshot, from, to);
        const stop = firstStop(walk);
        expect(`${stop?.kind}@${stop?.node}`).toBe(at);
        const live = await tried(snapshot, walk);
        expect(liveSummary(live).join('\n')).toContain('all went as foretold');
        // What held before does not hold now: the walk of then, tried now, differs.
        const before = await tried(whole, walkOf(whole, from, to));
        expect(before.outcome).toBe(outdated);
      } finally {
        await lab.on(fault.node, SHELL + filled(`${fault.undo}\n${forget}`, places));
        whole = await settled();
      }
    },
  );
});
