import {expect, test} from 'vitest';
import {createTrail} from '../../src/topology/join/trail.ts';

const place = {kind: 'fdb', node: 'a', netns: '1-net'} as const;
const told = (device: string) => ({
  netns: '1-net',
  device,
  decides: 'on',
  evidence: [{fact: 'ns.fdb@a/1-net', row: 'r'}],
});

test('a place that is come to a second time is a loop, which ends the way', () => {
  const trail = createTrail();
  for (const device of ['vxlan0', 'vxlan1', 'vxlan0', 'vxlan2']) trail.passed(place, told(device));
  expect(trail.hops.map(({status}) => status)).toEqual(['ok', 'ok', 'broken']);
  expect(trail.hops.at(-1)).toMatchObject({code: 'loop', device: 'vxlan0'});
});

test('a way that goes on from another comes back to a place of that one, too', () => {
  const first = createTrail();
  first.passed(place, told('vxlan0'));
  const branch = createTrail(first.hops);
  branch.passed(place, told('vxlan0'));
  expect(branch.hops).toMatchObject([{status: 'broken', code: 'loop'}]);
});

test('what no row decides is not a hop', () => {
  const trail = createTrail();
  trail.passed(place, {...told('vxlan0'), evidence: []});
  expect(trail.hops).toEqual([]);
});
