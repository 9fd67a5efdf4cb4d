import {runsIn, visibleItems} from './items.ts';
import type {Session} from './session.ts';
import {type SessionState, stepOf} from './state.ts';
import {isPassed, probedFacts} from './step-progress.ts';

/** What a played step does next: a face prints it, `prove` counts it. */
export type Act =
  | {readonly kind: 'run'; readonly id: string}
  | {readonly kind: 'answer'; readonly id: string}
  | {readonly kind: 'solution'; readonly id: string; readonly task: string}
  | {readonly kind: 'check'};

/** All that a step asks for, in the order of the text: its commands, the solutions of its tasks, its quizzes. */
function actsOf(state: SessionState, lesson: string, step: string): readonly Act[] {
  const items = visibleItems(stepOf(state, lesson, step).items, probedFacts(state));
  const open = items.flatMap((item): Act[] => {
    if (item.kind === 'run') return [{kind: 'run', id: item.run.id}];
    if (item.kind === 'quiz') return [{kind: 'answer', id: item.quiz.id}];
    if (item.kind === 'hidden' && item.hidden.role === 'solution') {
      return runsIn(item.hidden.items).map(run => ({kind: 'solution', id: run.id, task: run.solves ?? ''}));
    }
    return [];
  });
  return [...open, {kind: 'check'}];
}

/** Plays a step through the session's own verbs. Returns what went wrong, or undefined once it is passed. */
export async function playStep(session: Session, lesson: string, step: string): Promise<string | undefined> {
  const went = session.go(lesson, step);
  if (!went.ok) return went.message;
  const acts = actsOf(session.state(), lesson, step);
  for (const act of acts) {
    const failure = await perform(session, act);
    if (failure !== undefined) return failure;
  }
  return isPassed(session.state().steps[`${lesson}/${step}`]) ? undefined : `${lesson}/${step} is not passed`;
}

/** Performs one act; a quiz gets the answer that this cluster's values imply. */
export async function perform(session: Session, act: Act): Promise<string | undefined> {
  switch (act.kind) {
    case 'run':
    case 'solution': {
      const done = await session.run(act.id, {confirmed: true});
      return done.ok ? undefined : `${act.id}: ${done.message}`;
    }
    case 'answer': {
      const text = session.expected(act.id);
      if (text === undefined) return `${act.id}: its answer is not known yet`;
      const done = session.answer(act.id, text);
      return done.ok ? undefined : `${act.id}: ${done.message}`;
    }
    case 'check': {
      const done = await session.check();
      return done.ok ? undefined : done.message;
    }
  }
}
