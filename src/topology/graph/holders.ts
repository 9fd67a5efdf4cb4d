import type {Snapshot} from '../../core/facts.ts';
import type {NetworkTask} from '../../core/rows/inspect.ts';
import type {Machine} from '../topology.ts';
import {rowsOf} from './read.ts';
import type {Holders} from './tunnels.ts';

/**
 * Finds nodes by an address of their tunnel end: what they say themselves, of their own or with the endpoints that they
 * announce; only where none says so, what their interfaces bear.
 */
export function findHolders(snapshot: Snapshot, machines: readonly Machine[]): Holders {
  const said = new Map<string, Set<Machine>>();
  const borne = new Map<string, Set<Machine>>();
  const note = (map: Map<string, Set<Machine>>, address: string, machine: Machine) =>
    map.set(address, (map.get(address) ?? new Set()).add(machine));
  for (const machine of machines) {
    if (machine.address !== undefined) note(said, machine.address, machine);
    for (const address of announced(snapshot, machine.id)) note(said, address, machine);
    const host = machine.spaces.find(({kind}) => kind === 'host');
    for (const {addresses} of host?.devices ?? [])
      for (const address of addresses) note(borne, address.split('/')[0]!, machine);
  }
  return address => [...(said.get(address) ?? borne.get(address) ?? [])];
}

function announced(snapshot: Snapshot, node: string): ReadonlySet<string> {
  const found = new Set<string>();
  for (const {containers, services} of rowsOf(snapshot, 'docker.networks', node)) {
    if (services.length === 0) continue;
    const own = new Set(containers.map(({endpointId}) => endpointId));
    for (const {tasks} of services) addAnnounced(tasks, own, found);
  }
  return found;
}

/** Adds the addresses of those tasks whose endpoints are among `own`: every node lists all tasks of the cluster. */
function addAnnounced(tasks: readonly NetworkTask[], own: ReadonlySet<string>, found: Set<string>): void {
  for (let at = 0; at < tasks.length; at++) {
    const {endpointId, hostIp} = tasks[at]!;
    if (hostIp !== undefined && own.has(endpointId)) found.add(hostIp);
  }
}
