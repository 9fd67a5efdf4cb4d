import type {Lesson, Step} from '../core/lesson.ts';
import type {SessionEvent} from './event.ts';
import {checksIn, fits, openRuns, quizzesIn, stepsBefore, visibleItems} from './items.ts';
import {nodesLacking} from './nodes-needed.ts';
import type {SessionState, StepProgress} from './state.ts';

const FRESH: StepProgress = {status: 'ready', reason: '', hints: 0, solutionShown: false};

/** Events after which no step can stand differently. */
const WITHOUT_EFFECT = new Set<SessionEvent['kind']>([
  'noticed',
  'asked',
  'catching-up',
  'trusted',
  'started',
  'checking',
  'quiz-said',
  'moved',
  'opened',
]);

/** Brings the standing of all steps up to date; unchanged entries keep their identity. */
export function withStepProgress(state: SessionState, event: SessionEvent): SessionState {
  if (WITHOUT_EFFECT.has(event.kind)) return state;
  let steps = state.steps;
  for (const lesson of state.module.lessons) {
    const unfit = nodesLacking(state.module, lesson, state.cluster.nodes) ?? contradiction(state, lesson);
    for (const step of lesson.steps) {
      const id = `${lesson.id}/${step.id}`;
      const old = steps[id];
      const next = standing(state, steps, lesson, step, old ?? FRESH, unfit);
      if (old?.status !== next.status || old.reason !== next.reason) steps = {...steps, [id]: next};
    }
  }
  return steps === state.steps ? state : {...state, steps};
}

export function isPassed(progress: StepProgress | undefined): boolean {
  return progress?.status === 'passed' || progress?.status === 'assisted';
}

function standing(
  state: SessionState,
  steps: SessionState['steps'],
  lesson: Lesson,
  step: Step,
  old: StepProgress,
  unfit: string | undefined,
): StepProgress {
  if (isPassed(old)) return old;
  if (unfit !== undefined) return {...old, status: 'unavailable', reason: unfit};
  const open = stepsBefore(lesson, step).find(id => !isPassed(steps[`${lesson.id}/${id}`]));
  if (open !== undefined) {
    const title = lesson.steps.find(one => one.id === open)?.title ?? open;
    return {...old, status: 'locked', reason: `finish “${title}” first`};
  }
  return {...old, status: begun(state, lesson, step) ? 'working' : 'ready', reason: ''};
}

/** What a kernel has or has not, by the fact that tells it. */
const KERNEL_PARTS: Readonly<Record<string, string>> = {
  ipvs: 'IPVS (ip_vs), which balances virtual addresses and the routing mesh',
  esp: 'ESP, which encrypts overlays',
};

const NO_SWARM = 'needs a swarm, and this cluster is none: a lesson before it, or `docker swarm init`, makes one';

/** Why this cluster cannot run the lesson, once its manager was probed. */
function contradiction(state: SessionState, lesson: Lesson): string | undefined {
  const probed = probedFacts(state);
  for (const [name, wanted] of Object.entries(lesson.engine)) {
    const found = probed[name];
    if (found === undefined || fits(wanted, found)) continue;
    const part = KERNEL_PARTS[name];
    if (part !== undefined && wanted === 'true') return `needs a kernel with ${part}, and this one has none`;
    if (name === 'swarm' && found === 'inactive') return NO_SWARM;
    return `needs ${name} ${wanted}, here it is ${found}`;
  }
  const refused = Object.entries(lesson.unless);
  const holds = ([name, unwanted]: [string, string]) => probed[name] !== undefined && fits(unwanted, probed[name]);
  if (refused.length === 0 || !refused.every(holds)) return undefined;
  const here = refused.map(([name]) => `${name} ${probed[name]}`).join(' and ');
  return `is not written for a cluster with ${here}`;
}

/** What `@when` and `engine:` are decided by: the first manager's facts, or the first node's where there are no roles. */
export function probedFacts({cluster}: SessionState): Readonly<Record<string, string>> {
  const [first] = cluster.nodes;
  return cluster.nodes.find(node => node.role === 'manager')?.probed ?? first?.probed ?? {};
}

function begun(state: SessionState, lesson: Lesson, step: Step): boolean {
  const items = visibleItems(step.items, probedFacts(state));
  return (
    openRuns(items).some(run => state.runs[`${lesson.id}/${run.id}`] !== undefined) ||
    checksIn(items).some(check => (state.checks[`${lesson.id}/${check.id}`]?.at ?? 0) > 0) ||
    quizzesIn(items).some(quiz => state.quizzes[`${lesson.id}/${quiz.id}`] !== undefined)
  );
}

/** What still has to be done for the step to pass, in the order of the text; empty = it passes. */
export function remaining(state: SessionState, lesson: Lesson, step: Step): readonly string[] {
  const items = visibleItems(step.items, probedFacts(state));
  const left: string[] = [];
  for (const check of checksIn(items)) {
    const {status} = state.checks[`${lesson.id}/${check.id}`] ?? {status: 'wait'};
    if (status !== 'pass' && status !== 'old') left.push(check.id);
  }
  for (const quiz of quizzesIn(items)) {
    const answered = state.quizzes[`${lesson.id}/${quiz.id}`];
    if (!(answered?.right || (answered?.tries ?? 0) >= quiz.tries)) left.push(quiz.id);
  }
  const judged = checksIn(items).length + quizzesIn(items).length > 0;
  for (const run of openRuns(items)) {
    const id = `${lesson.id}/${run.id}`;
    const {status} = state.runs[id] ?? {status: 'idle'};
    const ran = status === 'done' || status === 'stopped';
    const held = run.captures.every(({name}) => state.values.some(value => value.name === name && value.from === id));
    if (!held || (!judged && !ran)) left.push(run.id);
  }
  return left;
}
