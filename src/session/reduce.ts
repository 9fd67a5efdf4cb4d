import type {ProgressEvent, Value} from '../core/progress.ts';
import type {Recalled, SessionEvent} from './event.ts';
import {capturedIn} from './lesson-values.ts';
import {laterLook, outdatedLook} from './look.ts';
import type {CheckState, NodeRun, RunState, SessionState, StepProgress} from './state.ts';
import {withStepProgress} from './step-progress.ts';
import {withTime} from './time-spent.ts';
import {withCaptured, withRun} from './undoable.ts';

export const FRESH_CHECK: CheckState = {
  status: 'wait',
  reason: 'not looked at yet',
  points: 0,
  maxPoints: 0,
  at: 0,
  witnesses: [],
  near: [],
  fails: 0,
};

const FRESH_STEP: StepProgress = {status: 'ready', reason: '', hints: 0, solutionShown: false};

/** The session's one pure step: a state and what happened → the next state. */
export function reduce(state: SessionState, event: SessionEvent): SessionState {
  return withStepProgress(withTime(apply(state, event), state, event), event);
}

function apply(state: SessionState, event: SessionEvent): SessionState {
  switch (event.kind) {
    case 'started':
      return startRun(state, event);
    case 'ended':
      return endRun(state, event.run, event.node, run => ({
        ...run,
        ...(event.previous !== undefined && {previous: event.previous}),
        ...(run.result !== undefined && {previous: run.result}),
        result: event.result,
      }));
    case 'recalled':
      return event.results.reduce(recallResult, state);
    case 'checking':
      return putCheck(state, event.check, {
        ...checkOf(state, event.check),
        status: 'checking',
        maxPoints: event.maxPoints,
      });
    case 'verdict':
      return putCheck(state, event.check, event.verdict);
    case 'probed':
      return {
        ...state,
        cluster: {...state.cluster, nodes: state.cluster.nodes.map(n => (n.id === event.node.id ? event.node : n))},
      };
    case 'looked':
      return {...state, look: laterLook(state.look, event.snapshot)};
    case 'trusted':
      return {...state, trusted: true};
    case 'asked':
      return {...state, asking: event.question};
    case 'catching-up':
      return {...state, catchingUp: event.now};
    case 'noticed':
      return {...state, notice: event.notice};
    case 'quiz-said': {
      const quiz = state.quizzes[event.quiz];
      return quiz === undefined
        ? state
        : {...state, quizzes: {...state.quizzes, [event.quiz]: {...quiz, said: event.said}}};
    }
    default:
      return applyProgress(state, event);
  }
}

/** The part of the reducer that replays a journal. */
function applyProgress(state: SessionState, event: ProgressEvent): SessionState {
  switch (event.kind) {
    case 'opened':
      return renew(state, event.instance);
    case 'moved':
      return {...state, lesson: event.lesson, step: event.step};
    case 'ran': {
      const next = markStale(outdatedLook(recordRun(state, event), event.mutates !== undefined), event);
      return {...next, undoable: withRun(state.undoable, event, state.values)};
    }
    case 'captured': {
      const fresh = event.values;
      const replaced = (old: Value) =>
        fresh.some(one => one.name === old.name && one.node === old.node && capturedIn(one) === capturedIn(old));
      const kept = state.values.filter(old => !replaced(old));
      return {...state, values: [...kept, ...fresh], undoable: withCaptured(state.undoable, fresh)};
    }
    case 'judged': {
      const known = checkOf(state, event.check);
      if (known.status === event.status && known.at === event.at) return state;
      const {status, reason, points, at, witnesses = []} = event;
      return putCheck(state, event.check, {...known, status, reason, points, at, witnesses});
    }
    case 'answered': {
      const old = state.quizzes[event.quiz] ?? {tries: 0, right: false, last: '', said: '', points: 0};
      const quiz = {
        ...old,
        tries: old.tries + 1,
        right: old.right || event.right,
        last: event.text,
        points: Math.max(old.points, event.points),
      };
      return {...state, quizzes: {...state.quizzes, [event.quiz]: quiz}};
    }
    case 'hinted':
      return putStep(state, event.step, {hints: event.hint});
    case 'solution-shown':
      return putStep(state, event.step, {solutionShown: true});
    case 'passed':
      return putStep(state, event.step, {status: event.assisted ? 'assisted' : 'passed'});
    case 'undone':
      return undoRuns(state, event);
  }
}

