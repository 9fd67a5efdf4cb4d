import {lessonOf, type SessionState, stepOf} from '../session/state.ts';
import {lessonScore} from './points.ts';

/** What stays on the normal screen after leaving: where the student is, the points, and how to come back. */
export function transcript(state: SessionState, again = 'deepdive'): string {
  const lesson = lessonOf(state);
  const step = stepOf(state);
  const score = lessonScore(state, lesson);
  const nth = lesson.steps.indexOf(step) + 1;
  const points = score.maxPoints === 0 ? '' : `, ${score.points} of ${score.maxPoints} points`;
  return [
    `${state.module.title}: ${lesson.title}`,
    `  step ${nth} of ${lesson.steps.length}, ${step.title}${points}; all is saved`,
    `  go on with: ${again}`,
    '',
  ].join('\n');
}
