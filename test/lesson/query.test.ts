import {expect, test} from 'vitest';
import {compileQuery, fieldsIn} from '../../src/lesson/query.ts';

test('the names that a query asks for are told, not those that it gives', () => {
  expect(fieldsIn("rows[?kind=='veth'].{name: ifname, end: link.peer}")).toEqual([
    'rows',
    'ifname',
    'link',
    'peer',
    'kind',
  ]);
  expect(fieldsIn('rows[')).toEqual([]);
});

// A walk that goes into each level twice would not come to an end.
test.each([
  ['maps within maps', `${'{a: '.repeat(60)}b${'}'.repeat(60)}`],
  ['lists within lists', `${'['.repeat(60)}b${']'.repeat(60)}`],
])('%s are walked through once', (_, query) => {
  expect(compileQuery(query)).toBeUndefined();
  expect(fieldsIn(query)).toEqual(['b']);
});

test('a query that nests thousands deep is walked through, or told to be wrong', () => {
  for (const depth of [1000, 3000, 10_000, 30_000]) {
    const query = `${'!'.repeat(depth)}b`;
    expect([['b'], []]).toContainEqual(fieldsIn(query));
  }
});
