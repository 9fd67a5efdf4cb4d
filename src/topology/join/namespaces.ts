import type {Netns} from '../../core/facts.ts';
import type {ContainerInspect, NetworkInspect} from '../../core/rows/inspect.ts';
import type {Link} from '../../core/rows/link.ts';
import type {Facts} from '../facts.ts';
import {Failed} from '../failed.ts';
import {Unknown} from '../unknown.ts';
import {engineOf} from './nodes.ts';

/** What facts of a namespace are filed under: of several names of one namespace, the first that its node lists. */
function filedUnder(rows: readonly Netns[], netns: Netns): string {
  return rows.find(row => row.inode !== undefined && row.inode === netns.inode)?.name ?? netns.name;
}

export function netnsNamed(facts: Facts, node: string, name: string): string {
  const rows = facts.rows('netns', node);
  const netns = rows.find(row => row.name === name);
  if (netns !== undefined) return filedUnder(rows, netns);
  throw new Failed({
    code: 'no_namespace',
    reason: `${node}: there is no network namespace ${name}`,
    expected: name,
    actual: rows.map(row => row.name),
  });
}

/** The name of a container's own namespace; empty where its engine tells none. */
export function sandboxName({sandboxKey}: ContainerInspect): string {
  return sandboxKey === undefined ? '' : sandboxKey.slice(sandboxKey.lastIndexOf('/') + 1);
}

export function sandboxNetns(facts: Facts, node: string, container: ContainerInspect): string {
  return netnsNamed(facts, node, sandboxName(container));
}

/** The namespace of an overlay: the daemon's epoch, a hyphen, and ten characters of the network's id. */
export function overlayNetns(facts: Facts, node: string, network: NetworkInspect): string {
  return facts.once(`namespace of ${network.id} on ${node}`, () => findOverlay(facts, node, network));
}

function findOverlay(facts: Facts, node: string, network: NetworkInspect): string {
  const rows = facts.rows('netns', node);
  const short = network.id.slice(0, 10);
  const [netns, ...others] = rows.filter(
    row => /^\d+-/.test(row.name) && row.name.slice(row.name.indexOf('-') + 1) === short,
  );
  if (netns === undefined) {
    const stray = facts.rows('ns.links', node, 'host').find(link => isNamedFor(network, link));
    if (stray !== undefined) {
      const what = `${stray.ifname} on the host is named for the network ${network.name}, but no namespace …-${short} is`;
      throw new Unknown('unsupported', `${node}: ${what}, so where the network is cannot be told`);
    }
    throw new Failed({
      code: 'no_namespace',
      reason: `${node}: there is no namespace …-${short} for the network ${network.name}, though the node has endpoints on it`,
      expected: `1-${short}`,
      actual: rows.map(row => row.name),
    });
  }
  if (others.length > 0) {
    const names = [netns, ...others].map(row => row.name).join(', ');
    throw new Unknown('ambiguous', `${node}: several namespaces are for the network ${network.name}: ${names}`);
  }
  const filed = filedUnder(rows, netns);
  if (filed === 'host' && !facts.rows('ns.links', node, 'host').some(link => isNamedFor(network, link))) {
    const what = `the namespace of the network ${network.name} is the host's own, and no device there is named for it`;
    throw new Unknown('unsupported', `${node}: ${what}`);
  }
  return filed;
}

/**
 * Whether a bridge or a vxlan device is one that an engine keeps on the host: before 24.0 it can do so, and then the
 * namespace of each overlay is the host's own by another name. Such devices are named for a VNI and for the network's id,
 * shortened (`ov-%06x-%.5s` and `vx-%06x-%.5s` in moby's overlay/ov_network.go).
 */
function isNamedFor({id}: NetworkInspect, {ifname, infoKind}: Link): boolean {
  const [, prefix, short] = /^(ov|vx)-[0-9a-f]{6}-(.+)$/.exec(ifname) ?? [];
  return short === id.slice(0, 5) && infoKind === (prefix === 'vx' ? 'vxlan' : 'bridge');
}

/** The namespace that balances over the tasks of a network's services. */
export function balancerNetns(facts: Facts, node: string, network: NetworkInspect): string {
  if (network.ingress) return netnsNamed(facts, node, 'ingress_sbox');
  if (!balancesInside(facts, node, network)) return netnsNamed(facts, node, balancerName(network));
  const {version} = engineOf(facts, node);
  throw new Unknown('unsupported', `${node}: docker ${version} balances in every container's own namespace`);
}

function balancerName({id}: NetworkInspect): string {
  return `lb_${id.slice(0, 9)}`;
}

/**
 * Whether an engine balances what a container sends in the container's own namespace, as those before 18.09 do; unless
 * there is one for it, as some of them were given it later.
 */
export function balancesInside(facts: Facts, node: string, network: NetworkInspect): boolean {
  const {version} = engineOf(facts, node);
  return isOlder(version, 18, 9) && !facts.rows('netns', node).some(({name}) => name === balancerName(network));
}

/** Throws where an engine balances in containers in a way that is not known: printed is only how those since 17.10 do it. */
export function knownInside(facts: Facts, node: string): void {
  const {version} = engineOf(facts, node);
  if (!isOlder(version, 17, 10)) return;
  const what = `docker ${version} balances in every container's own namespace, as engines before 17.10 did it`;
  throw new Unknown('unsupported', `${node}: ${what}: how is not known`);
}

function isOlder(version: string, major: number, minor: number): boolean {
  const [, x, y] = /^(\d+)\.(\d+)/.exec(version) ?? [];
  if (x === undefined) return false;
  return Number(x) < major || (Number(x) === major && Number(y) < minor);
}

/** The vxlan devices of a network in its namespace, if any: on the host those of other networks are beside them. */
export function tunnelsIn(facts: Facts, node: string, netns: string, network: NetworkInspect): readonly Link[] {
  const links = facts.rows('ns.links', node, netns);
  return links.filter(link => link.infoKind === 'vxlan' && (netns !== 'host' || isNamedFor(network, link)));
}

/** The vxlan devices of a network in its namespace: one for each VNI, so one unless the network has several subnets. */
export function vxlanDevices(facts: Facts, node: string, network: NetworkInspect): readonly [Link, ...Link[]] {
  const netns = overlayNetns(facts, node, network);
  const links = facts.rows('ns.links', node, netns);
  const [first, ...rest] = tunnelsIn(facts, node, netns, network);
  if (first !== undefined) return [first, ...rest];
  throw new Failed({
    code: 'no_device',
    reason: `${node}: the namespace ${netns} of the network ${network.name} holds no vxlan device`,
    expected: 'vxlan',
    actual: links.map(link => link.ifname),
  });
}
