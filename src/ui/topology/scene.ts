import type {FactKind, Snapshot} from '../../core/facts.ts';
import type {SessionState} from '../../session/state.ts';
import {topologyOf} from '../../topology/build.ts';
import {type NumberedHop, numberedHops} from '../../topology/draw/hop-list.ts';
import {type Plan, planOf} from '../../topology/draw/plan.ts';
import {type Trace, traceOf} from '../../topology/draw/trace.ts';
import {ipvsKey, type Met, metIn} from '../../topology/met.ts';
import {type MetPart, metPart} from '../../topology/met-part.ts';
import type {Edge, Topology} from '../../topology/topology.ts';
import {follow} from '../../topology/walk/follow.ts';
import type {Branch, Walk} from '../../topology/walk.ts';
import {type Spaces, spacesOf} from '../../topology/where.ts';
import type {MapView} from '../view.ts';

/** All that the topology is drawn from. */
export interface Scene {
  readonly snapshot: Snapshot;
  /** What the look was for. */
  readonly kinds: ReadonlySet<FactKind>;
  readonly isOld: boolean;
  /** The whole of it. */
  readonly whole: Topology;
  readonly met: Met;
  /** What is drawn of it. */
  readonly part: MetPart;
  readonly plan: Plan;
  readonly walk: ShownWalk | null;
}

export interface ShownWalk {
  readonly walk: Walk;
  readonly hops: readonly NumberedHop[];
  /** Index in `hops` of the one with the focus. */
  readonly at: number;
  /** The branch that is highlighted with what every packet goes through. */
  readonly branch: Branch | undefined;
  readonly trace: Trace;
  readonly spaces: Spaces;
}

export type SceneOf = (state: SessionState, map: MapView) => Scene | undefined;

/** Makes scenes, and keeps the last of each part; undefined as long as nobody has looked. */
export function createScenes(): SceneOf {
  const build = lastOf(topologyOf);
  const kindsOf = lastOf(({facts}: Snapshot) => new Set([...facts.values()].map(({kind}) => kind)));
  const meet = lastOf((whole: Topology, runs: SessionState['runs'], values: SessionState['values'], checks: Checks) =>
    metIn(whole, {outputs: outputsOf(runs), values, witnesses: Object.values(checks).flatMap(one => one.witnesses)}),
  );
  const walkOf = lastOf((snapshot: Snapshot, ends: MapView['walk']) =>
    ends === null ? null : follow(snapshot, ends.from, ends.to),
  );
  const spaces = lastOf(spacesOf);
  const trace = lastOf((whole: Topology, walk: Walk | null, branch: Branch | undefined) =>
    traceOf(whole, walk === null ? null : {...walk, branches: branch === undefined ? [] : [branch]}),
  );
  const partOf = lastOf((whole: Topology, met: Met, all: boolean, shown: Trace) =>
    metPart(whole, met, all ? everythingOf(whole) : wantedBy(whole, shown)),
  );
  const plan = lastOf((part: MetPart, shown: Trace) => planOf(part.topology, shown));
  return (state, map) => {
    if (state.look === null) return undefined;
    const {snapshot, isOld} = state.look;
    const whole = build(snapshot);
    const met = meet(whole, state.runs, state.values, state.checks);
    const followed = walkOf(snapshot, map.walk);
    const focus = followed === null ? undefined : focusOf(followed, map.hop);
    const shown = trace(whole, followed, focus?.branch);
    const part = partOf(whole, met, map.all, shown);
    const walk = followed && focus ? {...focus, walk: followed, trace: shown, spaces: spaces(whole)} : null;
    return {snapshot, kinds: kindsOf(snapshot), isOld, whole, met, part, plan: plan(part, shown), walk};
  };
}

type Checks = SessionState['checks'];

function outputsOf(runs: SessionState['runs']): Parameters<typeof metIn>[1]['outputs'] {
  return Object.values(runs)
    .flatMap(({nodes}) => Object.values(nodes))
    .flatMap(({node, result}) => (result?.parsed === undefined ? [] : [{node, parsed: result.parsed}]));
}

/** Of several ways only that of the focused hop is traced, else that which breaks: all at once nobody can follow. */
function focusOf(walk: Walk, hop: number): Pick<ShownWalk, 'hops' | 'at' | 'branch'> {
  const hops = numberedHops(walk);
  const at = Math.max(0, Math.min(hop, hops.length - 1));
  const isBad = ({hops}: Branch) => hops.some(({status}) => status !== 'ok');
  return {hops, at, branch: hops[at]?.branch ?? walk.branches.find(isBad) ?? walk.branches[0]};
}

function everythingOf({machines, edges}: Topology): Met {
  const spaces = machines.flatMap(machine => machine.spaces);
  const keys = spaces.flatMap(space => [space.key, ipvsKey(space), ...space.devices.map(({key}) => key)]);
  return {keys: new Set(keys), edges: new Set(edges)};
}

/** All at the hops of the walk, how it is plugged together there, and the tunnels that the way goes through. */
function wantedBy({edges}: Topology, {steps, edges: gone}: Trace): Met {
  const isWanted = (edge: Edge) => {
    if (edge.kind === 'veth') return edge.ends.every(end => steps.has(end));
    return edge.kind === 'port' ? steps.has(edge.port) && steps.has(edge.bridge) : gone.has(edge);
  };
  const keys = [...steps.keys()].flatMap(key => [key, ipvsKey({key})]);
  return {keys: new Set(keys), edges: new Set(edges.filter(isWanted))};
}

/** Remembers what it made last. */
function lastOf<Given extends readonly unknown[], Made>(make: (...given: Given) => Made): (...given: Given) => Made {
  let last: {readonly given: Given; readonly made: Made} | undefined;
  return (...given) => {
    if (last === undefined || given.some((one, index) => !Object.is(one, last?.given[index])))
      last = {given, made: make(...given)};
    return last.made;
  };
}
