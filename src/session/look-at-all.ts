import type {Snapshot} from '../core/facts.ts';
import type {Context} from './context.ts';
import type {Done} from './session.ts';

/** Looks at all nodes; a recording that has no answer for the state of the cluster says so, and the last look stays. */
export async function lookAtAll(context: Context): Promise<Done> {
  const {ALL_KINDS} = await import('../snapshot/collect.ts');
  const snapshot = await context.collect(ALL_KINDS);
  const blind = context.cluster.transport === 'recording' ? unanswered(snapshot) : undefined;
  if (blind !== undefined) return {ok: false, message: blind};
  context.dispatch({kind: 'looked', snapshot});
  return {ok: true};
}

/** Why a recording has nothing at all to show where the student is, and what to do; undefined if it has something. */
export function unanswered({facts}: Snapshot): string | undefined {
  const problems = [...facts.values()].map(({problem}) => problem);
  const [first] = problems;
  if (first === undefined || first === null || problems.some(problem => problem === null)) return undefined;
  const why = first.detail.replace(/^not recorded: /, '');
  return `the recording cannot show the cluster as it is now; run the commands of the next steps, or have them done: X, or deepdive catch-up LESSON/STEP (${why})`;
}
