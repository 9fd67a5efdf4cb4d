import {neutralise} from '../core/neutral.ts';
import type {CheckStatus, Result} from '../core/result.ts';

/** A report that is wanted: `junit=FILE`. */
export interface ReportWish {
  readonly format: string;
  readonly file: string;
}

/** Where reports are written; without a wish the results are told in plain text on standard output. */
export function writeReports(results: readonly Result[], wishes: readonly ReportWish[] = []): void {
  if (wishes.length === 0)
    process.stdout.write(
      summary(results)
        .map(line => `${neutralise(line)}\n`)
        .join(''),
    );
}

/** One submission in a line: `ada (Ada L.): 34 of 40 points; 2 failed`. */
export function resultLine({submission, score, checks, warnings}: Result): string {
  const {id, student, lateSeconds} = submission;
  const name = student.name === undefined ? '' : ` (${student.name})`;
  const total = score.total ?? score.raw;
  const kind = score.total === null ? ' so far' : '';
  const parts = [
    `${total} of ${score.max} points${kind}`,
    ...counted(checks.map(({status}) => status)),
    ...(lateSeconds > 0 ? [`late, minus ${score.penalty}`] : []),
    ...(score.override === null ? [] : [`set by ${score.override.by}`]),
    ...(warnings.length > 0 ? [`${warnings.length} ${warnings.length === 1 ? 'warning' : 'warnings'}`] : []),
  ];
  return `${id}${name}: ${parts.join('; ')}`;
}

const COUNTED: readonly (readonly [CheckStatus, string])[] = [
  ['fail', 'failed'],
  ['blocked', 'blocked'],
  ['error', 'could not be looked at'],
  ['manual', 'for a person to grade'],
];

function counted(statuses: readonly CheckStatus[]): readonly string[] {
  return COUNTED.flatMap(([status, words]) => {
    const many = statuses.filter(one => one === status).length;
    return many === 0 ? [] : [`${many} ${words}`];
  });
}

function summary(results: readonly Result[]): readonly string[] {
  const [only] = results;
  const detailed = only !== undefined && results.length === 1 ? details(only) : [];
  const warnings = results.flatMap(({submission, warnings}) =>
    warnings.map(one => `warning: ${submission.id}: ${one}`),
  );
  const complete = results.filter(({score}) => score.total !== null).length;
  return [
    ...results.map(resultLine),
    ...detailed,
    ...warnings,
    `${results.length} ${results.length === 1 ? 'submission' : 'submissions'}, ${complete} with a final total`,
  ];
}

/** Check by check, when there is one submission only. */
function details({checks}: Result): readonly string[] {
  return checks.map(({id, title, status, points, reason}) => {
    const earned = `${points.earned ?? '?'}/${points.max}`.padStart(7);
    const why = status === 'pass' || reason === null ? '' : `\n           ${reason}`;
    return `  ${status.padEnd(7)} ${earned}  ${title} [${id}]${why}`;
  });
}
