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

function answering(quiz: Quiz = QUIZ, values: readonly object[] = []) {
  let standing: SessionState['quizzes'][string] = {tries: 0, right: false, last: '', said: '', points: 0};
  const context = {
    state: () => ({quizzes: {'l/who': standing}}),
    scope: () => ({values, nodes: []}),
    now: () => 0,
    dispatch: (event: {kind: string; text: string; right: boolean}) => {
      if (event.kind !== 'answered') return;
      standing = {...standing, tries: standing.tries + 1, right: event.right, last: event.text};
    },
  } as unknown as Context;
  return {answer: (text: string) => answerQuiz(context, 'l', quiz, text), standing: () => standing};
}

test('what is none of the choices costs no try, and a number is kept as the words it stands for', () => {
  const {answer, standing} = answering();
  for (const slip of ['9', '0', 'the containr']) {
    expect(answer(slip)).toEqual({ok: false, message: 'answer with a number from 1 to 2; that cost no try'});
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

test('a choice that is a number is meant by its words first, and is judged once', () => {
  const choices = ['2', '3', '1'];
  const {answer} = answering({...QUIZ, choices, answer: {kind: 'literal', text: '2'}});
  expect(answer('2')).toEqual({ok: true});
});

test.each([
  ['integer', '4x', 'a whole number'],
  ['integer', '', 'a whole number'],
  ['mac', '02:42', 'a MAC address'],
  ['ipv4', '10.0.0', 'an IPv4 address'],
  ['hex', 'mark', 'a hexadecimal number'],
  ['text', '  ', 'a word'],
] as const)('what cannot be read as %s costs no try: %j', (type, slip, form) => {
  const {answer, standing} = answering({...QUIZ, type, answer: {kind: 'literal', text: '4'}});
  expect(answer(slip)).toMatchObject({ok: false, message: expect.stringContaining(`answer with ${form}`)});
  expect(standing().tries).toBe(0);
});

test('what is right on a cluster made anew is right, and changes nothing', () => {
  const values: object[] = [];
  const value = (text: string) => [{name: 'fwm', value: text, type: 'int', node: null}];
  const quiz = {...QUIZ, type: 'integer', answer: {kind: 'value', template: '<fwm>'}} as unknown as Quiz;
  values.push(...value('259'));
  const {answer, standing} = answering(quiz, values);
  expect(answer('259')).toEqual({ok: true});
  values.splice(0, 1, ...value('512'));
  expect(answer('512')).toEqual({ok: true});
  expect(answer('259')).toEqual({ok: true});
  expect(answer('7')).toMatchObject({ok: false});
  expect(standing()).toMatchObject({tries: 1, last: '259'});
});

test('a choice of another language is kept as that of the lesson, and told in the words that were shown', () => {
  const labels = ['le bac à sable', 'le conteneur'];
  const {answer, standing} = answering({...QUIZ, labels, tries: 3});
  expect(answer('Le bac à  sable')).toEqual({ok: false, message: 'not that (2 more tries)'});
  expect(standing().last).toBe('the sandbox');
  expect(answer('le conteneur')).toEqual({ok: true});
  expect(standing()).toMatchObject({last: 'the container', right: true});
  expect(answer('1')).toMatchObject({message: expect.stringContaining('and right: le conteneur')});
  const last = answering({...QUIZ, labels, tries: 1});
  expect(last.answer('1')).toEqual({ok: false, message: 'not that (the answer is le conteneur)'});
});

test('who types the words that are shown means that choice, whatever another one is called in the lesson', () => {
  const labels = ['the container', 'the sandbox'];
  const {answer, standing} = answering({...QUIZ, labels, tries: 3});
  expect(answer('the container')).toMatchObject({ok: false});
  expect(standing().last).toBe('the sandbox');
  expect(answer('the sandbox')).toEqual({ok: true});
  expect(answer('the sandbox')).toEqual({ok: true});
});

test('a wrong answer may be told by a placeholder, which is the value on this cluster', () => {
  const near = {name: 'near', type: 'ipv4', value: '192.0.2.1'};
  const quiz = {
    ...QUIZ,
    type: 'ipv4',
    choices: [],
    tries: 4,
    answer: {kind: 'literal', text: '192.0.2.9'},
    wrong: {'<unknown>': 'never said', '<near>': 'that is the neighbour'},
  } as unknown as Quiz;
  const {answer} = answering(quiz, [near]);
  expect(answer('192.0.2.1')).toMatchObject({ok: false, message: 'that is the neighbour (3 more tries)'});
  expect(answer('192.0.2.2')).toMatchObject({ok: false, message: 'not that (2 more tries)'});
});
