import {type DeviceKey, devicesOf, type Edge, type Space, type SpaceKey, type Topology} from '../topology.ts';
import type {Hop, Walk} from '../walk.ts';
import {devicesIn, type Spaces, spacesOf} from '../where.ts';
import {waysOf} from './hop-list.ts';

/** What of a topology the ways of a packet go through. */
export interface Trace {
  /** Numbers of the hops at a device, or in a namespace where no device decides: from 1, along each way. */
  readonly steps: ReadonlyMap<DeviceKey | SpaceKey, readonly number[]>;
  /** Where a way ends before it has come to its task and back. */
  readonly stops: ReadonlyMap<DeviceKey | SpaceKey, 'broken' | 'unknown'>;
  /** Those between devices of one way. */
  readonly edges: ReadonlySet<Edge>;
}

/** Joins the hops of a walk with what is drawn, by the rows that decide them. */
export function traceOf(topology: Topology, walk: Walk | null): Trace {
  const spaces = spacesOf(topology);
  const steps = new Map<DeviceKey | SpaceKey, number[]>();
  const stops = new Map<DeviceKey | SpaceKey, 'broken' | 'unknown'>();
  const edges = new Set<Edge>();
  for (const way of walk === null ? [] : waysOf(walk)) {
    const seen = new Set<DeviceKey>();
    for (const [index, hop] of way.entries()) {
      const devices = devicesAt(spaces, hop);
      for (const key of devices.length > 0 ? devices : spaceAt(spaces, hop)) {
        const numbers = steps.get(key) ?? [];
        if (!numbers.includes(index + 1)) steps.set(key, [...numbers, index + 1]);
        if (hop.status !== 'ok') stops.set(key, hop.status);
        else seen.add(key);
      }
    }
    for (const edge of topology.edges) if (isWithin(edge, seen)) edges.add(edge);
  }
  for (const numbers of steps.values()) numbers.sort((one, other) => one - other);
  return {steps, stops, edges};
}

/** What is not resolved has one end only, and is on no way. */
function isWithin(edge: Edge, devices: ReadonlySet<string>): boolean {
  return edge.kind !== 'unresolved' && devicesOf(edge).every(end => devices.has(end));
}

/** The devices of a hop: those whose rows decide it, and the one that it is at. */
function devicesAt(spaces: Spaces, hop: Hop): readonly DeviceKey[] {
  const decisive = devicesIn(spaces, hop.status === 'unknown' ? [] : hop.evidence);
  const own = (spaceOf(spaces, hop)?.devices ?? []).filter(({ifname}) => ifname === hop.device);
  return [...new Set([...decisive, ...own].map(({key}) => key))];
}

function spaceAt(spaces: Spaces, hop: Hop): readonly SpaceKey[] {
  const space = spaceOf(spaces, hop);
  return space === undefined ? [] : [space.key];
}

function spaceOf(spaces: Spaces, {node, netns}: Hop): Space | undefined {
  return spaces.get(`${node}/${netns}`);
}

/** `[2,5] `, `[5 broken] `: put before the name of what the hops are at. */
export function stepWords({steps, stops}: Trace, key: DeviceKey | SpaceKey): string {
  const numbers = steps.get(key);
  if (numbers === undefined) return '';
  const stop = stops.get(key);
  return `[${numbers.join(',')}${stop === undefined ? '' : ` ${stop}`}] `;
}
