import {neutralise} from '../core/neutral.ts';
import type {Result} from '../core/result.ts';
import {resultLine} from './result-line.ts';

/** Tells of each submission on standard error, with how many are left and about how long that takes. */
export function tellProgress(all: number, already: number): (result: Result) => void {
  const began = performance.now();
  let done = already;
  return result => {
    done++;
    const left = all - done;
    const each = (performance.now() - began) / (done - already);
    const rest = left === 0 ? '' : `; ${left} left, about ${inWords((each * left) / 1000)}`;
    process.stderr.write(`${neutralise(`${done} of ${all}: ${resultLine(result)}${rest}`)}\n`);
  };
}

function inWords(seconds: number): string {
  if (seconds < 90) return `${Math.max(1, Math.round(seconds))} s`;
  return seconds < 5400 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 360) / 10} h`;
}
