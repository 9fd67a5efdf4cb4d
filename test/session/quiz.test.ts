import {expect, test} from 'vitest';
import type {Quiz} from '../../src/core/lesson.ts';
import type {Context} from '../../src/session/context.ts';
import {answerQuiz} from '../../src/session/quiz.ts';
import type {SessionState} from '../../src/session/state.ts';

const QUIZ = {
  id: 'who',
  type: 'choice',
  choices: ['the sandbox', 'the container'],
  answer: {kind: 'literal', text: 'the container'},
  tries: 2,
  points: 1,
  wrong: {},
} as unknown as Quiz;

function answering() {
  let standing: SessionState['quizzes'][string] = {tries: 0, right: false, last: '', said: '', points: 0};
  const context = {
    state: () => ({quizzes: {'l/who': standing}}),
    scope: () => ({values: []}),
    now: () => 0,
    dispatch: (event: {kind: string; text: string; right: boolean}) => {
      if (event.kind !== 'answered') return;
      standing = {...standing, tries: standing.tries + 1, right: event.right, last: event.text};
    },
  } as unknown as Context;
  return {answer: (text: string) => answerQuiz(context, 'l', QUIZ, text), standing: () => standing};
}

test('what is none of the choices costs no try, and a number is kept as the words it stands for', () => {
  const {answer, standing} = answering();
  for (const slip of ['9', '0', 'the containr']) {
    expect(answer(slip)).toEqual({ok: false, message: 'answer with a number from 1 to 2'});
  }
  expect(standing().tries).toBe(0);
  expect(answer('1').ok).toBe(false);
  expect(standing()).toMatchObject({tries: 1, last: 'the sandbox'});
  expect(answer(' The  container')).toEqual({ok: true});
});

test('another answer to what is answered right is not called right', () => {
  const {answer} = answering();
  answer('2');
  expect(answer('1')).toMatchObject({ok: false, message: expect.stringContaining('already, and right: the container')});
  expect(answer('2')).toEqual({ok: true});
});
