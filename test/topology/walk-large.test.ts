import {expect, test} from 'vitest';
import type {Snapshot} from '../../src/core/facts.ts';
import {answering} from '../../src/topology/walk.ts';
import {madeCluster} from './made-cluster.ts';
import {ends, walked} from './walking.ts';

/** Milliseconds of the processor's time, which other work on the machine stretches less than it does the clock's. */
function timed(snapshot: Snapshot, way: string, tasks: number): number {
  const before = process.cpuUsage();
  const walk = walked(snapshot, way);
  const {user} = process.cpuUsage(before);
  expect([way, ends(walk)]).toEqual([way, []]);
  expect(answering(walk)).toHaveLength(tasks);
  return user / 1_000;
}

test('among a thousand containers on ten nodes one service is walked to at once', () => {
  const snapshot = madeCluster({nodes: 10, tasks: 1_000, services: 50, encrypted: true});
  for (const way of ['node-03 > :8080', 'web.5 > web', 'web.5 > web-7']) {
    expect(timed(snapshot, way, 20)).toBeLessThan(200);
  }
});

test('a service of a thousand tasks has a thousand branches', () => {
  const snapshot = madeCluster({nodes: 10, tasks: 1_000, encrypted: true});
  for (const way of ['node-03 > :8080', 'web.5 > web']) expect(timed(snapshot, way, 1_000)).toBeLessThan(5_000);
});
