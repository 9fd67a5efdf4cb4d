import {EXIT, type ExitCode} from '../core/failure.ts';
import type {Result} from '../core/result.ts';

/** What a run over submissions ends with: not having looked weighs more than a failure, for it may hide one. */
export function exitCodeOf(results: readonly Result[]): ExitCode {
  const counting = results.filter(({submission}) => submission.standing?.counts !== false);
  const counted = counting.flatMap(({checks}) =>
    checks.filter(({severity, points}) => severity !== 'advisory' && !points.waived),
  );
  if (counted.some(isUnknown)) return EXIT.incomplete;
  if (!counting.some(({evaluated}) => evaluated > 0)) return EXIT.nothing;
  return counted.every(({status}) => status === 'pass' || status === 'skip' || status === 'manual')
    ? EXIT.passed
    : EXIT.failed;
}

function isUnknown({status, points}: Result['checks'][number]): boolean {
  return status === 'error' || (status === 'blocked' && points.earned === null);
}
