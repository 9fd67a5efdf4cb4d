import {labelOf, labelsOf} from '../core/choice.ts';
import type {CaptureType, Quiz, QuizType} from '../core/lesson.ts';
import {equalValues, expectedForm, isReadable} from '../core/value-type.ts';
import {toKnow} from './command-words.ts';
import type {Context} from './context.ts';
import {fillTemplate, type Scope} from './fill.ts';
import type {Done} from './session.ts';

export type Expected =
  | {readonly kind: 'text'; readonly text: string}
  | {readonly kind: 'missing'; readonly names: readonly string[]};

/** The right answer for this student's cluster. */
export function expectedAnswer(quiz: Quiz, scope: Scope): Expected {
  const {answer} = quiz;
  if (answer.kind === 'literal') return {kind: 'text', text: answer.text};
  const template = answer.kind === 'value' ? answer.template : answer.argument;
  if (answer.kind === 'call' && answer.name === 'count') {
    const name = /^<([\w.-]+)>$/.exec(template)?.[1];
    return {kind: 'text', text: String(scope.values.filter(value => value.name === name).length)};
  }
  const filled = fillTemplate(template, scope, undefined, false);
  if (filled.missing.length > 0) return {kind: 'missing', names: filled.missing};
  return {kind: 'text', text: answer.kind === 'call' ? convert(answer.name, filled.text) : filled.text};
}

function convert(name: 'hexToInt' | 'intToHex' | 'count', text: string): string {
  const number = Number(text);
  return name === 'intToHex' ? `0x${number.toString(16)}` : String(number);
}

const AS_TYPE: Readonly<Record<Exclude<QuizType, 'text' | 'choice'>, CaptureType>> = {
  integer: 'int',
  hex: 'hex',
  mac: 'mac',
  ipv4: 'ipv4',
  node: 'node',
};

/** Compares as a person means it: case, blanks, `0x` and leading zeros do not matter. */
function isRight({type}: Quiz, given: string, expected: string): boolean {
  const text = given.trim();
  if (type === 'choice' || type === 'text') return sameWords(text, expected);
  if (type === 'integer') return text !== '' && Number(text) === Number(expected);
  return equalValues(AS_TYPE[type], text, expected);
}

/** An answer as it is meant: of a choice its own words, where what is shown, those words or its number was given. */
function meant(quiz: Quiz, given: string): string {
  const {type, choices} = quiz;
  if (type !== 'choice') return given;
  const called = choices[labelsOf(quiz).findIndex(label => sameWords(label, given))];
  return called ?? choices.find(choice => sameWords(choice, given)) ?? choices[Number(given) - 1] ?? given;
}

/** What is no answer at all, but a slip of the finger; says what one looks like. */
function slip({type, choices}: Quiz, text: string): string | undefined {
  if (type === 'choice') return choices.includes(text) ? undefined : `answer with a number from 1 to ${choices.length}`;
  if (type === 'text') return text.trim() === '' ? 'answer with a word' : undefined;
  const form = AS_TYPE[type];
  return isReadable(form, text) ? undefined : `answer with ${expectedForm(form)}`;
}

function sameWords(a: string, b: string): boolean {
  const plain = (text: string) => text.trim().replace(/\s+/g, ' ').toLowerCase();
  return plain(a) === plain(b);
}

/** What the lesson says about this wrong answer; a placeholder stands for the value on the student's cluster. */
function aboutWrong(quiz: Quiz, given: string, scope: Scope): string | undefined {
  return Object.entries(quiz.wrong).find(([answer]) => {
    const {text, missing} = fillTemplate(answer, scope, undefined, false);
    return missing.length === 0 && isRight(quiz, given, text);
  })?.[1];
}

/** Takes an answer: judges it, keeps it, and has the lesson's words for a wrong one ready. */
export function answerQuiz(context: Context, lesson: string, quiz: Quiz, given: string): Done {
  const id = `${lesson}/${quiz.id}`;
  const before = context.state().quizzes[id];
  const text = meant(quiz, given);
  const expected = expectedAnswer(quiz, context.scope(lesson));
  if (before?.right) return again(quiz, text, before.last, expected);
  if ((before?.tries ?? 0) >= quiz.tries) return {ok: false, message: 'no tries are left for this question'};
  if (expected.kind === 'missing') {
    const names = expected.names.map(name => `<${name}>`).join(', ');
    const todo = toKnow(context.state(), context.scope(lesson), lesson, expected.names);
    return {ok: false, message: `the answer depends on ${names}: ${todo} first`};
  }
  const right = isRight(quiz, text, expected.text);
  const noAnswer = right ? undefined : slip(quiz, text);
  if (noAnswer !== undefined) return {ok: false, message: `${noAnswer}; that cost no try`};
  context.dispatch({
    kind: 'answered',
    at: context.now(),
    quiz: id,
    text: text.slice(0, 200),
    right,
    points: right ? quiz.points : 0,
  });
  if (right) return {ok: true};
  const tries = context.state().quizzes[id]?.tries ?? 0;
  const about = aboutWrong(quiz, text, context.scope(lesson));
  const left = quiz.tries - tries;
  const rest =
    left > 0 ? `${left} more ${left === 1 ? 'try' : 'tries'}` : `the answer is ${labelOf(quiz, expected.text)}`;
  const said = `${about === undefined ? 'not that' : fillTemplate(about, context.scope(lesson), undefined, false).text} (${rest})`;
  context.dispatch({kind: 'quiz-said', quiz: id, said});
  return {ok: false, message: said};
}

/** An answer to what is answered right already changes nothing. On a cluster made anew another one may be right now. */
function again(quiz: Quiz, text: string, last: string, expected: Expected): Done {
  // What was kept is one of the choices, unless the lesson has changed since.
  const before = quiz.choices.includes(last) ? last : meant(quiz, last);
  const isStill = isRight(quiz, text, before);
  if (isStill || (expected.kind === 'text' && isRight(quiz, text, expected.text))) return {ok: true};
  return {
    ok: false,
    message: `you have answered this question already, and right: ${labelOf(quiz, before)}`,
  };
}
