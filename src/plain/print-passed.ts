import {spotOf} from '../session/find.ts';
import {checksIn} from '../session/items.ts';
import {justSeen} from '../session/just-seen.ts';
import {neighbour} from '../session/navigate.ts';
import type {SessionState} from '../session/state.ts';
import {isPassed, remaining} from '../session/step-progress.ts';
import {plainText} from './print-prose.ts';
import type {Writer} from './writer.ts';

/** Whether the current step is passed; if its checks are content and it is not, what it still wants. */
export function printPassed(state: SessionState, out: Writer): void {
  const progress = state.steps[`${state.lesson}/${state.step}`];
  if (isPassed(progress)) {
    const onward = neighbour(state, 1) === undefined ? 'It was the last one.' : `Go on with: ${out.verb('next')}`;
    const seen = plainText(justSeen(state, spotOf(state)));
    out.text(`Step ${progress?.status}${seen === '' ? '' : `; you just saw: ${seen}`}. ${onward}`);
  }
  if (progress?.status !== 'working') return;
  const spot = spotOf(state);
  const open = remaining(state, spot.lesson, spot.step);
  const checks = new Set(checksIn(spot.items).map(check => check.id));
  // What a check wants is said by its verdict.
  if (open.length > 0 && open.every(id => !checks.has(id))) out.text(`Still open in this step: ${open.join(', ')}.`);
}
