import {InvalidArgumentError} from 'commander';

/** A report that is wanted. */
export interface ReportWish {
  readonly format: string;
  /** `{id}` in it stands for a submission: each gets a file of its own. `-` is standard output. */
  readonly file: string;
}

/** Collects `--report FORMAT=FILE`; which formats there are is known where they are written. */
export function reportWish(text: string, before: readonly ReportWish[] = []): readonly ReportWish[] {
  const [, format, file] = /^([a-z][a-z-]*)=(.+)$/s.exec(text) ?? [];
  if (format === undefined || file === undefined)
    throw new InvalidArgumentError('expected FORMAT=FILE, such as junit=results.xml.');
  return [...before, {format, file}];
}
