import {expect, test} from 'vitest';
import type {Value} from '../../src/core/progress.ts';
import {lessonValues} from '../../src/session/lesson-values.ts';
import {reduce} from '../../src/session/reduce.ts';
import {openLocal} from './open.ts';

const home = (from: string, value: string): Value => ({name: 'home', node: null, type: 'node', value, from, at: 1});

test('the same name in two lessons is two values, each seen in its own lesson', async () => {
  const {session} = await openLocal();
  const steps = [[home('one/where', 'swarm-01')], [home('two/where', 'swarm-02')], [home('two/again', 'swarm-03')]];
  const state = steps.reduce((from, values) => reduce(from, {kind: 'captured', at: 1, values}), session.state());
  await session.close();
  expect(lessonValues({values: state.values, lesson: 'one'}).map(({value}) => value)).toEqual(['swarm-01']);
  expect(lessonValues({values: state.values, lesson: 'two'}).map(({value}) => value)).toEqual(['swarm-03']);
  expect(lessonValues({values: state.values, lesson: 'files'})).toEqual([]);
});
