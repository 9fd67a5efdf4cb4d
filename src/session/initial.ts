import type {Cluster} from '../cluster/cluster.ts';
import type {Module} from '../core/lesson.ts';
import type {ProgressEvent} from '../core/progress.ts';
import {reduce} from './reduce.ts';
import type {SessionState} from './state.ts';

/** A session's state as the journal leaves it. The journal is the student's own file: ids it holds may be gone. */
export function initialState(module: Module, cluster: Cluster, events: readonly ProgressEvent[]): SessionState {
  const lesson = module.lessons[0];
  const step = lesson?.steps[0];
  if (lesson === undefined || step === undefined) throw new Error(`module ${module.id} has no step`);
  const fresh: SessionState = {
    module,
    cluster: {
      name: cluster.name,
      transport: cluster.transport,
      ...(cluster.badge !== undefined && {badge: cluster.badge}),
      instance: '',
      nodes: cluster.nodes.map(({id, role}) => ({id, role, reached: 'unknown', probed: {}})),
    },
    trusted: true,
    lesson: lesson.id,
    step: step.id,
    values: [],
    runs: {},
    undoable: [],
    checks: {},
    quizzes: {},
    steps: {},
    spent: {at: 0, steps: {}},
    look: null,
    asking: null,
    catchingUp: null,
    notice: null,
  };
  const start = reduce(fresh, {kind: 'asked', question: null});
  const folded = events.filter(event => isKnown(module, event)).reduce(reduce, withStanding(start));
  return folded;
}

/** A first event that makes every step's standing known. */
function withStanding(state: SessionState): SessionState {
  return reduce(state, {kind: 'captured', at: 0, values: []});
}

function isKnown(module: Module, event: ProgressEvent): boolean {
  if (event.kind !== 'moved') return true;
  const lesson = module.lessons.find(one => one.id === event.lesson);
  return lesson?.steps.some(step => step.id === event.step) ?? false;
}
