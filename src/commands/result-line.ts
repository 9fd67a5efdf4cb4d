import type {Result} from '../core/result.ts';
import {countsInWords, whoOf} from '../report/standing.ts';

/** One submission in a line: `Ada L. (ada): 34 of 40 points; 2 failed`. */
export function resultLine(result: Result): string {
  const {submission, score, checks, warnings} = result;
  const {lateSeconds} = submission;
  const total = score.total ?? score.raw;
  const kind = score.total === null ? ' so far' : '';
  const counts = countsInWords(checks);
  const parts = [
    `${total} of ${score.max} points${kind}`,
    ...(counts === '' ? [] : [counts]),
    ...(lateSeconds > 0 ? [`late, minus ${score.penalty}`] : []),
    ...(score.override === null ? [] : [`set by ${score.override.by}`]),
    ...(warnings.length > 0 ? [`${warnings.length} ${warnings.length === 1 ? 'warning' : 'warnings'}`] : []),
  ];
  return `${whoOf(result)}: ${parts.join('; ')}`;
}
