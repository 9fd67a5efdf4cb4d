import {distance} from 'fastest-levenshtein';
import {Failure} from '../core/failure.ts';

/** More names than this are not listed: the nearest ones help more. */
const FEW = 12;
const MOST = 30;

/** `there is no command fbd in this step; did you mean fdb? There are mac, lb, fdb`. */
export function unknownName(what: string, name: string, known: readonly string[]): Failure {
  const near = nearest(name, known);
  const guess = near.length > 0 ? `; did you mean ${near.join(' or ')}?` : '';
  const list = known.length > 0 && (guess === '' || known.length <= FEW) ? listed(known, guess) : '';
  return new Failure(`there is no ${what} ${name}${guess}${list}`);
}

/** Two letters that changed places count as two mistakes. */
function nearest(name: string, known: readonly string[]): readonly string[] {
  const most = Math.max(2, Math.floor(name.length / 3));
  const best = Math.min(...known.map(one => distance(one, name)));
  return best > most ? [] : known.filter(one => distance(one, name) === best).slice(0, 3);
}

function listed(known: readonly string[], guess: string): string {
  const are = known.length === 1 ? 'is only' : 'are';
  const more = known.length > MOST ? ` and ${known.length - MOST} more` : '';
  return `${guess === '' ? '; there' : ' There'} ${are} ${known.slice(0, MOST).join(', ')}${more}`;
}
