import type {Json} from '../core/lesson.ts';
import {suggest} from '../core/nearest.ts';
import type {Report} from '../core/source.ts';
import type {Locator, Path} from '../core/yaml/locate.ts';
import type {Known} from '../lesson/known.ts';
import {type Challenge, drawValues, fillArguments, namesIn} from './challenge.ts';
import type {Use} from './suite.ts';

interface Place {
  readonly challenge: Challenge | null;
  readonly where: Locator;
  readonly report: Report;
  readonly known: Known;
}

interface Written {
  readonly use: string;
  readonly with: Readonly<Record<string, Json>>;
  readonly of?: string | undefined;
}

/** `fdb.complete@1` with arguments that fit; without a version it is that of today. */
export function readUse({use: named, with: args, of}: Written, base: Path, place: Place): Use | undefined {
  const {where, report, known} = place;
  const [use = '', wanted] = named.split('@', 2);
  const at = where.value([...base, 'use']);
  if (!known.assertions.has(use)) {
    if (known.mayBeOwn === true) return {use, version: Number(wanted ?? 1), with: args, of: of ?? null};
    report(at, `use: no assertion "${use}"${suggest(use, known.assertions.keys())}`);
    return undefined;
  }
  if (!judgesWhatIsSeen(use, of, base, place)) return undefined;
  const version = known.versions?.get(use) ?? 1;
  if (wanted !== undefined && wanted !== String(version)) {
    report(at, `use: this program has version ${version} of ${use}, and not "${wanted}"`);
    return undefined;
  }
  return argumentsFit(use, args, base, place) ? {use, version, with: args, of: of ?? null} : undefined;
}

/** Facts of the cluster, or what a command of the challenge printed. */
function judgesWhatIsSeen(use: string, of: string | undefined, base: Path, place: Place): boolean {
  const {where, report, known, challenge} = place;
  const judging = known.judging?.get(use);
  if (judging === 'snapshot') {
    if (of !== undefined) report(where.key([...base, 'of']), `of: ${use} judges facts, and no output`);
    return of === undefined;
  }
  const at = where.value([...base, 'use']);
  if (judging !== 'output' || (of === undefined && challenge === null)) {
    report(at, `use: ${use} judges what a student ran in a lesson, which a suite does not see`);
    return false;
  }
  const runs = challenge?.runs.map(({id}) => id) ?? [];
  if (of === undefined) report(at, `use: ${use} judges an output: expected of, with a command of the challenge`);
  else if (!runs.includes(of))
    report(where.value([...base, 'of']), `of: the challenge has no command "${of}"${suggest(of, runs)}`);
  return of !== undefined && runs.includes(of);
}

/** Placeholders stand for what is drawn: values of one draw must fit as those of any. */
function argumentsFit(use: string, args: Written['with'], base: Path, place: Place): boolean {
  const {where, report, known, challenge} = place;
  const drawn = challenge === null ? [] : challenge.picks.map(({name}) => name);
  const strange = challenge === null ? [] : namesIn(args).filter(name => !drawn.includes(name));
  for (const name of new Set(strange))
    report(
      where.text([...base, 'with'], `<${name}`, 0),
      `<${name}>: nothing of that name is drawn${suggest(name, drawn)}`,
    );
  const filled = challenge === null ? args : fillArguments(args, drawValues(challenge, '', ''));
  const names = known.words?.get(use)?.arguments;
  const issues = strange.length > 0 ? [] : (known.assertions.get(use)?.(filled) ?? []);
  for (const {path, message} of issues) {
    const [argument] = path;
    const isUnknown = path.length === 1 && names !== undefined && !names.includes(String(argument));
    const spot = isUnknown ? where.key([...base, 'with', ...path]) : where.value([...base, 'with', ...path]);
    const text = isUnknown ? `no argument "${argument}"${suggest(String(argument), names)}` : message;
    report(spot, `with: ${path.length > 0 && !isUnknown ? `${path.join('.')}: ` : ''}${text} (assertion ${use})`);
  }
  return strange.length === 0 && issues.length === 0;
}
