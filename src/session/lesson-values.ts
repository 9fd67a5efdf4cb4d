import type {Value} from '../core/progress.ts';
import type {Scope} from './fill.ts';
import type {SessionState} from './state.ts';

/** Lessons name their values independently: `<home>` of one is not `<home>` of another. */
export function capturedIn({from}: Value): string {
  return from.slice(0, from.indexOf('/'));
}

/** The values that the current lesson captured. */
export function lessonValues({values, lesson}: Pick<SessionState, 'values' | 'lesson'>): readonly Value[] {
  return values.filter(value => capturedIn(value) === lesson);
}

/** What placeholders of a lesson may refer to, whichever the student is in; nothing is asked of a node for it. */
export function scopeIn({values, cluster, module}: SessionState, lesson: string): Scope {
  return {
    values: lessonValues({values, lesson}),
    nodes: cluster.nodes,
    images: module.images,
    probed: new Map(),
  };
}
