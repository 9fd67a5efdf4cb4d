import {createHash} from 'node:crypto';
import type {Problem} from '../core/problem.ts';
import {hasErrors} from '../core/problem.ts';
import type {Known} from '../lesson/known.ts';
import {suggest} from '../lesson/nearest.ts';
import {readText} from '../lesson/read-text.ts';
import {makeSource, position, type Report, reportInto} from '../lesson/source.ts';
import type {Locator, Path} from '../lesson/yaml/locate.ts';
import {readYaml} from '../lesson/yaml/read-yaml.ts';
import {readUse} from './read-use.ts';
import type {Suite, SuiteCheck, Use} from './suite.ts';
import {type CheckYaml, type SuiteYaml, suiteSchema} from './suite-schema.ts';

export type ReadSuite =
  | {readonly kind: 'read'; readonly suite: Suite}
  | {readonly kind: 'unusable'; readonly problems: readonly Problem[]};

/** Reads a suite; `known` tells which assertions there are, and judges their arguments. */
export async function readSuite(file: string, known: Known): Promise<ReadSuite> {
  const read = await readText(file);
  if ('problem' in read) {
    return {kind: 'unusable', problems: [{file, line: 1, column: 1, message: read.problem, severity: 'error'}]};
  }
  return parseSuite(file, read.text, known);
}

export function parseSuite(file: string, text: string, known: Known): ReadSuite {
  const problems: Problem[] = [];
  const report = reportInto(problems);
  const source = makeSource(file, text);
  const yaml = readYaml(suiteSchema, {text: source.text, spot: {source, offset: 0}}, report);
  if (!yaml.ok) return {kind: 'unusable', problems};
  const {value, where} = yaml;
  const checks = value.checks.flatMap((one, index) => toCheck(one, {value, where, index, report, known}) ?? []);
  if (hasErrors(problems)) return {kind: 'unusable', problems};
  const {suite: id, title, version, parts, policy} = value;
  const sha256 = createHash('sha256').update(text).digest('hex');
  return {kind: 'read', suite: {id, title, version, file, sha256, parts, checks, late: policy.late ?? null}};
}

interface Place {
  readonly value: SuiteYaml;
  readonly where: Locator;
  readonly index: number;
  readonly report: Report;
  readonly known: Known;
}

function toCheck(check: CheckYaml, place: Place): SuiteCheck | undefined {
  const {value, where, index, report} = place;
  references(check, place);
  if (check.severity === 'advisory' && check.points !== undefined)
    report(where.key(['checks', index, 'points']), 'points: an advisory check is worth nothing');
  const judged = judgedOf(check, place);
  if (judged === undefined) return undefined;
  const {id, title = id, part = null, severity, tags, hints, dependsOn} = check;
  const visibility = check.visibility ?? value.defaults.visibility ?? 'visible';
  const points = check.manual?.points ?? check.points ?? (severity === 'advisory' ? 0 : 1);
  const {line} = position(where.key(['checks', index, 'id']));
  return {id, title, part, points, severity, visibility, tags, hints, dependsOn, judged, line};
}

/** Names of other things in the suite: ids are unique, parts and earlier checks exist. */
function references({id, part, dependsOn}: CheckYaml, {value, where, index, report}: Place): void {
  const at = (...path: Path) => where.value(['checks', index, ...path]);
  const before = value.checks.slice(0, index);
  const earlier = before.map(one => one.id);
  if (earlier.includes(id)) report(at('id'), `id: there is a check ${id} before this one already`);
  const parts = value.parts.map(one => one.id);
  if (part !== undefined && !parts.includes(part))
    report(at('part'), `part: there is no part "${part}"${suggest(part, parts)}`);
  dependsOn.forEach((name, nth) => {
    if (!earlier.includes(name))
      report(at('dependsOn', nth), `dependsOn: no check "${name}" stands before this one${suggest(name, earlier)}`);
    else if (before.find(one => one.id === name)?.manual !== undefined)
      report(at('dependsOn', nth), `dependsOn: ${name} is graded by a person, later than all of this`);
  });
}

function judgedOf(check: CheckYaml, place: Place): SuiteCheck['judged'] | undefined {
  const {where, index, report} = place;
  const base: Path = ['checks', index];
  const said = [check.use, check.any, check.manual].filter(one => one !== undefined).length;
  if (said !== 1) {
    report(where.value(base), 'expected exactly one of use (an assertion), any (several) and manual (a rubric)');
    return undefined;
  }
  if (check.manual !== undefined) {
    if (check.points !== undefined) report(where.key([...base, 'points']), 'points: stand in manual for this one');
    if (check.with !== undefined) report(where.key([...base, 'with']), 'with: what a person grades has no arguments');
    return {kind: 'manual', rubric: check.manual.rubric};
  }
  if (check.with !== undefined && check.any !== undefined)
    report(where.key([...base, 'with']), 'with: belongs to each of any');
  const uses: Use[] = [];
  if (check.use !== undefined) {
    const use = readUse({use: check.use, with: check.with ?? {}}, base, place);
    if (use !== undefined) uses.push(use);
  }
  check.any?.forEach((one, nth) => {
    const use = readUse(one, [...base, 'any', nth], place);
    if (use !== undefined) uses.push(use);
  });
  const [first, ...rest] = uses;
  return first && {kind: 'assert', any: [first, ...rest], partial: !check.allOrNothing};
}