/** On a cluster that was made anew nothing that was run or read counts any more; what was learned does. */
function renew(state: SessionState, instance: string): SessionState {
  const before = state.cluster.instance;
  const next = {...state, cluster: {...state.cluster, instance}};
  if (before === '' || before === instance) return next;
  const checks = Object.entries(state.checks).map(([id, check]) => [id, {...check, status: 'old' as const}]);
  return {...next, runs: {}, undoable: [], values: [], look: null, checks: Object.fromEntries(checks)};
}

function checkOf(state: SessionState, id: string): CheckState {
  return state.checks[id] ?? FRESH_CHECK;
}

function putCheck(state: SessionState, id: string, check: CheckState): SessionState {
  return {...state, checks: {...state.checks, [id]: check}};
}

function putStep(state: SessionState, id: string, change: Partial<StepProgress>): SessionState {
  return {...state, steps: {...state.steps, [id]: {...(state.steps[id] ?? FRESH_STEP), ...change}}};
}

function putRun(state: SessionState, id: string, run: RunState): SessionState {
  return {...state, runs: {...state.runs, [id]: run}};
}

function startRun(state: SessionState, event: Extract<SessionEvent, {kind: 'started'}>): SessionState {
  const old = state.runs[event.run];
  const previous = old?.nodes[event.node]?.result;
  const {node, line, edited, at} = event;
  const started: NodeRun = {node, line, edited, startedAt: at, ...(previous !== undefined && {previous})};
  const status = event.stream ? 'streaming' : 'running';
  return putRun(state, event.run, {status, nodes: {...old?.nodes, [node]: started}});
}

function endRun(state: SessionState, id: string, node: string, change: (run: NodeRun) => NodeRun): SessionState {
  const run = state.runs[id];
  const on = run?.nodes[node];
  if (run === undefined || on === undefined) return state;
  const nodes = {...run.nodes, [node]: change(on)};
  return putRun(state, id, {status: statusOf(Object.values(nodes), run.status), nodes});
}

function statusOf(nodes: readonly NodeRun[], before: RunState['status']): RunState['status'] {
  if (nodes.some(one => one.result === undefined)) return before;
  const results = nodes.map(one => one.result!);
  if (results.every(result => result.ok)) return 'done';
  return results.every(result => result.ok || result.end.kind === 'stopped') ? 'stopped' : 'error';
}

/** Meanwhile the command may have been run anew. */
function recallResult(state: SessionState, {run, node, result, previous}: Recalled): SessionState {
  const status = state.runs[run]?.status;
  if (status === 'running' || status === 'streaming') return state;
  return endRun(state, run, node, on => (on.result === undefined ? {...on, result, ...(previous && {previous})} : on));
}

/** From a journal the run is known but its result is not read yet (`recalled` brings it). */
function recordRun(state: SessionState, event: Extract<ProgressEvent, {kind: 'ran'}>): SessionState {
  const old = state.runs[event.run];
  const known = old?.nodes[event.node];
  if (known?.result !== undefined) return state;
  const {node, line, edited, at} = event;
  const nodes = {...old?.nodes, [node]: {...known, node, line, edited, startedAt: at}};
  return putRun(state, event.run, {status: event.ok ? 'done' : 'error', nodes});
}

/**
 * A mutation makes what was judged before it old: it stays earned, but its evidence is of an earlier cluster. What had
 * not passed is open again.
 */
function markStale(state: SessionState, event: Extract<ProgressEvent, {kind: 'ran'}>): SessionState {
  if (event.mutates === undefined || !event.ok) return state;
  const stale = Object.entries(state.checks).filter(
    ([, check]) => check.at < event.at && outdated(check) !== undefined,
  );
  if (stale.length === 0) return state;
  const old = stale.map(([id, check]) => [id, {...check, ...outdated(check)}]);
  return {...state, checks: {...state.checks, ...Object.fromEntries(old)}};
}

function outdated({status}: CheckState): Partial<CheckState> | undefined {
  if (status === 'pass') return {status: 'old'};
  if (status !== 'fail' && status !== 'error') return undefined;
  return {status: 'wait', reason: 'not looked at since the cluster was changed', witnesses: [], near: []};
}

function undoRuns(state: SessionState, event: Extract<ProgressEvent, {kind: 'undone'}>): SessionState {
  const runs = Object.fromEntries(Object.entries(state.runs).filter(([id]) => !event.runs.includes(id)));
  const checks = Object.fromEntries(Object.entries(state.checks).filter(([id]) => !event.checks.includes(id)));
  const values = state.values.filter(value => !event.runs.includes(value.from));
  const undoable = state.undoable.filter(({run}) => !event.runs.includes(run));
  const steps = {...state.steps, [event.step]: FRESH_STEP};
  return {...outdatedLook(state, true), runs, undoable, checks, values, steps};
}
