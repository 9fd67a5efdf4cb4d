import type {Context} from './context.ts';
import {findRun} from './find.ts';
import {newValue} from './new-value.ts';
import type {Done, Session} from './session.ts';
import type {Question} from './state.ts';

/** Carries out what the student said to the question that waits. */
export async function replyTo(context: Context, session: Session, answer: boolean | string): Promise<Done> {
  const question = context.state().asking;
  if (question === null) return {ok: false, message: 'nothing was asked'};
  context.dispatch({kind: 'asked', question: null});
  if (answer === false) return {ok: true};
  switch (question.kind) {
    case 'trust':
      throw new Error('answered where it was asked, before the verbs');
    case 'confirm-run':
      return session.run(question.run, {
        on: question.nodes,
        confirmed: true,
        ...(question.edit !== undefined && {line: question.edit}),
        ...(question.beside !== undefined && {beside: question.beside}),
      });
    case 'confirm-undo':
      return session.undo(question.step, true);
    case 'confirm-solution':
      return session.solution(true);
    case 'confirm-catch-up':
      return session.catchUp(question.lesson, question.step, true);
    case 'choose-value':
      return choose(context, question, answer);
  }
}

function choose(context: Context, question: Extract<Question, {kind: 'choose-value'}>, answer: boolean | string): Done {
  if (typeof answer !== 'string' || !question.options.includes(answer)) {
    return {ok: false, message: `choose one of ${question.options.join(', ')}`};
  }
  const {name, node, run: id} = question;
  const capture = findRun(context.state(), id)?.run.captures.find(one => one.name === name);
  if (capture === undefined) return {ok: false, message: `${id} does not capture ${name}`};
  const value = newValue(capture, answer, id, node ?? '', context.now());
  context.dispatch({kind: 'captured', at: context.now(), values: [value]});
  return {ok: true};
}
