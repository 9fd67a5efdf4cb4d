import {suggest} from '../core/nearest.ts';
import type {Report} from '../core/source.ts';
import {parseTemplate} from '../core/template.ts';
import type {Locator, Path} from '../core/yaml/locate.ts';
import type {Known} from '../lesson/known.ts';
import type {Challenge, Pick} from './challenge.ts';
import type {ChallengeYaml} from './challenge-schema.ts';

interface Place {
  readonly where: Locator;
  readonly report: Report;
  readonly known: Known;
}

/** A challenge as it was written; what does not fit together is reported. */
export function readChallenge(challenge: ChallengeYaml, place: Place): Challenge {
  const {where, report, known} = place;
  const picks = Object.entries(challenge.pick).flatMap(([name, one]) => readPick(name, one, place) ?? []);
  const names = Object.keys(challenge.pick);
  const ids = challenge.run.map(({id}) => id);
  const runs = challenge.run.map((one, index) => {
    const at = (key: string): Path => ['challenge', 'run', index, key];
    if (ids.indexOf(one.id) < index) report(where.value(at('id')), `id: there is a run ${one.id} before this already`);
    if (one.parse !== undefined && !known.parsers.has(one.parse) && known.mayBeOwn !== true)
      report(where.value(at('parse')), `parse: no parser "${one.parse}"${suggest(one.parse, known.parsers)}`);
    for (const key of ['command', 'undo'] as const) references(one[key] ?? '', at(key), names, place);
    const {id, on, command, undo = null, timeout: timeoutMs, exit, parse = null} = one;
    return {id, on, command, undo, timeoutMs, exit, parse};
  });
  return {picks, runs, withinMs: challenge.within};
}

/** Every `<name>` in a text is one of the values that are drawn. */
function references(text: string, at: Path, names: readonly string[], {where, report}: Place): void {
  for (const part of parseTemplate(text)) {
    if (part.kind === 'text') continue;
    const spot = where.text(at, `<${part.name}`, 0);
    if (part.node !== undefined) report(spot, `<${part.name}@${part.node}>: what is drawn is of no node`);
    else if (!names.includes(part.name))
      report(spot, `<${part.name}>: nothing of that name is drawn${suggest(part.name, names)}`);
  }
}

const NEEDED = {name: ['prefix'], int: ['from', 'to'], port: ['from', 'to'], word: ['of']} as const;
const MAX_PORT = 65_535;

function readPick(name: string, one: ChallengeYaml['pick'][string], {where, report}: Place): Pick | undefined {
  const base: Path = ['challenge', 'pick', name];
  const needed: readonly string[] = NEEDED[one.type];
  const given = Object.keys(one).filter(key => key !== 'type');
  for (const key of given)
    if (!needed.includes(key)) report(where.key([...base, key]), `${key}: does not belong to type ${one.type}`);
  const missing = needed.filter(key => !given.includes(key));
  if (missing.length > 0) {
    report(where.value(base), `type ${one.type}: expected ${missing.join(' and ')} as well`);
    return undefined;
  }
  const {prefix = '', from = 0, to = 0, of = []} = one;
  if (one.type === 'name') return {name, kind: 'name', prefix};
  if (one.type === 'word') return {name, kind: 'word', of};
  if (from > to) report(where.value([...base, 'to']), `to: expected at least ${from}, found ${to}`);
  if (one.type === 'port' && (from < 1 || to > MAX_PORT))
    report(
      where.value([...base, from < 1 ? 'from' : 'to']),
      `${from < 1 ? 'from' : 'to'}: expected a port, 1 to 65535`,
    );
  return {name, kind: one.type, from, to};
}
