import type {Json} from '../core/lesson.ts';
import {suggest} from '../core/nearest.ts';
import type {Report} from '../core/source.ts';
import type {Locator, Path} from '../core/yaml/locate.ts';
import type {Known} from '../lesson/known.ts';
import type {Use} from './suite.ts';

interface Place {
  readonly where: Locator;
  readonly report: Report;
  readonly known: Known;
}

/** `fdb.complete@1` with arguments that fit; without a version it is that of today. */
export function readUse(
  {use: named, with: args}: {readonly use: string; readonly with: Readonly<Record<string, Json>>},
  base: Path,
  {where, report, known}: Place,
): Use | undefined {
  const [use = '', wanted] = named.split('@', 2);
  const at = where.value([...base, 'use']);
  const validate = known.assertions.get(use);
  if (validate === undefined) {
    report(at, `use: no assertion "${use}"${suggest(use, known.assertions.keys())}`);
    return undefined;
  }
  if (known.judging?.get(use) !== 'snapshot') {
    report(at, `use: ${use} judges what a student ran in a lesson, which a suite does not see`);
    return undefined;
  }
  const version = known.versions?.get(use) ?? 1;
  if (wanted !== undefined && wanted !== String(version)) {
    report(at, `use: this program has version ${version} of ${use}, and not "${wanted}"`);
    return undefined;
  }
  const names = known.words?.get(use)?.arguments;
  const issues = validate(args);
  for (const {path, message} of issues) {
    const [argument] = path;
    const isUnknown = path.length === 1 && names !== undefined && !names.includes(String(argument));
    const spot = isUnknown ? where.key([...base, 'with', ...path]) : where.value([...base, 'with', ...path]);
    const text = isUnknown ? `no argument "${argument}"${suggest(String(argument), names)}` : message;
    report(spot, `with: ${path.length > 0 && !isUnknown ? `${path.join('.')}: ` : ''}${text} (assertion ${use})`);
  }
  return issues.length > 0 ? undefined : {use, version, with: args};
}
