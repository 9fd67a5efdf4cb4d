import {expect, test} from 'vitest';
import {answering} from '../../src/topology/walk.ts';
import {madeCluster} from './made-cluster.ts';
import {ends, walked} from './walking.ts';

/** Generous, as machines that run tests are slow and busy. */
const MOST_MS = 2_000;

test('a thousand tasks on ten nodes are walked to soon enough', () => {
  const snapshot = madeCluster({nodes: 10, tasks: 1_000, encrypted: true});
  for (const way of ['node-03 > :8080', 'web.5 > web', 'web.5 > 10.1.1.2']) {
    const startedAt = performance.now();
    const walk = walked(snapshot, way);
    const took = performance.now() - startedAt;
    expect([way, ends(walk)]).toEqual([way, []]);
    expect(answering(walk)).toHaveLength(way.includes('10.1.1.2') ? 1 : 1_000);
    expect(took).toBeLessThan(MOST_MS);
  }
});
