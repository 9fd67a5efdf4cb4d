import {resolve} from 'node:path';
import {EXIT} from '../core/failure.ts';
import {neutralise} from '../core/neutral.ts';
import type {CheckResult, Result} from '../core/result.ts';
import {diffRuns, type Moved} from '../grade/diff-runs.ts';
import {verifiedResult} from '../grade/evidence.ts';
import {doneIn} from '../grade/finish-run.ts';
import {readRunFolder} from '../grade/open-run.ts';

/** Tells who stands otherwise in the second run; gives the exit code. */
export async function diff(before: string, after: string): Promise<number> {
  const moved = diffRuns(resultsOf(before), resultsOf(after));
  const lines = moved.flatMap(linesOf);
  const end = moved.length === 0 ? 'all stand alike' : `${moved.length} moved`;
  process.stdout.write([...lines, end].map(line => `${neutralise(line)}\n`).join(''));
  return moved.length === 0 ? EXIT.passed : EXIT.failed;
}

function resultsOf(path: string): readonly Result[] {
  const open = readRunFolder(resolve(path));
  return doneIn(open).map(id => verifiedResult(open, id));
}

function linesOf({id, name, before, after, checks}: Moved): readonly string[] {
  const head = `${id}${name === undefined ? '' : ` (${name})`}: ${points(before)} -> ${points(after)}`;
  return [
    head,
    ...checks.map(one => `  ${one.key}: ${standing(one.before)} -> ${standing(one.after)}${reason(one.after)}`),
  ];
}

function points(score: Result['score'] | null): string {
  if (score === null) return 'not there';
  return score.total === null ? `${score.raw} of ${score.max} so far` : `${score.total} of ${score.max}`;
}

function standing(check: CheckResult | null): string {
  return check === null ? 'not there' : `${check.status} ${check.points.earned ?? '?'}/${check.points.max}`;
}

function reason(check: CheckResult | null): string {
  return check === null || check.reason === null || check.status === 'pass' ? '' : `: ${check.reason}`;
}
