import {expect, test} from 'vitest';
import {enterLesson} from '../../src/session/enter-lesson.ts';
import {workingSession} from '../ui/sample-states.ts';

test('a lesson that is open is left where the student is in it', () => {
  const session = workingSession();
  expect(enterLesson(session, 'overlay')).toEqual({ok: true});
  expect(session.state().step).toBe('fdb');
});

test('another one is entered at its first step that is not passed', () => {
  const session = workingSession();
  enterLesson(session, 'mesh');
  expect(session.state()).toMatchObject({lesson: 'mesh', step: 'publish'});
  enterLesson(session, 'overlay');
  expect(session.state()).toMatchObject({lesson: 'overlay', step: 'fdb'});
});
