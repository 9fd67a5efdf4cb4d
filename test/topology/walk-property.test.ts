import fc from 'fast-check';
import {expect, test} from 'vitest';
import {madeCluster} from '../../src/bench/made/cluster.ts';
import {type Fact, type FactKind, factKey, LATER_FACTS, type Snapshot} from '../../src/core/facts.ts';
import {outcomeOf} from '../../src/topology/walk/outcome.ts';
import {answering, firstStop} from '../../src/topology/walk.ts';
import {edited, type Rows, withProblem} from '../assertions/edit.ts';
import {PLAIN} from '../assertions/trap.ts';
import {fixture} from '../snapshot/fixture.ts';
import {inHostMode} from './host-mode.ts';
import {balancedInContainers} from './inside-mode.ts';
import {allHops, ends, isSeen, walked, withKernel, withRoutes} from './walking.ts';

const WIRED = withKernel(fixture('wired'));
const PUBLISHED = withRoutes(fixture('published'));
/** Kinds that a walk reads. */
const READ = /^(?:docker|swarm|netns|node\.xfrm|ns)/;

/** Values that stand in places of others: of the same sort, and of any. */
const value = fc.oneof(
  fc.constantFrom('10.0.1.4', '10.0.0.7', '10.77.0.13', '02:42:0a:00:01:04', 'eth0', 'br0', 'vxlan0', 'DROP', 'RETURN'),
  fc.constantFrom('swarm-02', 'INPUT', 'PREROUTING', 'DOCKER-INGRESS', 'redis', 'host', '', 'UP', '127.0.0.11:53'),
  fc.constantFrom(0, 1, 2, 256, 258, 4097, 30000),
  fc.boolean(),
);

/** A place in a row, by turns at each level, and what becomes of it. */
interface Change {
  readonly fact: number;
  readonly path: readonly number[];
  readonly how: 'drop' | 'double' | 'replace' | 'problem' | 'gone';
  readonly value: unknown;
}

const change: fc.Arbitrary<Change> = fc.record({
  fact: fc.nat(),
  path: fc.array(fc.nat(), {minLength: 1, maxLength: 6}),
  how: fc.constantFrom('drop', 'drop', 'double', 'replace', 'replace', 'replace', 'problem', 'gone'),
  value,
});

/** The value with something inside it changed; a replaced value keeps its sort, as the schema of a stored row demands. */
function changed(data: unknown, [step = 0, ...path]: readonly number[], change: Change): unknown {
  if (Array.isArray(data) && data.length > 0) {
    const at = step % data.length;
    if (path.length === 0 && change.how === 'drop') return data.filter((_, index) => index !== at);
    if (path.length === 0 && change.how === 'double') return [...data, data[at]];
    return data.map((item, index) => (index === at ? changed(item, path, change) : item));
  }
  if (typeof data === 'object' && data !== null && !Array.isArray(data)) {
    const keys = Object.keys(data);
    const key = keys[step % Math.max(1, keys.length)];
    if (key === undefined) return data;
    return {...data, [key]: changed((data as Record<string, unknown>)[key], path, change)};
  }
  return typeof data === typeof change.value ? change.value : data;
}

function mutated(snapshot: Snapshot, changes: readonly Change[]): Snapshot {
  const facts = new Map(snapshot.facts);
  for (const change of changes) {
    const keys = [...facts.keys()].filter(key => READ.test(key));
    const key = keys[change.fact % keys.length] ?? '';
    const fact = facts.get(key);
    if (fact === undefined) continue;
    if (change.how === 'gone') facts.delete(key);
    else if (change.how === 'problem') facts.set(key, {...fact, rows: [], problem: {cause: 'timeout', detail: 'slow'}});
    else facts.set(key, {...fact, rows: changed(fact.rows, change.path, change)} as Fact);
  }
  return {...snapshot, facts};
}

function expectHonest(snapshot: Snapshot, way: string): void {
  const walk = walked(snapshot, way);
  for (const hops of [walk.hops, ...walk.branches.map(branch => [...walk.hops, ...branch.hops])]) {
    const places = hops
      .filter(({status}) => status === 'ok')
      .map(({kind, node, netns, device}) => [kind, node, netns, device].join());
    expect(new Set(places).size).toBe(places.length);
  }
  for (const hops of [walk.hops, ...walk.branches.map(branch => branch.hops)]) {
    const stop = hops.findIndex(({status}) => status !== 'ok');
    expect([-1, hops.length - 1]).toContain(stop);
  }
  for (const hop of allHops(walk)) {
    if (hop.status === 'ok')
      expect(hop.evidence.map(witness => [witness, isSeen(snapshot, witness)])).toEqual(
        hop.evidence.map(witness => [witness, true]),
      );
  }
}

const WAYS = [
  [WIRED, ['worker.1 > redis', 'worker.1 > names', 'worker.1 > 10.0.1.4', 'swarm-02 > :30000']],
  [PUBLISHED, ['swarm-01 > :30000', 'swarm-03 > :30000']],
  // As old engines have it.
  [inHostMode(WIRED), ['worker.1 > redis', 'swarm-02 > :30000']],
  [balancedInContainers(WIRED), ['worker.1 > redis', 'redis.1 > redis', 'vote.1 > 10.0.1.7']],
] as const;

