import {describe, expect, test} from 'vitest';
import {assertions} from '../../assertions/registry.ts';
import {FAULTS} from '../on-lab/faults/all.ts';
import {assertionOf, CHECKS, checksBy} from '../on-lab/faults/checks.ts';

/** Assertions that no fault on the lab fails, and why none does. */
const UNTOUCHED: Readonly<Record<string, string>> = {
  'swarm.one-cluster': 'a node that has left comes back as another, so no undo is exact',
  'net.exists': 'about the books: a network in use cannot be removed, and its name not be given twice',
  'net.encrypted': 'about the books: what a network was made with cannot be changed',
  'net.on-demand': 'about the books: the engine itself keeps a network where a task needs it',
  'mesh.outside': 'no node can look at it: grade.test.ts on the lab shuts doors to the machine that grades',
  'publish.spec': 'about the books: another port replaces every task, so no undo is exact',
};

const all = FAULTS.flatMap(({faults}) => faults);
const snapshots = [...assertions.values()].filter(({kind}) => kind === 'snapshot').map(({id}) => id);

test('every assertion on snapshots is judged while something is broken, and failed by a fault or known not to be', () => {
  const judged = new Set(Object.keys(CHECKS).map(check => assertionOf(check).id));
  expect(snapshots.filter(id => !judged.has(id))).toEqual(['mesh.outside']);
  const failed = new Set(all.flatMap(({fails}) => Object.keys(fails)).map(check => assertionOf(check).id));
  expect(snapshots.filter(id => !failed.has(id)).sort()).toEqual(Object.keys(UNTOUCHED).sort());
});

test('every check asks for what its assertion takes', () => {
  for (const [check, args] of Object.entries(CHECKS))
    expect([check, assertionOf(check).validate(args)]).toEqual([check, []]);
});

describe.each(all)('$name', ({fails, unknown, probes}) => {
  test('names checks and codes that there are', () => {
    expect(Object.keys(fails).length + (unknown?.length ?? 0)).toBeGreaterThan(0);
    for (const [check, [code, ...words]] of Object.entries(fails)) {
      expect(checksBy(probes)).toContain(check);
      expect(Object.keys(assertionOf(check).codes)).toContain(code);
      expect(words.join()).toMatch(/swarm-0|f-redis|f-vote|workers/);
    }
  });
});
