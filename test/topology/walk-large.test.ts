import {expect, test} from 'vitest';
import {madeCluster} from '../../src/bench/made/cluster.ts';
import {topologyOf} from '../../src/topology/build.ts';
import {answering} from '../../src/topology/walk.ts';
import {ends, walked} from './walking.ts';

const ALL = {nodes: 10, tasks: 1_000, encrypted: true};

test.each(['node-03 > :8080', 'web.5 > web', 'web.5 > web-7'])('among a thousand containers: %s', way => {
  const walk = walked(madeCluster({...ALL, services: 50}), way);
  expect(ends(walk)).toEqual([]);
  expect(answering(walk)).toHaveLength(20);
});

test.each(['node-03 > :8080', 'web.5 > web'])('a service of a thousand tasks has a thousand branches: %s', way => {
  const walk = walked(madeCluster(ALL), way);
  expect(ends(walk)).toEqual([]);
  expect(answering(walk)).toHaveLength(1_000);
});

test('every wire of a thousand containers finds its other end', () => {
  const {edges} = topologyOf(madeCluster({...ALL, services: 50}));
  expect(edges.filter(({kind}) => kind === 'unresolved')).toEqual([]);
  // Each container is on ingress, on its own overlay and on docker_gwbridge.
  expect(edges.filter(({kind}) => kind === 'veth').length).toBeGreaterThanOrEqual(3 * ALL.tasks);
});
