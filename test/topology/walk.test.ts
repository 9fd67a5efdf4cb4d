import {describe, expect, test} from 'vitest';
import {madeCluster} from '../../src/bench/made/cluster.ts';
import type {Snapshot} from '../../src/core/facts.ts';
import {outcomeOf} from '../../src/topology/walk/outcome.ts';
import {answering} from '../../src/topology/walk.ts';
import {type FixtureName, fixture} from '../snapshot/fixture.ts';
import {allHops, ends, expectSeen, running, walked, withRoutes} from './walking.ts';

const WAYS: readonly (readonly [FixtureName, string, string])[] = [
  ['published', 'swarm-01 > :30000', 'vote'],
  ['published', 'swarm-02 > :30000', 'vote'],
  ['published', 'swarm-03 > :30000', 'vote'],
  ['wired', 'swarm-01 > :30000', 'vote'],
  ['wired', 'swarm-02 > :30000', 'vote'],
  ['wired', 'worker.1 > redis', 'redis'],
  ['wired', 'worker.1 > tasks.redis', 'redis'],
  ['wired', 'worker.1 > names', 'names'],
  ['wired', 'worker.1 > vote', 'vote'],
  ['wired', 'redis.1 > redis', 'redis'],
  ['wired', 'vote.2 > redis', 'redis'],
  ['wired', 'redis.2 > worker', 'worker'],
  ['wired', 'worker.1 > 10.0.1.2', 'redis'],
];

describe.each(WAYS)('%s: %s', (name, way, service) => {
  const snapshot = name === 'published' ? withRoutes(fixture(name)) : fixture(name);
  const walk = walked(snapshot, way);

  test('comes to every running task and back', () => {
    expect(ends(walk)).toEqual([]);
    expect([...answering(walk)].sort()).toEqual(running(snapshot, service));
    expect(outcomeOf(walk)).toBe('ok');
  });

  test('names rows that are in the snapshot', () => expectSeen(snapshot, walk));

  test('crosses between nodes only where the task is on another', () => {
    const start = walk.hops[0]?.node;
    for (const {node, hops} of walk.branches) {
      const crosses = hops.some(({kind}) => kind === 'tunnel');
      expect([node, crosses]).toEqual([node, node !== start]);
    }
  });
});

test('an address of a task is reached without a load balancer', () => {
  const there = walked(fixture('wired'), 'worker.1 > 10.0.1.4');
  expect(answering(there)).toEqual(['redis.2']);
  expect(allHops(there).map(({kind}) => kind)).toEqual([
    'route',
    'leave',
    'neigh',
    'fdb',
    'tunnel',
    'encrypt',
    'cross',
    'cross',
    'tunnel',
    'task',
    'port',
    'back',
  ]);
  const here = walked(fixture('wired'), 'worker.1 > 10.0.1.10');
  expect(allHops(here).map(({kind}) => kind)).toEqual(['route', 'leave', 'task', 'port', 'back']);
});

test('only an encrypted overlay is encrypted', () => {
  const snapshot = fixture('wire');
  const kinds = (way: string) => new Set(allHops(walked(snapshot, way)).map(({kind}) => kind));
  expect(kinds('redis.swarm-01 > redis').has('encrypt')).toBe(true);
  expect(kinds('plain.swarm-01 > plain').has('encrypt')).toBe(false);
  for (const way of ['redis.swarm-01 > redis', 'plain.swarm-01 > plain']) {
    const walk = walked(snapshot, way);
    expect(ends(walk)).toEqual([]);
    expect(answering(walk)).toHaveLength(3);
    expectSeen(snapshot, walk);
  }
});

test('a name is known only on a network that both are on', () => {
  const walk = walked(fixture('wire'), 'redis.swarm-01 > plain');
  expect(walk.hops).toMatchObject([
    {
      code: 'no_shared_network',
      reason: expect.stringMatching(/ is on vote, where plain is not: there the name plain is not known$/),
    },
  ]);
  // Names are told on no ingress network, which is all that one whose service publishes a port is on.
  const {facts, ...rest} = fixture('wire');
  const bare = [...facts].map(([key, fact]) => {
    if (fact.kind !== 'docker.networks') return [key, fact] as const;
    return [key, {...fact, rows: fact.rows.map(row => ({...row, ingress: true}))}] as const;
  });
  const alone = walked({...rest, facts: new Map(bare)} as Snapshot, 'redis.swarm-01 > plain');
  expect(alone.hops).toMatchObject([{reason: expect.stringMatching(/ told on: there the name plain is not known$/)}]);
});

test('what was not collected is unknown, never well', () => {
  const walk = walked(fixture('redis-5'), 'worker.1 > redis');
  expect(ends(walk)).toEqual(['route@swarm-01 unknown']);
  expect(outcomeOf(walk)).toBe('unknown');
  expect(ends(walked(fixture('published'), 'swarm-01 > :30000'))).toEqual(['gateway@swarm-01 unknown']);
});

test.each([
  ['swarm-01 > redis', 'route@swarm-01 unknown'],
  ['swarm-01 > 10.0.1.4', 'route@swarm-01 unknown'],
  ['worker.1 > :30000', 'route@swarm-03 unknown'],
  ['worker.1 > 10.77.0.12', 'route@swarm-03 unknown'],
  ['nobody.1 > redis', 'leave@swarm-01 broken'],
  ['worker.1 > nothing', 'dns@swarm-03 broken'],
  ['worker.1 > 10.0.1.200', 'neigh@swarm-03 broken'],
  ['swarm-01 > :30001', 'dnat@swarm-01 broken'],
])('%s ends at %s', (way, end) => expect(ends(walked(fixture('wired'), way))).toEqual([end]));

test.each([true, false])('a made cluster is as well as a real one, encrypted: %s', encrypted => {
  const snapshot = madeCluster({nodes: 3, tasks: 7, encrypted});
  for (const way of ['node-01 > :8080', 'web.2 > web', 'web.2 > tasks.web', 'web.1 > 10.1.1.2']) {
    const walk = walked(snapshot, way);
    expect([way, ends(walk)]).toEqual([way, []]);
    expect(answering(walk)).toHaveLength(way.includes('10.1.1.2') ? 1 : 7);
    expectSeen(snapshot, walk);
  }
});
