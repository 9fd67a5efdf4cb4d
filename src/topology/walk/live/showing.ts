import type {ChosenServer, Sighting} from '../../../core/marked.ts';
import type {Hop, HopKind} from '../../walk.ts';

/** What is to be seen where a hop is, when a request comes to it and goes on. */
interface Showing {
  readonly way?: Sighting['way'];
  /** It is the answer that passes. */
  readonly isAnswer?: true;
  /** It goes to the task that was chosen, not to a virtual address. */
  readonly isForTask?: true;
  /** Inside VXLAN, between the nodes. */
  readonly isTunnelled?: true;
  /** What IPVS keeps of the connection shows it as well. */
  readonly isChoice?: true;
}

/** Undefined: no packet shows it. */
const SHOWINGS: Readonly<Record<HopKind, Showing | undefined>> = {
  dns: undefined,
  dnat: {way: 'in'},
  accept: {way: 'out'},
  gateway: {way: 'in'},
  route: {way: 'out'},
  leave: {way: 'out'},
  balancer: {way: 'in'},
  mark: {way: 'in'},
  fwm: {way: 'out', isForTask: true, isChoice: true},
  servers: {way: 'out', isForTask: true, isChoice: true},
  address: {way: 'out', isForTask: true},
  snat: {way: 'out', isForTask: true},
  overlay: {way: 'out', isForTask: true},
  neigh: {way: 'in', isForTask: true},
  fdb: {way: 'out', isForTask: true},
  tunnel: {isForTask: true},
  encrypt: undefined,
  cross: {isForTask: true, isTunnelled: true},
  task: {way: 'in', isForTask: true},
  port: {way: 'in', isForTask: true},
  redirect: {way: 'in', isForTask: true},
  // A packet is seen before the firewall: that it was let in shows by the answer.
  input: {way: 'out', isAnswer: true},
  back: {isAnswer: true},
};

/** Where a request enters the cluster, and the way it takes there. */
export interface Context {
  readonly entry: string;
  readonly hops: readonly Hop[];
}

/** What shows a hop; undefined where nothing can: a name, or what is inside ESP. */
export function showingOf(hop: Hop, {entry, hops}: Context): Showing | undefined {
  const showing = SHOWINGS[hop.kind];
  if (hop.kind === 'cross' && hops.some(({kind}) => kind === 'encrypt')) return undefined;
  if (hop.kind !== 'cross' && hop.kind !== 'tunnel') return showing;
  return {...showing, way: hop.node === entry ? 'out' : 'in'};
}

/** What one request left behind. */
export interface Traces {
  readonly requests: readonly Sighting[];
  readonly answers: readonly Sighting[];
  readonly chosen: readonly ChosenServer[];
  /** The address of the task that it went to, as far as that was seen. */
  readonly taken: string | undefined;
}

/** Where a hop was seen: an interface, or what IPVS keeps. */
export type Seen = Pick<Sighting, 'ifname' | 'way'> | {readonly server: string};

/** What of a request shows a hop. */
export function seenAt(hop: Hop, showing: Showing, {requests, answers, chosen, taken}: Traces): Seen | undefined {
  const isHere = ({node, netns}: {readonly node: string; readonly netns: string}) =>
    node === hop.node && netns === hop.netns;
  const found = (showing.isAnswer ? answers : requests).find(
    one =>
      isHere(one) &&
      (showing.way === undefined || one.way === showing.way) &&
      (hop.device === undefined || one.ifname === hop.device) &&
      (!showing.isForTask || one.dst === taken) &&
      (showing.isAnswer || (one.tunnel !== undefined) === (showing.isTunnelled === true)),
  );
  if (found !== undefined) return {ifname: found.ifname, way: found.way};
  const choice = showing.isChoice ? chosen.find(isHere) : undefined;
  return choice && {server: choice.server};
}
