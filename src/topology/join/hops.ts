import {Failed} from '../failed.ts';
import {Unknown} from '../unknown.ts';
import {HOP_KINDS, type HopKind} from '../walk.ts';
import {ifTold} from './if-told.ts';
import type {Hold} from './remote.ts';
import type {Told, Trail} from './trail.ts';

/** How a failure names its hop: of a published port, SNAT is in ingress_sbox only. */
const NAMES = {...HOP_KINDS, snat: 'the SNAT rule of ingress_sbox'} as const;

/** The way of what enters at one node. */
export interface Way {
  readonly entry: string;
  /** `port 30000 on swarm-01`. */
  readonly what: string;
  /** Whether the rows it goes by must be those that the engine keeps. */
  readonly hold: Hold;
  /** Where hops are noted down; who wants to know only whether all hold needs none. */
  readonly trail?: Trail;
}

/** A way whose hops are noted down. */
export interface TracedWay extends Way {
  readonly trail: Trail;
}

/** How a hop is told. */
interface Telling<Found> {
  /** The namespace it is in, for a hop that does not hold; `host` where that cannot be told. */
  readonly netns?: (() => string) | undefined;
  readonly tell?: (found: Found) => Told;
}

/**
 * Looks at one hop, on a node. A failure is told as that of the hop: its code is the hop's, and `why` keeps the reason's
 * own.
 */
export function at<Found>(
  kind: HopKind,
  {entry, what, trail}: Way,
  node: string,
  look: () => Found,
  {netns, tell}: Telling<Found> = {},
): Found {
  const place = () => ({kind, node, netns: nameOf(netns)});
  try {
    const found = look();
    if (trail !== undefined && tell !== undefined) trail.passed({kind, node, netns: 'host'}, tell(found));
    return found;
  } catch (error) {
    if (error instanceof Unknown) trail?.unknown(place(), error.reason, bare(error.message, node));
    if (!(error instanceof Failed)) throw error;
    const {failure} = error;
    const seen = failure.words?.seen ?? '';
    const said = bare(failure.reason, node);
    trail?.broken(place(), error, said);
    const where = node === entry ? NAMES[kind] : `${NAMES[kind]}, on ${node}`;
    throw new Failed({
      ...failure,
      code: kind,
      reason: `${what} ends at ${where}: ${said}`,
      words: {...failure.words, seen, hop: NAMES[kind], node, entry, why: failure.code},
    });
  }
}

/** A sentence without the node at its beginning. */
export function bare(reason: string, node: string): string {
  return reason.replace(`${node}: `, '');
}

function nameOf(netns: (() => string) | undefined): string {
  return ifTold(() => netns?.()) ?? 'host';
}
