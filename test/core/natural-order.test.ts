import fc from 'fast-check';
import {expect, test} from 'vitest';
import {naturalOrder} from '../../src/core/natural-order.ts';

test('names are in the order in which a person reads them', () => {
  const inOrder = ['', '1', '2', '10', 'a', 'a1', 'a1b', 'a2', 'a10', 'a10.2', 'a10.10', 'docker-9', 'docker-26.1.5'];
  expect([...inOrder].reverse().sort(naturalOrder)).toEqual(inOrder);
});

const name = fc.string({unit: fc.constantFrom('a', 'b', '.', '-', '0', '1', '2', '9', 'é'), maxLength: 6});

test('it is an order: of three none comes before itself, and only the same name is equal', () => {
  fc.assert(
    fc.property(name, name, name, (a, b, c) => {
      expect(Math.sign(naturalOrder(a, b))).toBe(-Math.sign(naturalOrder(b, a)) + 0);
      if (naturalOrder(a, b) === 0) expect(a).toBe(b);
      if (naturalOrder(a, b) < 0 && naturalOrder(b, c) < 0) expect(naturalOrder(a, c)).toBeLessThan(0);
    }),
  );
});
