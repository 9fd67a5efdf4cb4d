import {expect, test} from 'vitest';
import {assertions as registry} from '../../assertions/registry.ts';
import type {Snapshot} from '../../src/core/facts.ts';
import type {CheckResult} from '../../src/core/result.ts';
import {assertionsOf, judgeSuite, needsOf} from '../../src/grade/judge-suite.ts';
import {edited, netnsOf, withProblem} from '../assertions/edit.ts';
import {fixture} from '../snapshot/fixture.ts';
import {suiteOf} from './suite-text.ts';

const wired = fixture('wired');
const load = async (id: string) => registry.get(id);

async function judged(
  checks: readonly string[],
  snapshot: Snapshot | null = wired,
  circumstances: Parameters<typeof judgeSuite>[3] = {},
): Promise<readonly CheckResult[]> {
  const suite = suiteOf(checks);
  return judgeSuite(suite, await assertionsOf(suite, load), snapshot, circumstances);
}

const exists = (id: string, network: string, more = '') =>
  `id: ${id}\nuse: net.exists\nwith: {network: ${network}}\npoints: 2${more}`;
const FDB = 'id: fdb\nuse: fdb.has-remote-mac\nwith: {network: vote, service: redis}\npoints: 10';

/** On one of the nodes the row for one task leads astray: of all pairs of node and task, one fails. */
const astray = edited(wired, 'ns.fdb', netnsOf(wired, 'swarm-03', 'vote'), rows =>
  rows.map(row => (row.mac === '02:42:0a:00:01:04' ? {...row, dst: '10.77.0.11'} : row)),
);

test('a pass earns all, and names the rows that were seen', async () => {
  const [one] = await judged([FDB]);
  expect(one).toMatchObject({
    key: 'fdb',
    use: 'fdb.has-remote-mac@1',
    status: 'pass',
    points: {earned: 10, max: 10, waived: false},
    trust: 'corroborated',
    blockedBy: null,
    at: {file: 's.yaml', line: 5},
  });
  expect(one?.reason?.length).toBeGreaterThan(10);
  expect(one?.witnesses.length).toBeGreaterThan(1);
  for (const {fact} of one?.witnesses ?? []) expect(wired.facts.has(fact)).toBe(true);
  expect(one?.evidence).toEqual([...new Set(one?.witnesses.map(({fact}) => fact))]);
});

test('a failure earns the share of what holds, told by expected, actual and near rows', async () => {
  const [one] = await judged([FDB], astray);
  // Five tasks, each seen from the two nodes where it is not; a node that has two of them counts so often.
  expect(one).toMatchObject({status: 'fail', points: {earned: 9, max: 10}});
  expect(one?.reason).toContain('10.77.0.11');
  expect(one?.expected).toBeDefined();
  expect(one?.actual).toBeDefined();
  expect(one?.near.length).toBeGreaterThan(0);
  expect(one?.witnesses).toEqual([]);
});

test('with allOrNothing a share earns nothing', async () => {
  const [one] = await judged([`${FDB}\nallOrNothing: true`], astray);
  expect(one).toMatchObject({status: 'fail', points: {earned: 0, max: 10}});
});

const either = (first: string, second: string) =>
  `id: either\nany:\n  - {use: net.exists, with: {network: ${first}}}\n  - {use: net.exists, with: {network: ${second}}}`;

test('of any the one that holds decides, wherever it stands', async () => {
  for (const check of [either('vote', 'ballot'), either('ballot', 'vote')]) {
    const [one] = await judged([check]);
    expect(one).toMatchObject({status: 'pass', use: 'net.exists@1 | net.exists@1', points: {earned: 1}});
  }
  expect((await judged([either('ballot', 'polls')]))[0]).toMatchObject({status: 'fail', points: {earned: 0}});
});

