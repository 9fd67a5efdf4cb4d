import type {Hop, Walk} from '../walk.ts';

/** A hop at which a way ends, and the task that the way was to; undefined where all ways end. */
interface Stop {
  readonly task: string | undefined;
  readonly hop: Hop;
}

/** Where ways end before they have come to their task and back. */
export function stopsOf({hops, branches}: Walk): readonly Stop[] {
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
