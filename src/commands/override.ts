import {userInfo} from 'node:os';
import {resolve} from 'node:path';
import {EXIT, Failure} from '../core/failure.ts';
import {finishRun} from '../grade/finish-run.ts';
import {readRunFolder, withRun} from '../grade/open-run.ts';
import type {OverrideOptions} from './grade.ts';
import {resultLine} from './result-line.ts';
import {signer} from './signer.ts';
import {readKeptSuite} from './suites.ts';
import {unknownName} from './unknown-name.ts';

/** Writes down what a person decides, and amends the result; gives the exit code. */
export async function override(
  path: string,
  submission: string,
  {total, why, by, sign: keyFile}: OverrideOptions,
): Promise<number> {
  const folder = resolve(path);
  const {run, done, suiteText} = readRunFolder(folder);
  if (!done.has(submission)) throw unknownName('submission', submission, [...done.keys()]);
  if (why.trim() === '') throw new Failure('--why: expected a reason');
  const sign = signer(keyFile);
  const suite = await readKeptSuite(run.suite.file, suiteText);
  return withRun(folder, async journal => {
    const at = new Date().toISOString();
    journal.append({kind: 'override', submission, total, by: by ?? userInfo().username, at, why});
    const result = finishRun(folder, suite, journal).find(one => one.submission.id === submission);
    sign(journal);
    if (result !== undefined && total > result.score.max)
      process.stderr.write(`deepdive: ${total} is more than the ${result.score.max} points that there are\n`);
    if (result !== undefined) process.stdout.write(`${resultLine(result)}\n`);
    return EXIT.passed;
  });
}