test('of any, one that could not be looked at might hold, so that nobody knows', async () => {
  const blind = withProblem(wired, 'node.sockets@swarm-01');
  const check = 'id: either\nany:\n  - {use: net.exists, with: {network: ballot}}\n  - {use: ports.control}';
  expect((await judged([check], blind))[0]).toMatchObject({status: 'error', points: {earned: null}});
  const held = 'id: either\nany:\n  - {use: ports.control}\n  - {use: net.exists, with: {network: vote}}';
  expect((await judged([held], blind))[0]).toMatchObject({status: 'pass'});
});

test('of any that fail, the one that comes nearest counts', async () => {
  const check =
    'id: either\npoints: 10\nany:\n  - {use: net.exists, with: {network: ballot}}\n' +
    '  - {use: fdb.has-remote-mac, with: {network: vote, service: redis}}';
  expect((await judged([check], astray))[0]).toMatchObject({status: 'fail', points: {earned: 9}});
});

test('behind a failure nothing is earned, down the whole chain', async () => {
  const results = await judged([
    exists('a', 'ballot'),
    exists('b', 'vote', '\ndependsOn: [a]'),
    exists('c', 'vote', '\ndependsOn: [b]'),
    exists('d', 'vote'),
  ]);
  expect(results.map(({status, points, blockedBy}) => [status, points.earned, blockedBy])).toEqual([
    ['fail', 0, null],
    ['blocked', 0, 'a'],
    ['blocked', 0, 'b'],
    ['pass', 2, null],
  ]);
  expect(results[1]?.reason).toBe('not looked at: a comes first, and failed');
  expect(results[2]?.reason).toBe('not looked at: b comes first, and is blocked itself');
});

test('behind what could not be looked at nobody knows, down the whole chain', async () => {
  const blind = withProblem(wired, 'node.sockets@swarm-01');
  const results = await judged(
    ['id: a\nuse: ports.control', exists('b', 'vote', '\ndependsOn: [a]'), exists('c', 'vote', '\ndependsOn: [b]')],
    blind,
  );
  expect(results.map(({status, points}) => [status, points.earned])).toEqual([
    ['error', null],
    ['blocked', null],
    ['blocked', null],
  ]);
  expect(results[0]?.reason).toContain('took too long');
});

test('of several blockers a failure weighs more: behind it nothing can be earned', async () => {
  const blind = withProblem(wired, 'node.sockets@swarm-01');
  const results = await judged(
    ['id: a\nuse: ports.control', exists('b', 'ballot'), exists('c', 'vote', '\ndependsOn: [a, b]')],
    blind,
  );
  expect(results[2]).toMatchObject({status: 'blocked', blockedBy: 'b', points: {earned: 0}});
});

test('what a person grades has no points yet, and no reason', async () => {
  const [one] = await judged(['id: essay\nmanual: {rubric: R, points: 5}']);
  expect(one).toMatchObject({status: 'manual', use: 'manual', points: {earned: null, max: 5}, reason: null});
});

test('without a snapshot nothing passes and nothing fails', async () => {
  const results = await judged(
    [exists('a', 'vote'), exists('b', 'ballot'), exists('c', 'vote', '\ndependsOn: [a]')],
    null,
  );
  expect(results.map(({status, points}) => [status, points.earned])).toEqual([
    ['error', null],
    ['error', null],
    ['blocked', null],
  ]);
});

test('a node that cannot be reached is an error, never a grade', async () => {
  const nodes = wired.nodes.map(node => (node.id === 'swarm-02' ? {...node, unreachable: 'no answer'} : node));
  const [one] = await judged([FDB], {...wired, nodes});
  expect(one).toMatchObject({status: 'error', points: {earned: null}});
  expect(one?.reason).toContain('swarm-02');
});

test('only the facts that the checks need are asked for', async () => {
  const suite = suiteOf([exists('a', 'vote')]);
  const needs = needsOf(suite, await assertionsOf(suite, load));
  expect(needs.has('docker.networks')).toBe(true);
  expect(needs.has('ns.fdb')).toBe(false);
});
