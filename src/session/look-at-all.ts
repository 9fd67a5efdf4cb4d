import type {Context} from './context.ts';
import type {Done} from './session.ts';

/** Looks at all nodes; a recording that has no answer for the state of the cluster says so, and the last look stays. */
export async function lookAtAll(context: Context): Promise<Done> {
  const {ALL_KINDS} = await import('../snapshot/collect.ts');
  const snapshot = await context.collect(ALL_KINDS);
  const problems = [...snapshot.facts.values()].map(({problem}) => problem);
  const [first] = problems;
  const isBlind = first !== undefined && first !== null && problems.every(problem => problem !== null);
  if (isBlind && context.cluster.transport === 'recording')
    return {ok: false, message: `the recording cannot answer: ${first.detail}`};
  context.dispatch({kind: 'looked', snapshot});
  return {ok: true};
}
