import {describe, expect, test} from 'vitest';
import {assertions} from '../../assertions/registry.ts';
import {fixture} from '../snapshot/fixture.ts';
import {CASES} from './cases.ts';
import {edited, judged, keysRead, withFact, withoutWitness, withProblem} from './edit.ts';

const SNAPSHOTS = {
  before: fixture('before'),
  'redis-2': fixture('redis-2'),
  'redis-5': fixture('redis-5'),
  published: fixture('published'),
  wired: fixture('wired'),
  wire: fixture('wire'),
  asked: fixture('asked'),
};

test('every assertion on snapshots is tried', () => {
  const ids = [...assertions.values()].filter(one => one.kind === 'snapshot').map(one => one.id);
  expect([...new Set(CASES.map(one => one.id))].sort()).toEqual(ids.sort());
});

describe.each(CASES)('$id $args on $on', ({id, args, on}) => {
  const snapshot = SNAPSHOTS[on];
  const verdict = judged(id, args, snapshot);

  test('holds, and names rows that were seen', () => {
    expect(assertions.get(id)?.validate(args)).toEqual([]);
    expect(verdict.ok).toBe(true);
    if (verdict.ok) for (const {fact} of verdict.witnesses) expect(snapshot.facts.has(fact)).toBe(true);
  });

  test('does not survive the loss of any of its witnesses', () => {
    if (!verdict.ok) return;
    for (const witness of verdict.witnesses) {
      const after = judged(id, args, withoutWitness(snapshot, witness));
      expect([witness, after.ok]).not.toEqual([witness, true]);
      if (after.ok === false) expect(after.reason.length).toBeGreaterThan(10);
    }
  });

  test('says that it cannot look, and never fails, when a fact is missing or bad', () => {
    let missed = 0;
    for (const key of keysRead(id, args, snapshot)) {
      for (const less of [withFact(snapshot, key, undefined), withProblem(snapshot, key)]) {
        const after = judged(id, args, less);
        expect([key, after.ok]).not.toEqual([key, false]);
        if (after.ok !== null) continue;
        missed++;
        expect(after.detail).toContain(key.split('@')[1]!.split('/')[0]);
      }
    }
    expect(missed).toBeGreaterThan(1);
  });

  test('says which node could not be reached', () => {
    for (const node of snapshot.nodes.map(one => one.id)) {
      const nodes = snapshot.nodes.map(one => (one.id === node ? {...one, unreachable: 'connection refused'} : one));
      const after = judged(id, args, {...snapshot, nodes});
      expect([node, after.ok]).not.toEqual([node, false]);
      if (after.ok === null) expect(after).toMatchObject({cause: 'unreachable', detail: expect.stringContaining(node)});
    }
    const manager = snapshot.nodes.map(one => (one.role === 'manager' ? {...one, unreachable: 'gone'} : one));
    expect(judged(id, args, {...snapshot, nodes: manager}).ok).toBeNull();
  });
});

test('a task without a slot, of a global service, is named for its node once', () => {
  const global = edited(SNAPSHOTS['redis-2'], 'swarm.tasks', 'swarm-01', rows => rows.map(({slot: _, ...row}) => row));
  const verdict = judged('svc.replicas', {service: 'redis', replicas: 2}, global);
  const rows = verdict.ok ? verdict.witnesses.map(({row}) => row) : [];
  expect(rows.join('\n')).toMatch(/^redis on swarm-0\d: task /m);
});
