import type {Item, Run} from '../core/lesson.ts';
import {checksIn, runsIn, visibleItems} from './items.ts';
import {partnerOf} from './pair.ts';
import type {RunRequest, Session} from './session.ts';
import {type SessionState, stepOf} from './state.ts';
import {isPassed, probedFacts} from './step-progress.ts';

/** What a played step does next. */
type Act =
  | {readonly kind: 'run'; readonly id: string; readonly mutates: boolean}
  | {readonly kind: 'answer'; readonly id: string};

/** All that a step asks for, in the order of the text: its commands, the solutions of its tasks, its quizzes. */
function actsOf(state: SessionState, lesson: string, step: string): readonly Act[] {
  const items = visibleItems(stepOf(state, lesson, step).items, probedFacts(state));
  const runOf = ({id, mutates}: Run): readonly Act[] => {
    const other = partnerOf(items, id);
    return isRunLater(items, id) ? [] : [{kind: 'run', id, mutates: (mutates ?? other?.mutates) !== undefined}];
  };
  return items.flatMap((item): readonly Act[] => {
    if (item.kind === 'run') return runOf(item.run);
    if (item.kind === 'quiz') return [{kind: 'answer', id: item.quiz.id}];
    return item.kind === 'hidden' && item.hidden.role === 'solution' ? runsIn(item.hidden.items).flatMap(runOf) : [];
  });
}

/** Both runs of a pair are run at once, where the second one stands: there all is known that either needs. */
export function isRunLater(items: readonly Item[], id: string): boolean {
  const ids = runsIn(items).map(run => run.id);
  return ids.indexOf(partnerOf(items, id)?.id ?? '') > ids.indexOf(id);
}

/**
 * Plays a step through the session's own verbs: each check is judged after the run that feeds it, or in the end. Returns
 * what went wrong, or undefined once the step is passed.
 */
export async function playStep(session: Session, lesson: string, step: string): Promise<string | undefined> {
  const went = session.go(lesson, step);
  if (!went.ok) return went.message;
  const {checks: before} = session.state();
  const acts = actsOf(session.state(), lesson, step);
  // Behind the last change one look in the end shows what a look after each command would.
  const lastChange = acts.findLastIndex(act => 'mutates' in act && act.mutates);
  for (const [index, act] of acts.entries()) {
    const failure = await perform(session, act, {judgeLater: index > lastChange, unwatched: true});
    if (failure !== undefined) return failure;
  }
  const open = openChecks(session.state(), before, lesson, step);
  const checked = open.length > 0 ? await session.check(open) : undefined;
  if (checked?.ok === false) return checked.message;
  return isPassed(session.state().steps[`${lesson}/${step}`]) ? undefined : `${lesson}/${step} is not passed`;
}

/** The checks of a step that have not passed since. */
function openChecks(
  state: SessionState,
  since: SessionState['checks'],
  lesson: string,
  step: string,
): readonly string[] {
  const checks = checksIn(visibleItems(stepOf(state, lesson, step).items, probedFacts(state)));
  const isOpen = (id: string) => state.checks[id]?.status !== 'pass' || state.checks[id] === since[id];
  return checks.map(({id}) => id).filter(id => isOpen(`${lesson}/${id}`));
}

/** Performs one act; a quiz gets the answer that this cluster's values imply. */
export async function perform(
  session: Session,
  act: Pick<Act, 'kind' | 'id'>,
  how: Pick<RunRequest, 'judgeLater' | 'unwatched'> = {},
): Promise<string | undefined> {
  if (act.kind === 'run') {
    const done = await session.run(act.id, {...how, confirmed: true});
    return done.ok ? undefined : `${act.id}: ${done.message}${complaint(session.state(), act.id)}`;
  }
  const text = session.expected(act.id);
  if (text === undefined) return `${act.id}: its answer is not known yet`;
  const done = session.answer(act.id, text);
  return done.ok ? undefined : `${act.id}: ${done.message}`;
}

/** What a command that failed said first, for who does not see its output. */
function complaint({runs, lesson}: SessionState, id: string): string {
  const said = Object.values(runs[`${lesson}/${id}`]?.nodes ?? {}).map(({result}) =>
    result?.ok === false ? result.stderr : '',
  );
  const line = said
    .join('\n')
    .split('\n')
    .find(one => one.trim() !== '');
  return line === undefined ? '' : `: ${line.trim().slice(0, 160)}`;
}
