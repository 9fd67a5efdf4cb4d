import type {PROBE_FACTS} from '../../../src/core/facts.ts';

export type ProbeKind = (typeof PROBE_FACTS)[number];

/** The code of a failure, and words that its reason has to have. */
export type Found = readonly [code: string, ...words: readonly string[]];

/**
 * Something broken on one node. `harm` and `undo` are shell lines run after `SHELL`; names of places in braces, such as
 * `{redis2.mac}`, are filled in from what the cluster is before the harm (see `placesOf`), here and in the words.
 */
export interface Fault {
  readonly name: string;
  readonly node: string;
  readonly harm: string;
  /** Takes back all of the harm, whatever of it heals by itself. */
  readonly undo: string;
  /** By check (see `CHECKS`): exactly these fail, and for these reasons. */
  readonly fails: Readonly<Record<string, Found>>;
  /** Checks that cannot be looked at meanwhile, each with words of why. Where it is not said: none. */
  readonly unknown?: readonly [checks: RegExp, ...words: readonly string[]];
  /** Probes that send or listen as well: every fault is looked at in state, which takes a second; a probe takes ten. */
  readonly probes?: readonly ProbeKind[];
  /** Seconds in which the swarm itself comes to what is expected; else it is there at once. */
  readonly within?: number;
}

/** Checks that fail for one and the same reason. */
export function alike(checks: readonly string[], ...found: Found): Fault['fails'] {
  return Object.fromEntries(checks.map(check => [check, found]));
}

/** Functions for the lines of a fault. `host` is the node's own namespace. */
export const SHELL = `
inside() { ns=$1; shift; if [ "$ns" = host ]; then "$@"; else nsenter --net=/var/run/docker/netns/"$ns" "$@"; fi; }
save() { inside "$1" iptables-save -t "$2" >/tmp/fault-"$1"-"$2"; }
restore() { inside "$1" iptables-restore -T "$2" </tmp/fault-"$1"-"$2" && rm /tmp/fault-"$1"-"$2"; }
`;
