import {type FactKind, factKey, type Netns, type Snapshot} from '../../core/facts.ts';
import type {ContainerInspect} from '../../core/rows/inspect.ts';
import {taskName} from '../join/endpoints.ts';
import {sandboxName} from '../join/namespaces.ts';
import type {Gap, Network, Space} from '../topology.ts';
import {readBalances, readMarks} from './balances.ts';
import {readDevices, type Wire} from './devices.ts';
import {networkNamed} from './networks.ts';
import {gaps, rowsOf} from './read.ts';

/** What a namespace has to have been asked; the others are no part of the picture. */
const ASKED = ['ns.links', 'ns.fdb', 'ns.iptables', 'ns.ipvs'] as const satisfies readonly FactKind[];

interface Listed {
  readonly netns: string;
  readonly names: readonly string[];
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
  const tenants = new Map<string, ContainerInspect[]>();
  for (const container of containers) {
    const name = sandboxName(container);
    tenants.set(name, [...(tenants.get(name) ?? []), container]);
  }
  const housed = new Set<ContainerInspect>();
  const wires: Wire[] = [];
  const spaces = listed(snapshot, node, told.get(node) ?? []).map(({netns, names, kind}): Space => {
    const key = `${node}/${netns}`;
    const living = [netns, ...names].flatMap(name => tenants.get(name) ?? []);
    for (const container of living) housed.add(container);
    const [first] = living;
    const container = kind === 'host' || first === undefined ? undefined : identity(first, node);
    const network = kind === 'ingress-sandbox' ? networks.find(({ingress}) => ingress) : networkNamed(networks, netns);
    const devices = readDevices(snapshot, node, netns, key);
    wires.push(...devices.wires);
    // Put together without spreads, as the devices are.
    const space: Made = {
      key,
      netns,
      names,
      kind,
      label: labelOf(netns, kind, network, container?.task ?? container?.name),
      devices: devices.wires.map(({device}) => device),
      marks: readMarks(snapshot, node, netns),
      balances: readBalances(snapshot, node, netns),
      problems: [...gaps(snapshot, ASKED, node, netns), ...devices.gaps],
    };
    if (network !== undefined) space.network = network.id;
    if (container !== undefined) space.container = container;
    return space;
  });
  const homeless = containers.filter(one => !housed.has(one) && one.sandboxKey !== undefined);
  return {spaces, wires, gaps: homeless.map(one => withoutHome(one, node))};
}

/** Namespaces that the node lists, and those that only other facts tell of. */
function listed(snapshot: Snapshot, node: string, told: Iterable<string>): readonly Listed[] {
  const found: {netns: string; names: string[]; kind: Netns['kind']; inode: number | undefined}[] = [];
  for (const {name, kind, inode} of rowsOf(snapshot, 'netns', node)) {
    const same = found.find(one => one.netns === name || (inode !== undefined && one.inode === inode));
    if (same === undefined) found.push({netns: name, names: [], kind, inode});
    else if (same.netns !== name && !same.names.includes(name)) same.names.push(name);
  }
  const known = new Set(found.flatMap(({netns, names}) => [netns, ...names]));
  for (const netns of told) {
    if (known.has(netns)) continue;
    found.push({netns, names: [], kind: netns === 'host' ? 'host' : 'other', inode: undefined});
  }
  return found;
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
