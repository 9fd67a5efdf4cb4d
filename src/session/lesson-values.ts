import type {Value} from '../core/progress.ts';
import type {SessionState} from './state.ts';

/** Lessons name their values independently: `<home>` of one is not `<home>` of another. */
export function capturedIn({from}: Value): string {
  return from.slice(0, from.indexOf('/'));
}

/** The values that the current lesson captured. */
export function lessonValues({values, lesson}: Pick<SessionState, 'values' | 'lesson'>): readonly Value[] {
  return values.filter(value => capturedIn(value) === lesson);
}
