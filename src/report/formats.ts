import type {Result} from '../core/result.ts';
import type {Audience} from './audience.ts';
import {csvLong} from './csv-long.ts';
import {csvWide} from './csv-wide.ts';
import {ctrf} from './ctrf.ts';
import {githubAnnotations} from './github-annotations.ts';
import {githubClassroom} from './github-classroom.ts';
import {githubSummary} from './github-summary.ts';
import {gradescope} from './gradescope.ts';
import {html} from './html.ts';
import {json} from './json.ts';
import {junit} from './junit.ts';
import {openmetrics} from './openmetrics.ts';
import type {ReportOptions} from './options.ts';
import {tap} from './tap.ts';
import {text} from './text.ts';

/** A format of reports. None decides the exit code: a report never fails a job, the exit code must. */
export interface Format {
  readonly title: string;
  /** With the dot. */
  readonly extension: string;
  /** For whom the report is when nobody says. */
  readonly audience: Audience;
  /** `one`: the format holds a single submission; more, or none, is a usage error. */
  readonly submissions: 'any' | 'one';
  /** `counting`: of several attempts of a student only the one that the grade is from. */
  readonly attempts: 'all' | 'counting';
  /** `append`: other programs write into the same file. */
  readonly writes: 'replace' | 'append';
  /** What to do when nothing could be evaluated. `no-file`: the platform tells an absent file from a grade of zero. */
  readonly whenNothingEvaluated: 'write' | 'no-file';
  /** Null for no file. */
  readonly render: (results: readonly Result[], options?: ReportOptions) => string | null;
}

const usual = {
  audience: 'staff',
  submissions: 'any',
  attempts: 'counting',
  writes: 'replace',
  whenNothingEvaluated: 'write',
} as const;

/** By the names of `--report NAME=FILE`. */
export const FORMATS: ReadonlyMap<string, Format> = new Map<string, Format>([
  ['text', {...usual, title: 'summary for a terminal', extension: '.txt', render: text}],
  ['json', {...usual, attempts: 'all', title: 'results as they are', extension: '.json', render: json}],
  ['html', {...usual, title: 'one page to read', extension: '.html', render: html}],
  ['junit', {...usual, title: 'JUnit XML', extension: '.xml', render: junit}],
  ['tap', {...usual, title: 'TAP 14', extension: '.tap', render: tap}],
  ['ctrf', {...usual, title: 'Common Test Report Format', extension: '.json', render: ctrf}],
  ['csv', {...usual, title: 'a row for each submission', extension: '.csv', render: csvWide}],
  ['csv-long', {...usual, title: 'a row for each check', extension: '.csv', render: csvLong}],
  ['openmetrics', {...usual, title: 'OpenMetrics', extension: '.txt', render: openmetrics}],
  ['github', {...usual, title: 'annotations of GitHub Actions', extension: '.txt', render: githubAnnotations}],
  [
    'github-summary',
    {...usual, title: 'step summary of GitHub Actions', extension: '.md', writes: 'append', render: githubSummary},
  ],
  [
    'github-classroom',
    {
      ...usual,
      title: 'result of GitHub Classroom',
      extension: '.txt',
      audience: 'student',
      submissions: 'one',
      render: githubClassroom,
    },
  ],
  [
    'gradescope',
    {
      ...usual,
      title: 'results.json of Gradescope',
      extension: '.json',
      submissions: 'one',
      whenNothingEvaluated: 'no-file',
      render: gradescope,
    },
  ],
]);
