import {expect, test} from 'vitest';
import {assertionIds, loadAssertion} from '../../assertions/load.ts';
import {assertions} from '../../assertions/registry.ts';

test('each assertion of the registry is found by its id, and no other', async () => {
  expect([...assertionIds].sort()).toEqual([...assertions.keys()].sort());
  for (const [id, assertion] of assertions) expect(await loadAssertion(id)).toBe(assertion);
  expect(await loadAssertion('constructor')).toBeUndefined();
});
