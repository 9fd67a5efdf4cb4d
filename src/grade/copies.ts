import type {Manifest} from './manifest.ts';

const WORDS = {
  clusters: 'the id of the swarm',
  networks: 'the id of a network',
  macs: 'a MAC address that was drawn at random',
} as const;

const BEGIN = 'shares';

export function isCopyWarning(warning: string): boolean {
  return warning.startsWith(`${BEGIN} `);
}

/**
 * Warnings for submissions of different students that share what a swarm draws at random when it is made: one is a copy
 * of the other, or both looked at one cluster.
 */
export function copyWarnings(manifests: readonly Manifest[]): ReadonlyMap<string, readonly string[]> {
  const warnings = new Map<string, string[]>();
  const told = new Set<string>();
  for (const kind of ['clusters', 'networks', 'macs'] as const) {
    for (const [value, holders] of holdersOf(manifests, kind)) {
      if (new Set(holders.map(one => one.submission.student.id)).size < 2) continue;
      for (const {submission} of holders) {
        const others = holders.filter(other => other.submission.student.id !== submission.student.id);
        const names = others.map(other => other.submission.id);
        const pair = `${submission.id} ${names.join(' ')}`;
        // One reason is enough for each two.
        if (told.has(pair)) continue;
        told.add(pair);
        const text = `${BEGIN} ${WORDS[kind]}, ${value}, with ${listed(names)}: is one a copy of the other?`;
        warnings.set(submission.id, [...(warnings.get(submission.id) ?? []), text]);
      }
    }
  }
  return warnings;
}

function holdersOf(manifests: readonly Manifest[], kind: keyof typeof WORDS): ReadonlyMap<string, readonly Manifest[]> {
  const holders = new Map<string, Manifest[]>();
  for (const manifest of manifests) {
    for (const value of manifest.identity[kind]) {
      const list = holders.get(value);
      if (list === undefined) holders.set(value, [manifest]);
      else list.push(manifest);
    }
  }
  return holders;
}

const LISTED = 5;

function listed(names: readonly string[]): string {
  const more = names.length > LISTED ? ` and ${names.length - LISTED} more` : '';
  return `${names.slice(0, LISTED).join(', ')}${more}`;
}
