import {suggest} from '../core/nearest.ts';
import type {Trust, Visibility} from '../core/result.ts';
import {position, type Report} from '../core/source.ts';
import type {Locator, Path} from '../core/yaml/locate.ts';
import type {Known} from '../lesson/known.ts';
import type {Challenge} from './challenge.ts';
import {readUse} from './read-use.ts';
import type {SuiteCheck, Use} from './suite.ts';
import type {CheckYaml} from './suite-schema.ts';

interface Place {
  /** Where the check stands in the file. */
  readonly base: Path;
  /** The checks that stand before it. */
  readonly before: readonly CheckYaml[];
  /** Ids of the parts that there are. */
  readonly parts: readonly string[];
  readonly visibility: Visibility | undefined;
  readonly timeoutMs: number | undefined;
  readonly minTrust: Trust;
  readonly challenge: Challenge | null;
  readonly where: Locator;
  readonly report: Report;
  readonly known: Known;
}

/** Judging takes milliseconds. */
const TIMEOUT_MS = 10_000;

/** A check as it was written; undefined, and reported, when nothing could judge by it. */
export function readCheck(check: CheckYaml, place: Place): SuiteCheck | undefined {
  const {base, where, report} = place;
  references(check, place);
  if (check.severity === 'advisory' && check.points !== undefined)
    report(where.key([...base, 'points']), 'points: an advisory check is worth nothing');
  const judged = judgedOf(check, place);
  if (judged === undefined) return undefined;
  const {id, title = id, part = null, severity, tags, hints, dependsOn} = check;
  const visibility = check.visibility ?? place.visibility ?? 'visible';
  const points = check.manual?.points ?? check.points ?? (severity === 'advisory' ? 0 : 1);
  const {line} = position(where.key([...base, 'id']));
  const minTrust = check.minTrust ?? place.minTrust;
  const timeoutMs = check.timeout ?? place.timeoutMs ?? TIMEOUT_MS;
  return {id, title, part, points, severity, visibility, tags, hints, dependsOn, timeoutMs, minTrust, judged, line};
}

/** Names of other things in the file: ids are unique, parts and earlier checks exist. */
function references({id, part, dependsOn}: CheckYaml, {base, before, parts, where, report}: Place): void {
  const at = (...path: Path) => where.value([...base, ...path]);
  const earlier = before.map(one => one.id);
  if (earlier.includes(id)) report(at('id'), `id: there is a check ${id} before this one already`);
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
  const {base, where, report} = place;
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
  if (check.of !== undefined && check.use === undefined)
    report(where.key([...base, 'of']), 'of: belongs to what uses an assertion');
  const uses: Use[] = [];
  if (check.use !== undefined) {
    const use = readUse({use: check.use, with: check.with ?? {}, of: check.of}, base, place);
    if (use !== undefined) uses.push(use);
  }
  check.any?.forEach((one, nth) => {
    const use = readUse(one, [...base, 'any', nth], place);
    if (use !== undefined) uses.push(use);
  });
  const [first, ...rest] = uses;
  return first && {kind: 'assert', any: [first, ...rest], partial: !check.allOrNothing};
}
