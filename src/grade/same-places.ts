import type {Report, Spot} from '../core/source.ts';
import type {Submission, Where} from './roster.ts';

/** Warns where the work of two students is said to be on one machine, or in one file: one of them is a slip. */
export function samePlaces(
  submissions: readonly Submission[],
  at: (index: number, key: string) => Spot,
  report: Report,
): void {
  const first = new Map<string, Submission>();
  submissions.forEach((one, index) => {
    const {key, places} = placesOf(one.where);
    const taken = places.find(place => (first.get(place) ?? one).student.id !== one.student.id);
    if (taken !== undefined)
      report(at(index, key), `${key}: ${taken} is that of ${first.get(taken)!.id} as well`, 'warning');
    for (const place of places) if (!first.has(place)) first.set(place, one);
  });
}

function placesOf(where: Where): {readonly key: string; readonly places: readonly string[]} {
  if (where.kind === 'snapshot') return {key: 'snapshot', places: [where.file]};
  if (where.kind === 'cluster') return {key: 'cluster', places: [where.name]};
  return {key: 'nodes', places: where.nodes.map(({ssh = 'this machine'}) => ssh)};
}
