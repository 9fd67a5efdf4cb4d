import {distance} from 'fastest-levenshtein';
import {Failure} from '../core/failure.ts';

/** More names than this are not listed: the nearest ones help more. */
const FEW = 12;

/** `there is no command fbd in this step; did you mean fdb? There are mac, lb, fdb`. */
export function unknownName(what: string, name: string, known: readonly string[]): Failure {
  const near = known.filter(one => distance(one, name) <= Math.max(1, Math.floor(name.length / 3)));
  const guess = near.length > 0 ? `; did you mean ${near.slice(0, 3).join(' or ')}?` : '';
  const list = known.length > 0 && (guess === '' || known.length <= FEW) ? listed(known, guess) : '';
  return new Failure(`there is no ${what} ${name}${guess}${list}`);
}

function listed(known: readonly string[], guess: string): string {
  return `${guess === '' ? '; there are' : ' There are'} ${known.join(', ')}`;
}
