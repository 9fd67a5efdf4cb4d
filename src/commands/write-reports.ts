import {randomUUID} from 'node:crypto';
import {appendFileSync} from 'node:fs';
import {EXIT, Failure} from '../core/failure.ts';
import {neutralise} from '../core/neutral.ts';
import type {Result} from '../core/result.ts';
import type {Audience} from '../report/audience.ts';
import {FORMATS, type Format} from '../report/formats.ts';
import {writeAtomic} from '../state/atomic.ts';
import type {ReportWish} from './report-wishes.ts';
import {unknownName} from './unknown-name.ts';
import {readWidth} from './width.ts';

export interface ReportOptions {
  readonly report?: readonly ReportWish[];
  /** For whom all of them are; each format has its own default. */
  readonly audience?: Audience;
}

/** Refuses what could not be written in the end, before anything is graded. */
export function demandReports({report = []}: ReportOptions, submissions: number): void {
  for (const wish of report) {
    const {submissions: held} = formatOf(wish);
    if (held === 'one' && submissions !== 1 && !wish.file.includes('{id}'))
      throw new Failure(`${wish.format} holds one submission: write {id} in the file's name, ${wish.format}={id}.json`);
  }
}

/** Writes the reports that are wanted; without any the results are told in plain text on standard output. */
export function writeReports(results: readonly Result[], {report = [], audience}: ReportOptions): void {
  const wishes = report.length > 0 ? report : [{format: 'text', file: '-'}];
  for (const wish of wishes) {
    const format = formatOf(wish);
    const shown = results.filter(({submission}) => format.attempts === 'all' || submission.standing?.counts !== false);
    const parts = wish.file.includes('{id}') ? shown.map(one => [one]) : [shown];
    for (const part of parts) writeReport(format, {...wish, file: fileFor(wish.file, part)}, part, audience);
  }
}

function writeReport(
  format: Format,
  {file}: ReportWish,
  results: readonly Result[],
  audience: Audience | undefined,
): void {
  const text = format.render(results, {
    ...(audience && {audience}),
    width: readWidth(undefined),
    reportId: randomUUID(),
  });
  if (text === null) {
    process.stderr.write(`deepdive: nothing was evaluated, so ${neutralise(file)} was not written\n`);
    return;
  }
  try {
    if (file === '-') process.stdout.write(text);
    else if (format.writes === 'append') appendFileSync(file, text);
    else writeAtomic(file, text);
  } catch (error) {
    throw new Failure(`cannot write ${file}: ${(error as Error).message}; the results are kept`, EXIT.incomplete);
  }
}

/** Ids are checked where a roster is read: none leaves the folder. */
function fileFor(file: string, [first]: readonly Result[]): string {
  return first === undefined ? file : file.replaceAll('{id}', first.submission.id);
}

function formatOf({format}: ReportWish): Format {
  const found = FORMATS.get(format);
  if (found === undefined) throw unknownName('report format', format, [...FORMATS.keys()]);
  return found;
}
