import {expect, test} from 'vitest';
import {HOP_KINDS} from '../../src/topology/walk.ts';
import {FAULTS} from '../on-lab/faults/all.ts';
import {NOT_WALKED, WALKED} from '../on-lab/faults/walks.ts';

const all = FAULTS.flatMap(({faults}) => faults.map(({name}) => name));

test('every fault of the lab is tried with a walk, or it is said why not', () => {
  const said = [...WALKED.map(({name}) => name), ...Object.keys(NOT_WALKED)];
  expect([...said].sort()).toEqual([...all].sort());
});

test.each(WALKED)('$name: $at is a hop on a node of the lab', ({from, to, at}) => {
  const [kind = '', node = ''] = at.split('@');
  expect(Object.keys(HOP_KINDS)).toContain(kind);
  expect(node).toMatch(/^swarm-0[123]$/);
  // From outside to a port, from a container to a name.
  expect(to.startsWith(':')).toBe(/^swarm-0[123]$/.test(from));
});
