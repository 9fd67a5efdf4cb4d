import {suggest} from '../../core/nearest.ts';
import type {Report, Spot} from '../../core/source.ts';
import type {Draft} from '../build/draft.ts';

/** A network or service of the cluster that a lesson names, where it may be misspelt and nothing else would tell. */
export interface ThingName {
  readonly kind: 'network' | 'service';
  readonly name: string;
  readonly spot: Spot;
}

export interface ThingNames {
  readonly asked: readonly ThingName[];
  /** All words of the lesson's commands: what it names is made by one of them, or is there from the beginning. */
  readonly words: ReadonlySet<string>;
}

/** Networks that an engine or a swarm makes by itself. */
const ALWAYS_THERE = ['ingress', 'docker_gwbridge', 'bridge', 'host', 'none'];

/** What checks ask about, and whose parts placeholders stand for: `<overlay.vote.netns>`. */
export function thingNames({checks, runs, uses}: Draft): ThingNames {
  const inChecks = checks.flatMap(({check, where, base}) =>
    (['network', 'service'] as const).flatMap((kind): readonly ThingName[] => {
      const name = check.with[kind];
      if (typeof name !== 'string' || name.includes('<')) return [];
      return [{kind, name, spot: where.value([...base, 'with', kind])}];
    }),
  );
  const inPlaceholders = uses.flatMap(({hole, spot}): readonly ThingName[] => {
    const [group, ...rest] = hole.name.split('.');
    return group === 'overlay' && rest.length > 1 ? [{kind: 'network', name: rest.slice(0, -1).join('.'), spot}] : [];
  });
  const words = runs.flatMap(({run}) => wordsIn(run.line));
  return {asked: [...inChecks, ...inPlaceholders], words: new Set(words)};
}

/** What may be a name in a command. */
export function wordsIn(command: string): readonly string[] {
  return command.split(/[^\w.-]+/);
}

/** Warns of names that no command of the module has: a check of them would fail, and nobody would know why. */
export function strangeNames(lessons: readonly ThingNames[], report: Report): void {
  const words = new Set([...ALWAYS_THERE, ...lessons.flatMap(lesson => [...lesson.words])]);
  const asked = lessons.flatMap(lesson => lesson.asked);
  const known = new Set(asked.map(({name}) => name).filter(name => words.has(name)));
  for (const {kind, name, spot} of asked) {
    if (words.has(name)) continue;
    report(spot, `no command of the module names a ${kind} "${name}"${suggest(name, known)}`, 'warning');
  }
}
