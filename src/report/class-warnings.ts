import type {Result} from '../core/result.ts';
import {oneLine} from './plain-text.ts';
import {whoOf} from './standing.ts';

/** A warning names so many at most. */
const MOST_NAMES = 3;

/** The warnings of several submissions, each once, with the names of whom it is about unless that is everybody. */
export function classWarnings(results: readonly Result[]): readonly string[] {
  return [...new Set(results.flatMap(({warnings}) => warnings))].map(warning => ofWhom(warning, results));
}

function ofWhom(warning: string, results: readonly Result[]): string {
  const about = results.filter(({warnings}) => warnings.includes(warning));
  if (about.length === results.length) return oneLine(warning);
  const names = about.slice(0, MOST_NAMES).map(whoOf).join(', ');
  const more = about.length > MOST_NAMES ? ` and ${about.length - MOST_NAMES} more` : '';
  return oneLine(`${names}${more}: ${warning}`);
}
