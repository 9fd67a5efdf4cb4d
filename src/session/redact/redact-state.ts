import type {RunState, SessionState} from '../state.ts';
import {createRedact, redactDeep} from './redact.ts';

/** The state with stand-ins for what tells this cluster from others, in all that came from it. */
export function redactState(state: SessionState): SessionState {
  const {cluster, runs, checks, quizzes, values} = state;
  const redact = createRedact(state);
  const name = cluster.transport === 'recording' ? cluster.name : 'my cluster';
  // Ids of the lesson are no names of machines: only what they lead to is changed.
  const [found, nodes] = redactDeep(
    [
      [Object.values(runs).map(unparsed), Object.values(checks), Object.values(quizzes), values],
      cluster.nodes,
    ] as const,
    redact,
  );
  return {
    ...state,
    cluster: {...cluster, name, nodes},
    runs: withKeys(runs, found[0]),
    checks: withKeys(checks, found[1]),
    quizzes: withKeys(quizzes, found[2]),
    values: found[3].map((value, index) => ({...value, name: values[index]!.name, from: values[index]!.from})),
  };
}

function withKeys<T>(keys: Readonly<Record<string, unknown>>, values: readonly T[]): Readonly<Record<string, T>> {
  return Object.fromEntries(Object.keys(keys).map((key, index) => [key, values[index]!]));
}

/** The text is enough, and its rows would only be changed in vain. */
function unparsed(run: RunState): RunState {
  const nodes = Object.entries(run.nodes).map(([node, {result, previous: _, ...rest}]) => {
    if (result === undefined) return [node, rest];
    const {parsed: __, ...kept} = result;
    return [node, {...rest, result: kept}];
  });
  return {...run, nodes: Object.fromEntries(nodes)};
}
