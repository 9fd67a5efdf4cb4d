import type {Snapshot} from '../core/facts.ts';
import type {Check} from '../core/lesson.ts';
import {checkWords} from './check-words.ts';
import type {Context} from './context.ts';
import {type Spot, spotOf} from './find.ts';
import {checksIn} from './items.ts';
import {judgeAll} from './judge.ts';
import {justSeen} from './just-seen.ts';
import {neighbour} from './navigate.ts';
import type {Done} from './session.ts';
import {isPassed, remaining} from './step-progress.ts';

/** Judges checks; a new look at a check ends the one that is under way. */
export interface Checker {
  judge(
    spot: Spot,
    checks: readonly Check[],
    how?: {readonly seen?: Snapshot | undefined; readonly quiet?: boolean},
  ): Promise<void>;
  /** Marks the step passed once nothing is left to do. */
  settle(spot: Spot): void;
  cancel(): void;
}

export function createChecker(context: Context): Checker {
  const looking = new Map<string, AbortController>();
  const checker: Checker = {
    async judge(spot, checks, {seen, quiet = false} = {}) {
      const fresh = checks.map(check => ({check, id: `${spot.lesson.id}/${check.id}`}));
      for (const {id} of fresh) looking.get(id)?.abort();
      const controller = new AbortController();
      const stop = () => controller.abort();
      context.closing.addEventListener('abort', stop);
      for (const {id} of fresh) looking.set(id, controller);
      await judgeAll(context, {lesson: spot.lesson.id, items: spot.items, checks, seen, quiet}, controller.signal);
      context.closing.removeEventListener('abort', stop);
      for (const {id} of fresh) if (looking.get(id) === controller) looking.delete(id);
      checker.settle(spot);
    },
    settle(spot) {
      const id = `${spot.lesson.id}/${spot.step.id}`;
      const {steps} = context.state();
      if (isPassed(steps[id]) || steps[id]?.status === 'locked') return;
      if (remaining(context.state(), spot.lesson, spot.step).length > 0) return;
      const assisted = steps[id]?.solutionShown ?? false;
      context.dispatch({kind: 'passed', at: context.now(), step: id, hash: spot.step.hash, assisted});
      context.dispatch({kind: 'noticed', notice: {kind: 'good', text: passedText(context, spot)}});
    },
    cancel() {
      for (const controller of looking.values()) controller.abort();
    },
  };
  return checker;
}

function passedText(context: Context, spot: Spot): string {
  const seen = justSeen(context.state(), spot);
  const onward = neighbour(context.state(), 1) === undefined ? 'it was the last one' : 'n goes on';
  return `step passed${seen === '' ? '' : `: ${seen}`}; ${onward}`;
}

/** What a finished `check` says: the first that does not hold, by its title, and how many others do not. */
export function outcome(context: Context, spot: Spot): Done {
  const {lesson, step} = spot;
  const open = checksIn(spotOf(context.state(), lesson.id, step.id).items)
    .map(check => ({check, state: context.state().checks[`${lesson.id}/${check.id}`]}))
    .filter(({state}) => state?.status !== 'pass' && state?.status !== 'old');
  const [first, ...others] = open;
  if (first === undefined) return {ok: true};
  const {check, state} = first;
  const more = others.length === 0 ? '' : ` (and ${others.length} more)`;
  const {status = 'wait', reason = 'not looked at yet', advice} = state ?? {};
  // The lesson's own words on what is wrong, where it has some.
  const why = status === 'fail' && advice !== undefined ? advice.replaceAll('`', '') : reason;
  return {ok: false, message: `${status.toUpperCase()} ${checkWords(check, context.scope(lesson.id))}: ${why}${more}`};
}
