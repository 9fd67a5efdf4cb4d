import type {CheckStatus, Result} from '../core/result.ts';

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
