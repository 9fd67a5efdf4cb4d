import {answering, HOP_KINDS, type Hop, type Walk} from '../walk.ts';
import {saidOf} from './words.ts';

/** A hop at which a way ends, and the task that the way was to; undefined where all ways end. */
interface Stop {
  readonly task: string | undefined;
  readonly hop: Hop;
}

/** Where ways end before they have come to their task and back. */
function stopsOf({hops, branches}: Walk): readonly Stop[] {
  return [{task: undefined, hops}, ...branches].flatMap(({task, hops}) => {
    const hop = hops.find(({status}) => status !== 'ok');
    return hop === undefined ? [] : [{task, hop}];
  });
}

/** What is not known wins: as long as it is not, the rest says little. */
export function outcomeOf(walk: Walk): Hop['status'] {
  const stops = stopsOf(walk).map(({hop}) => hop.status);
  if (stops.includes('unknown')) return 'unknown';
  return stops.includes('broken') || walk.branches.length === 0 ? 'broken' : 'ok';
}

/** Where ways end, a line each, and which tasks answer: `broken: redis.2 at the forwarding table, swarm-03: …`. */
export function summary(walk: Walk): readonly string[] {
  const {branches} = walk;
  const stops = stopsOf(walk).map(({task, hop}) => {
    const whose = task === undefined ? '' : `${task} `;
    return `${hop.status}: ${whose}at ${HOP_KINDS[hop.kind]}, ${hop.node}: ${saidOf(hop)}`;
  });
  if (branches.length === 0) return stops;
  const tasks = answering(walk);
  const names = tasks.length === 0 ? '' : `: ${tasks.join(', ')}`;
  return [...stops, `${tasks.length} of ${branches.length} answer${names}`];
}
