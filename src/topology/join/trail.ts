import type {UnknownCause} from '../../core/facts.ts';
import type {Witness} from '../../core/verdict.ts';
import type {Failed} from '../failed.ts';
import type {Hop, HopKind} from '../walk.ts';

/** Where a hop is, as far as it is known before it is looked at. */
export interface HopPlace {
  readonly kind: HopKind;
  readonly node: string;
  /** `host`, or the namespace's name. */
  readonly netns: string;
}

/** What was found at a hop that holds. */
export interface Told {
  readonly netns: string;
  readonly device?: string | undefined;
  readonly decides: string;
  readonly evidence: readonly Witness[];
  /** What the snapshot does not tell of it. */
  readonly untold?: readonly string[];
}

/** The hops of one way, noted down in the order in which they are looked at. */
export interface Trail {
  readonly hops: readonly Hop[];
  /** A hop that no row decides leaves no trace. */
  passed(place: HopPlace, told: Told): void;
  /** A failure that is not sure leaves the hop unknown. */
  broken(place: HopPlace, failed: Failed, reason: string): void;
  unknown(place: HopPlace, cause: UnknownCause, reason: string): void;
}

/** A trail that goes on from `before`; a place that it comes to a second time is a loop, and breaks it. */
export function createTrail(before: readonly Hop[] = []): Trail {
  const hops: Hop[] = [];
  const isEnded = () => hops.some(({status}) => status !== 'ok');
  return {
    hops,
    passed({kind, node}, {netns, device, decides, evidence: [first, ...more], untold = []}) {
      const place = {kind, node, netns, ...(device !== undefined && {device})};
      if (first === undefined || isEnded()) return;
      const isHere = (hop: Hop) => isSame(hop, place);
      if (before.some(isHere) || hops.some(isHere)) {
        const reason = `${node}: the packet comes back to ${device ?? netns}: it goes round in a loop`;
        hops.push({...place, status: 'broken', code: 'loop', reason, evidence: [first, ...more]});
        return;
      }
      const found = {decides, evidence: [first, ...more]} as const;
      hops.push({...place, status: 'ok', ...found, ...(untold.length > 0 && {untold})});
    },
    broken(place, {failure}, reason) {
      if (isEnded()) return;
      const {code, near = [], isUnsure} = failure;
      if (isUnsure) hops.push({...place, status: 'unknown', cause: 'ambiguous', reason});
      else hops.push({...place, status: 'broken', code, reason, evidence: near});
    },
    unknown(place, cause, reason) {
      if (isEnded()) return;
      hops.push({...place, status: 'unknown', cause, reason});
    },
  };
}

function isSame(hop: Hop, {kind, node, netns, device}: HopPlace & {readonly device?: string}): boolean {
  return hop.kind === kind && hop.node === node && hop.netns === netns && hop.device === device;
}
