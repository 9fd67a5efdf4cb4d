import {describe, expect, test} from 'vitest';
import {assertions} from '../../assertions/registry.ts';
import {mutate, mutationScore} from '../../src/author/mutants.ts';
import {CASES} from '../assertions/cases.ts';
import {fixture} from '../snapshot/fixture.ts';

const SNAPSHOTS = {
  before: fixture('before'),
  'redis-2': fixture('redis-2'),
  'redis-5': fixture('redis-5'),
  published: fixture('published'),
  wired: fixture('wired'),
  wire: fixture('wire'),
  asked: fixture('asked'),
};

function mutantsOf(id: string, args: object, on: keyof typeof SNAPSHOTS) {
  const assertion = assertions.get(id);
  if (assertion?.kind !== 'snapshot') throw new Error(`${id} judges no snapshot`);
  return mutate(assertion, args, SNAPSHOTS[on]);
}

describe.each(CASES)('$id $args on $on', ({id, args, on}) => {
  const mutants = mutantsOf(id, args, on);

  test('notices every damage that it says it notices', () => {
    expect(mutants.length).toBeGreaterThan(0);
    const survivors = mutants
      .filter(mutant => !mutant.killed)
      .map(({class: name, witness, verdict}) => [
        name,
        witness.fact,
        witness.row,
        JSON.stringify(verdict).slice(0, 200),
      ]);
    expect(survivors).toEqual([]);
  });
});

test('every damage that an assertion names is done to it in one case at least', () => {
  for (const assertion of assertions.values()) {
    if (assertion.kind !== 'snapshot') continue;
    const cases = CASES.filter(one => one.id === assertion.id);
    const named = new Set(cases.flatMap(one => assertion.mutants(one.args)));
    const done = new Set(cases.flatMap(one => mutantsOf(one.id, one.args, one.on).map(mutant => mutant.class)));
    expect([assertion.id, ...[...named].sort()]).toEqual([assertion.id, ...[...done].sort()]);
  }
});

test('an assertion that does not pass has no mutants, which is no survivor', () => {
  const mutants = mutantsOf('svc.replicas', {service: 'redis', replicas: 3}, 'redis-2');
  expect(mutants).toEqual([]);
  expect(mutationScore(mutants)).toEqual({total: 0, killed: 0, score: 1});
});

test('the score is the share of the mutants that were noticed', () => {
  expect(mutationScore([{killed: true}, {killed: false}, {killed: true}, {killed: true}])).toEqual({
    total: 4,
    killed: 3,
    score: 0.75,
  });
});
