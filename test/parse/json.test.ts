import fc from 'fast-check';
import {expect, test} from 'vitest';
import {parseJsonText} from '../../src/parse/json.ts';

const read = (text: string) => parseJsonText(text).data.value;

test.each([
  ['an object over several lines', '{\n  "a": [1,\n 2]\n}\n', {a: [1, 2]}],
  ['JSON lines', '{"a":1}\n{"a":2}\n', [{a: 1}, {a: 2}]],
  ['one JSON line', '{"a":1}\n', {a: 1}],
  ['a number', '42\n', 42],
  ['a text', '"x"', 'x'],
  ['with a prompt and line ends of a terminal', 'root@n1:~# docker inspect x\r\n[\r\n{}\r\n]\r\n', [{}]],
])('reads %s', (_, text, value) => {
  expect(parseJsonText(text)).toMatchObject({data: {value}, unparsed: []});
});

test('keeps the error line next to the JSON text as not understood', () => {
  expect(parseJsonText('[]\nError response from daemon: network x not found\n')).toMatchObject({
    data: {value: []},
    unparsed: [{line: 2, text: 'Error response from daemon: network x not found'}],
  });
});

test('a line that is no JSON among JSON lines is left over', () => {
  expect(parseJsonText('{"a":1}\nWARNING: x\n{"a":2}\n')).toMatchObject({
    data: {value: [{a: 1}, {a: 2}]},
    unparsed: [{line: 2}],
  });
});

test('text that is no JSON gives null and every line', () => {
  expect(parseJsonText('{"a": \nb')).toMatchObject({
    data: {value: null},
    consumed: 0,
    unparsed: [{line: 1}, {line: 2}],
  });
});

test('strings lose terminal controls, not their line feeds', () => {
  expect(read('{"k\\u001b[31m": "\\u001b]0;title\\u0007a\\u001b[2Jb\\nc\\td\\u009b1m"}')).toEqual({k: 'ab\nc\td1m'});
});

test('a key named __proto__ is a key like others', () => {
  const value = read('{"__proto__": {"x": 1}}');
  expect(Object.keys(value as object)).toEqual(['__proto__']);
  expect((value as {x?: number}).x).toBeUndefined();
});

test('nesting that would overflow later readers is not read', () => {
  expect(read(`${'['.repeat(100_000)}${']'.repeat(100_000)}`)).toBeNull();
});

test('gives back any JSON value of printable text', () => {
  const printable = fc
    .string()
    .filter(text => !/[\x00-\x1f\x7f-\x9f]|\u00e2\u20ac\u00a6|\u00ef\u00bf\u00bd/.test(text));
  const value = fc.dictionary(
    printable,
    fc.oneof(printable, fc.integer(), fc.boolean(), fc.constant(null), fc.array(printable)),
  );
  fc.assert(
    fc.property(value, fc.constantFrom(0, 2), (object, indent) => {
      expect(read(JSON.stringify(object, undefined, indent))).toEqual(JSON.parse(JSON.stringify(object)));
    }),
  );
});