test('a damaged snapshot gives a walk that ends, meets no place twice, and shows only rows that are there', () => {
  fc.assert(
    fc.property(
      fc.array(change, {minLength: 1, maxLength: 4}),
      fc.constantFrom(...WAYS),
      (changes, [snapshot, ways]) => {
        const damaged = mutated(snapshot, changes);
        for (const way of ways) expectHonest(damaged, way);
      },
    ),
    {numRuns: 300},
  );
}, 120_000);

test('in a made cluster every task answers, from everywhere', () => {
  const shape = fc.record({
    nodes: fc.integer({min: 1, max: 4}),
    tasks: fc.integer({min: 1, max: 9}),
    encrypted: fc.boolean(),
  });
  fc.assert(
    fc.property(shape, fc.nat(), ({tasks, ...shape}, n) => {
      const snapshot = madeCluster({tasks, ...shape});
      const {id} = snapshot.nodes[n % shape.nodes]!;
      for (const way of [`${id} > :8080`, `web.${(n % tasks) + 1} > web`, `web.${(n % tasks) + 1} > tasks.web`]) {
        const walk = walked(snapshot, way);
        expect([way, ends(walk)]).toEqual([way, []]);
        expect(answering(walk)).toHaveLength(tasks);
        expectHonest(snapshot, way);
      }
    }),
    {numRuns: 25},
  );
});

/** To the virtual address of web. */
const TO_VIP = 'inside > 10.1.0.2';

/** The first container of a node, moved into the place of the node's load balancer: what it sends comes back to it. */
function inBalancer(snapshot: Snapshot, node: string): Snapshot {
  const rowsOf = <Kind extends 'docker.networks' | 'docker.containers'>(kind: Kind) =>
    snapshot.facts.get(factKey(kind, node))!.rows as Rows<Kind>;
  const network = rowsOf('docker.networks').find(({name}) => name === 'vote')!;
  const {ipv4, mac} = network.containers.find(({key}) => key === 'lb-vote')!;
  const [client] = rowsOf('docker.containers');
  const seat = {ipv4: ipv4!, mac: mac!};
  return edited(snapshot, 'docker.containers', node, rows =>
    rows.map(row =>
      row !== client
        ? row
        : {
            ...row,
            id: 'inside',
            labels: {},
            sandboxKey: `/var/run/docker/netns/lb_${network.id.slice(0, 9)}`,
            networks: row.networks.map(one => (one.networkId === network.id ? {...one, ...seat} : one)),
          },
    ),
  );
}

test('a packet that comes back to where it was is seen to go round in a loop', () => {
  const shape = fc.record({
    nodes: fc.integer({min: 1, max: 3}),
    tasks: fc.integer({min: 4, max: 9}),
    encrypted: fc.boolean(),
  });
  fc.assert(
    fc.property(shape, fc.nat(), ({tasks, ...shape}, n) => {
      const made = madeCluster({tasks, ...shape});
      const {id} = made.nodes[n % shape.nodes]!;
      const snapshot = inBalancer(made, id);
      const {branches} = walked(snapshot, TO_VIP);
      expect(branches).toHaveLength(tasks);
      for (const {hops} of branches) expect(hops.at(-1)).toMatchObject({status: 'broken', code: 'loop'});
      expectHonest(snapshot, TO_VIP);
    }),
    {numRuns: 15},
  );
});

test('a chain that leads back into itself is reported', () => {
  const facts = new Map(
    [...WIRED.facts].map(([key, fact]): [string, Fact] => {
      if (fact.kind !== 'ns.iptables') return [key, fact];
      const rows = (fact as Fact<'ns.iptables'>).rows;
      const turn = (name: string) => ({...PLAIN, target: name});
      return [key, {...fact, rows: rows.map(chain => ({...chain, rules: [turn(chain.name), ...chain.rules]}))} as Fact];
    }),
  );
  for (const way of WAYS[0][1]) {
    const stop = firstStop(walked({...WIRED, facts}, way));
    expect(stop).toMatchObject({status: 'unknown', reason: expect.stringContaining('leads back into itself')});
  }
});

test.each(WAYS.flatMap(([snapshot, ways]) => ways.map(way => [way, snapshot] as const)))(
  '%s: what could not be read leaves no hop ok that it decides, and breaks none',
  (way, snapshot) => {
    const shown = allHops(walked(snapshot, way)).flatMap(hop => (hop.status === 'ok' ? hop.evidence : []));
    const keys = [...new Set(shown.map(({fact}) => fact))];
    expect(keys.length).toBeGreaterThan(5);
    for (const key of keys) {
      const blind = walked(withProblem(snapshot, key), way);
      // Of what was not collected at first it is said that it was not looked at.
      const isLater = LATER_FACTS.has(key.split('@')[0] as FactKind);
      expect([key, isLater ? outcomeOf(blind) !== 'broken' : outcomeOf(blind)]).toEqual([key, isLater || 'unknown']);
    }
  },
);
