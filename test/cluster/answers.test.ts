import {expect, test} from 'vitest';
import {indexAnswers} from '../../src/cluster/answers.ts';
import type {Entry} from '../../src/cluster/recording-format.ts';

let made = 0;
const entry = (key: string, ...state: string[]): Entry => ({
  state,
  node: 'n',
  key,
  end: {kind: 'exited', code: 0},
  stdout: '0'.repeat(32),
  stderr: '0'.repeat(32),
  durationMs: made++,
});

const look = [entry('look'), entry('look', 'a/one'), entry('look', 'a/one', 'b/one'), entry('look', 'a/one', 'b/one')];
const probe = entry('probe');
const find = indexAnswers([...look, probe]);
const ask = (key: string, state: readonly string[], ...lessons: readonly string[]) =>
  find({state, node: 'n', key, lessons: lessons.length > 0 ? new Set(lessons) : undefined});

test('answers of the same state come first, in their order', () => {
  expect(ask('look', [], 'a')).toEqual([look[0]]);
  expect(ask('look', ['a/one', 'b/one'], 'b')).toEqual([look[2], look[3]]);
});

test('a lesson that stands on its own is answered whether another was played before or not', () => {
  expect(ask('look', ['b/one'], 'b')).toEqual([look[2], look[3]]);
  expect(ask('look', ['a/two', 'b/one'], 'b')).toEqual([look[2], look[3]]);
});

test('what later lessons did afterwards is not told of a lesson, however often the same was asked there', () => {
  const looks = [entry('look', 'a/one', 'b/one'), entry('look', 'a/one', 'b/one', 'c/one'), entry('look', 'd/one')];
  const of = (...earlier: readonly string[]) =>
    indexAnswers(looks)({
      state: ['b/one'],
      node: 'n',
      key: 'look',
      lessons: new Set(['b']),
      earlier: new Set(earlier),
    });
  expect(of('a')).toEqual([looks[0]]);
  expect(of('a', 'c')).toEqual([looks[1]]);
  // Where it was asked only later, that is better than nothing.
  expect(of()).toEqual([looks[1]]);
});

test('a lesson that needs the other, or nothing said of lessons, gets no answer of another state', () => {
  expect(ask('look', ['b/one'], 'b', 'a')).toEqual([]);
  expect(ask('look', ['b/one'])).toEqual([]);
});

test("a change within the lesson is never overlooked, and another node's answer never taken", () => {
  expect(ask('look', ['b/two'], 'b')).toEqual([]);
  expect(find({state: [], node: 'm', key: 'look', lessons: new Set(['a'])})).toEqual([]);
});

test('what no command changes is the same in every state', () => {
  expect(ask('probe', ['a/one', 'c/one'])).toEqual([probe]);
});

test('what is known of the nodes is what was seen after the last of the changes in effect', () => {
  const probes = [entry('probe'), entry('probe', 'a/leave'), entry('probe', 'a/leave', 'a/init'), entry('probe')];
  const known = (...state: readonly string[]) =>
    indexAnswers(probes)({state, node: 'n', key: 'probe', lessons: undefined});
  expect(known('b/one')).toEqual([probes[0], probes[3]]);
  expect(known('a/leave', 'b/one')).toEqual([probes[1]]);
  expect(known('a/leave', 'a/init', 'b/one', 'b/two')).toEqual([probes[2]]);
});

test('a change that failed to be taken back once is not an answer to its undo', () => {
  const failed = {...entry('undo', 'a/three'), end: {kind: 'exited', code: 1}} as Entry;
  const all = [entry('undo', 'a/two'), failed];
  const asked = {state: ['a/one'], node: 'n', key: 'undo', lessons: new Set(['a'])};
  expect(indexAnswers(all)({...asked, anywhere: true})).toEqual([all[0]]);
  expect(indexAnswers(all)(asked)).toEqual([]);
});
