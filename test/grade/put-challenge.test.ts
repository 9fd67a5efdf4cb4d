import {expect, test} from 'vitest';
import {assertions as registry} from '../../assertions/registry.ts';
import {localCluster} from '../../src/cluster/local.ts';
import {assertionsOf} from '../../src/grade/judge-suite.ts';
import {planChallenge} from '../../src/grade/plan-challenge.ts';
import {putChallenge} from '../../src/grade/put-challenge.ts';
import type {Entry} from '../../src/grade/run-folder.ts';
import {parsers} from '../../src/parse/registry.ts';
import {type FixtureName, fixture} from '../snapshot/fixture.ts';
import {suiteOf} from './suite-text.ts';

async function put(within: string, looks: readonly FixtureName[]) {
  const suite = suiteOf(
    ['id: five\nuse: svc.replicas\nwith: {service: redis, replicas: <many>}', 'id: other\nuse: ports.control'],
    `challenge:\n  pick: {many: {type: int, from: 5, to: 5}}\n  run: [{id: go, command: "echo <many>"}]\n  within: ${within}\n`,
  );
  const assertions = await assertionsOf(suite, async id => registry.get(id));
  const entries: Entry[] = [];
  const journal = {append: (entry: Entry) => void entries.push(entry), close: () => {}};
  const plan = planChallenge('ada', {suite, assertions, parsers, seed: 's', journal, begun: new Set()});
  const cluster = localCluster({name: 'here', nodes: [{id: 'swarm-01', role: 'manager'}]});
  const left = [...looks];
  const collect = async () => fixture(left.shift()!);
  try {
    const put = await putChallenge(cluster, plan!, {collect, now: Date.now, signal: new AbortController().signal});
    return {...put, left, entries};
  } finally {
    await cluster.close();
  }
}

test('the consequences are looked at until they are there, and not for what the challenge has no part in', async () => {
  const {snapshot, challenge, left, entries} = await put('20s', ['redis-2', 'redis-5', 'before']);
  expect(left).toEqual(['before']);
  expect(snapshot.takenAt).toBe(fixture('redis-5').takenAt);
  expect(challenge).toMatchObject({values: {many: '5'}, runs: [{stdout: '5\n'}], problem: null});
  expect(entries).toEqual([
    {kind: 'challenge', submission: 'ada', values: {many: '5'}},
    {kind: 'undone', submission: 'ada'},
  ]);
});

test('when the time is over the last look counts', async () => {
  const {snapshot, left} = await put('1s', ['redis-2', 'redis-5']);
  expect(left).toEqual(['redis-5']);
  expect(snapshot.takenAt).toBe(fixture('redis-2').takenAt);
});
