import {wrapWords} from '../render/wrap-words.ts';
import {lessonOf, type SessionState, stepOf} from '../session/state.ts';
import {lessonScore} from './points.ts';

/** What stays on the normal screen after leaving: where the student is, the points, and how to come back. */
export function transcript(state: SessionState, width: number, again = 'deepdive'): string {
  const lesson = lessonOf(state);
  const step = stepOf(state);
  const score = lessonScore(state, lesson);
  const nth = lesson.steps.indexOf(step) + 1;
  const points = score.maxPoints === 0 ? '' : `, ${score.points} of ${score.maxPoints} points`;
  const [head = '', ...more] = wrapWords(`${state.module.title}: ${lesson.title}`, width);
  const stands = `step ${nth} of ${lesson.steps.length}, ${step.title}${points}; all is saved`;
  const below = [...more, ...wrapWords(stands, width - 2)].map(row => `  ${row}`);
  // A command that one copies stays one line.
  return [head, ...below, `  go on with: ${again}`, ''].join('\n');
}
