import {createHash} from 'node:crypto';
import {suggest} from '../core/nearest.ts';
import {hasErrors, type Problem} from '../core/problem.ts';
import {makeSource, type Report, reportInto, type Source, type Spot} from '../core/source.ts';
import type {Path} from '../core/yaml/locate.ts';
import {readYaml} from '../core/yaml/read-yaml.ts';
import {readText} from '../lesson/read-text.ts';
import type {Roster, Submission, Waiver} from './roster.ts';
import {type RosterYaml, rosterSchema} from './roster-schema.ts';
import {samePlaces} from './same-places.ts';
import type {Suite} from './suite.ts';
import {toSubmission, uniqueIds} from './to-submission.ts';

/** Ten thousand submissions take two to five. */
const MAX_BYTES = 32 * 1024 * 1024;

export type ReadRoster =
  | {readonly kind: 'read'; readonly roster: Roster; readonly warnings: readonly Problem[]}
  | {readonly kind: 'unusable'; readonly problems: readonly Problem[]};

/** Reads a roster, YAML or, with a name that ends in .csv, CSV; waivers name checks of the suite. */
export async function readRoster(file: string, suite: Suite): Promise<ReadRoster> {
  const read = await readText(file, MAX_BYTES);
  if ('problem' in read) {
    return {kind: 'unusable', problems: [{file, line: 1, column: 1, message: read.problem, severity: 'error'}]};
  }
  const problems: Problem[] = [];
  const report = reportInto(problems);
  const source = makeSource(file, read.text);
  const found = /\.csv$/i.test(file)
    ? (await import('./roster-csv.ts')).parseCsvRoster(source, report)
    : parseYamlRoster(source, suite, report);
  if (found === undefined || hasErrors(problems)) return {kind: 'unusable', problems};
  const sha256 = createHash('sha256').update(read.text).digest('hex');
  return {kind: 'read', roster: {file, sha256, ...found}, warnings: problems};
}

function parseYamlRoster(
  source: Source,
  suite: Suite,
  report: Report,
): Pick<Roster, 'submissions' | 'waivers'> | undefined {
  const yaml = readYaml(rosterSchema, {text: source.text, spot: {source, offset: 0}, most: MAX_BYTES}, report);
  if (!yaml.ok) return undefined;
  const {value, where} = yaml;
  const {due, sshConfig} = value;
  const at = (index: number) => (key: string | undefined) => {
    const path: Path = ['submissions', index, ...(key === undefined ? [] : [key])];
    return where.value(path);
  };
  const found = value.submissions.flatMap((written, index) => {
    const one = toSubmission(written, {file: source.file, due, sshConfig, at: at(index), report});
    return one === undefined ? [] : [{one, at: at(index)}];
  });
  const submissions = found.map(({one}) => one);
  uniqueIds(submissions, nth => found[nth]!.at('id'), report);
  samePlaces(submissions, (nth, key) => found[nth]!.at(key), report);
  const waivers = value.waivers.map((one, index) =>
    toWaiver(one, submissions, suite, key => where.value(['waivers', index, key]), report),
  );
  return {submissions, waivers};
}

function toWaiver(
  {check, student, justification, expires, run}: RosterYaml['waivers'][number],
  submissions: readonly Submission[],
  {checks}: Suite,
  at: (key: string) => Spot,
  report: Report,
): Waiver {
  const ids = checks.map(({id}) => id);
  if (!ids.includes(check)) report(at('check'), `check: the suite has no check "${check}"${suggest(check, ids)}`);
  const students = new Set(submissions.flatMap(one => [one.id, one.student.id]));
  if (student !== '*' && !students.has(student))
    report(at('student'), `student: nobody is called "${student}" here${suggest(student, students)}`);
  return {check, student, justification, expires: expires ?? null, run};
}
