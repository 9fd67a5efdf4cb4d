import {factKey, type Netns, type Snapshot} from '../../core/facts.ts';
import type {ContainerInspect} from '../../core/rows/inspect.ts';
import {taskName} from '../join/endpoints.ts';
import {sandboxName} from '../join/namespaces.ts';
import type {Gap, Network, Space} from '../topology.ts';
import {readBalances, readMarks} from './balances.ts';
import {readDevices, type Wire} from './devices.ts';
import {networkNamed} from './networks.ts';
import {gapsOf, read, rowsOf} from './read.ts';

interface Listed {
  /** Where it stands in the list. */
  readonly index: number;
  readonly netns: string;
  readonly names: string[];
  readonly kind: Netns['kind'];
}

/** A namespace while it is put together. */
type Made = {-readonly [Key in keyof Space]: Space[Key]};

/** By node, the names of the namespaces that its facts tell of. */
export type ToldOf = ReadonlyMap<string, ReadonlySet<string>>;

export function namespacesTold(snapshot: Snapshot): ToldOf {
  const told = new Map<string, Set<string>>();
  for (const {node, netns} of snapshot.facts.values()) {
    if (netns === undefined) continue;
    const known = told.get(node);
    if (known === undefined) told.set(node, new Set([netns]));
    else known.add(netns);
  }
  return told;
}

/** The namespaces of a node: several names of one inode are one. */
export function readSpaces(
  snapshot: Snapshot,
  node: string,
  networks: readonly Network[],
  told: ToldOf,
): {readonly spaces: readonly Space[]; readonly wires: readonly Wire[]; readonly gaps: readonly Gap[]} {
  const containers = rowsOf(snapshot, 'docker.containers', node).filter(({running}) => running);
  const tenants = tenantsOf(containers);
  const housed = new Set<ContainerInspect>();
  const wires: Wire[] = [];
  const spaces = listed(snapshot, node, told.get(node) ?? []).map(({netns, names, kind}): Space => {
    const living = tenantsIn(tenants, netns, names);
    for (const container of living) housed.add(container);
    const [first] = living;
    const container = kind === 'host' || first === undefined ? undefined : identity(first, node);
    const network = kind === 'ingress-sandbox' ? networks.find(({ingress}) => ingress) : networkNamed(networks, netns);
    const seen = readSpace(snapshot, node, netns, wires);
    // Put together without spreads, as the devices are.
    const space: Made = {
      key: seen.key,
      netns,
      names,
      kind,
      label: labelOf(netns, kind, network, container?.task ?? container?.name),
      devices: seen.devices,
      marks: seen.marks,
      balances: seen.balances,
      problems: seen.problems,
    };
    if (network !== undefined) space.network = network.id;
    if (container !== undefined) space.container = container;
    return space;
  });
  const homeless = containers.filter(one => !housed.has(one) && one.sandboxKey !== undefined);
  return {spaces, wires, gaps: homeless.map(one => withoutHome(one, node))};
}

/** What was asked in a namespace: the other facts of it are no part of the picture. */
function readSpace(snapshot: Snapshot, node: string, netns: string, wires: Wire[]) {
  const key = `${node}/${netns}`;
  const links = read(snapshot, 'ns.links', node, netns);
  const fdb = read(snapshot, 'ns.fdb', node, netns);
  const iptables = read(snapshot, 'ns.iptables', node, netns);
  const ipvs = read(snapshot, 'ns.ipvs', node, netns);
  const problems = gapsOf([links, fdb, iptables, ipvs]);
  const devices = readDevices(links, fdb, {node, netns, space: key}, wires, problems);
  return {key, devices, marks: readMarks(iptables), balances: readBalances(ipvs), problems};
}

/** By the name of the namespace that they say they live in. */
function tenantsOf(containers: readonly ContainerInspect[]): ReadonlyMap<string, readonly ContainerInspect[]> {
  const tenants = new Map<string, ContainerInspect[]>();
  for (const container of containers) {
    const name = sandboxName(container);
    const known = tenants.get(name);
    if (known === undefined) tenants.set(name, [container]);
    else known.push(container);
  }
  return tenants;
}

function tenantsIn(
  tenants: ReadonlyMap<string, readonly ContainerInspect[]>,
  netns: string,
  names: readonly string[],
): readonly ContainerInspect[] {
  const first = tenants.get(netns) ?? [];
  return names.length === 0 ? first : [...first, ...names.flatMap(name => tenants.get(name) ?? [])];
}

/** Namespaces that the node lists, and those that only other facts tell of. */
function listed(snapshot: Snapshot, node: string, told: Iterable<string>): readonly Listed[] {
  const found: Listed[] = [];
  const byName = new Map<string, Listed>();
  const byInode = new Map<number, Listed>();
  for (const {name, kind, inode} of rowsOf(snapshot, 'netns', node)) {
    const same = firstOf(byName.get(name), inode === undefined ? undefined : byInode.get(inode));
    if (same === undefined) {
      const one: Listed = {index: found.length, netns: name, names: [], kind};
      found.push(one);
      byName.set(name, one);
      if (inode !== undefined) byInode.set(inode, one);
    } else if (same.netns !== name && !same.names.includes(name)) {
      same.names.push(name);
    }
  }
  const known = new Set(found.flatMap(({netns, names}) => [netns, ...names]));
  for (const netns of told) {
    if (known.has(netns)) continue;
    found.push({index: found.length, netns, names: [], kind: netns === 'host' ? 'host' : 'other'});
  }
  return found;
}

function firstOf(one: Listed | undefined, other: Listed | undefined): Listed | undefined {
  return one === undefined || (other !== undefined && other.index < one.index) ? other : one;
}

function identity({id, name, labels}: ContainerInspect, node: string): NonNullable<Space['container']> {
  const task = labels['com.docker.swarm.task.name'];
  const service = labels['com.docker.swarm.service.name'];
  return {id, name, ...(task && {task: taskName(task, node)}), ...(service && {service})};
}

function labelOf(netns: string, kind: Netns['kind'], network: Network | undefined, name: string | undefined): string {
  if (kind === 'overlay') return network?.name ?? netns;
  if (kind === 'load-balancer') return network === undefined ? netns : `lb ${network.name}`;
  return kind === 'container' ? (name ?? netns) : netns;
}

function withoutHome({name, sandboxKey}: ContainerInspect, node: string): Gap {
  const detail = `${name} runs in ${sandboxKey}, which is no namespace that the node lists`;
  return {fact: factKey('docker.containers', node), detail};
}
