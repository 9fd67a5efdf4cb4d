import type {UnknownCause} from '../core/facts.ts';
import type {Witness} from '../core/verdict.ts';

/** Where a walk begins. */
export type Start =
  /** A client outside the cluster sends to a node. */
  | {readonly kind: 'outside'; readonly node: string}
  /** A program in a container asks: the container's id, or a task such as `redis.2`. */
  | {readonly kind: 'container'; readonly name: string; readonly node?: string};

/** Where it is to go. */
export type Goal =
  | {readonly kind: 'port'; readonly port: number}
  /** The way does not depend on the port; what is really sent goes to it. */
  | {readonly kind: 'service'; readonly name: string; readonly port?: number}
  | {readonly kind: 'address'; readonly address: string; readonly port?: number};

/** One place where it is decided what becomes of the packet. `ok` only with the rows that decide it. */
export type Hop = Place &
  (
    | {
        readonly status: 'ok';
        readonly decides: string;
        readonly evidence: readonly [Witness, ...Witness[]];
        /** What decides there as well, and the snapshot does not tell: it is taken to be as it mostly is. */
        readonly untold?: readonly string[];
      }
    | {
        readonly status: 'broken';
        /** Names what is wrong, as the assertions' codes do: `no_row`, `other_dst`. */
        readonly code: string;
        readonly reason: string;
        readonly evidence: readonly Witness[];
      }
    | {readonly status: 'unknown'; readonly cause: UnknownCause; readonly reason: string}
  );

interface Place {
  readonly kind: HopKind;
  readonly node: string;
  /** `host`, or the namespace's name. */
  readonly netns: string;
  readonly device?: string;
}

/** Hops in the order in which a packet can meet them. */
export const HOP_KINDS = {
  dns: 'the name',
  dnat: 'the DNAT rule of the host',
  accept: 'the firewall of the host',
  gateway: 'the wire into ingress_sbox',
  route: 'the route',
  leave: 'the wire out of the container',
  balancer: 'the wire into the load balancer',
  mark: 'the mark',
  fwm: 'the IPVS service of the mark',
  servers: 'the real servers',
  address: 'the address that is told',
  snat: 'the SNAT rule',
  overlay: 'the wire into the overlay',
  neigh: 'the neighbour table',
  fdb: 'the forwarding table',
  tunnel: 'the tunnel',
  encrypt: 'the encryption',
  cross: 'the way between the nodes',
  task: 'the interface of the task',
  port: 'the wire to the task',
  redirect: 'the REDIRECT rule of the task',
  input: 'the firewall of the task',
  back: 'the way back',
} as const;

export type HopKind = keyof typeof HOP_KINDS;

/**
 * What becomes of a packet that one task is chosen for. A running task that is never chosen has one as well, as has an
 * address that is chosen though no running task has it: either is broken at the choice.
 */
export interface Branch {
  /** `redis.2`; of an address that no running task has, the address. */
  readonly task: string;
  /** `?` where it is not known. */
  readonly node: string;
  readonly address: string;
  /** From the choice on; ends at the first that is not ok. */
  readonly hops: readonly Hop[];
}

/** The hops that every packet takes, and then one branch for each task that may be chosen. Ends where a hop is not ok. */
export interface Walk {
  readonly from: Start;
  readonly to: Goal;
  readonly hops: readonly Hop[];
  readonly branches: readonly Branch[];
}

/** The tasks that answer, as far as the rows tell: those with a branch in which every hop is ok. */
export function answering({hops, branches}: Walk): readonly string[] {
  if (hops.some(({status}) => status !== 'ok')) return [];
  return branches.filter(branch => branch.hops.every(({status}) => status === 'ok')).map(({task}) => task);
}

/** The first hop that does not hold, or that could not be looked at. */
export function firstStop({hops, branches}: Walk): Hop | undefined {
  return [...hops, ...branches.flatMap(branch => branch.hops)].find(({status}) => status !== 'ok');
}
