import {type FactKey, factKey} from '../../core/facts.ts';
import type {NetworkInspect} from '../../core/rows/inspect.ts';
import type {Link} from '../../core/rows/link.ts';
import type {Facts} from '../facts.ts';
import {Failed} from '../failed.ts';
import {linkText} from '../row-text.ts';
import {Unknown} from '../unknown.ts';
import {balancerNetns, sandboxNetns} from './namespaces.ts';
import {localEndpoints} from './networks.ts';
import {engineOf} from './nodes.ts';
import {containerOf, type Place} from './tasks.ts';

/** A place on a network: the engine's word for it, before an interface was found. */
export interface Endpoint {
  readonly node: string;
  /** `redis.2`, or `the load balancer of vote`. */
  readonly name: string;
  readonly mac: string;
  readonly ipv4: string;
  readonly id: string;
  /** The fact that told of it. */
  readonly fact: FactKey;
}

/** An interface whose MAC and address are both those of an endpoint. */
export interface Iface {
  readonly netns: string;
  readonly link: Link;
}

/** The endpoint of a task on a network. Of docker_gwbridge no container tells, only the network itself. */
export function taskEndpoint(facts: Facts, place: Place, network: NetworkInspect): Endpoint {
  const {node, name} = place;
  const container = containerOf(facts, place);
  const isLocal = network.scope === 'local';
  const attached = isLocal
    ? localEndpoints(facts, node, network).find(({key}) => key === container.id)
    : container.networks.find(({networkId}) => networkId === network.id);
  const {mac, ipv4, endpointId} = attached ?? {};
  if (mac !== undefined && ipv4 !== undefined) {
    const fact = factKey(isLocal ? 'docker.networks' : 'docker.containers', node);
    return {node, name, mac, ipv4, id: endpointId ?? '', fact};
  }
  throw new Failed({
    code: 'no_endpoint',
    reason: `${node}: ${name} has no endpoint on the network ${network.name}`,
    expected: network.name,
    actual: container.networks.map(one => one.name),
  });
}

export function taskInterface(facts: Facts, place: Place, endpoint: Endpoint): Iface {
  return interfaceIn(facts, sandboxNetns(facts, place.node, containerOf(facts, place)), endpoint);
}

/** Every endpoint on a network of one node, with the interface that bears it. */
export function nodeEndpoints(facts: Facts, node: string, network: NetworkInspect): readonly Endpoint[] {
  return localEndpoints(facts, node, network).map(({key, name, mac, ipv4, endpointId}) => {
    if (mac === undefined || ipv4 === undefined) {
      throw new Unknown('unsupported', `${node}: the endpoint ${name} of ${network.name} has no MAC or address`);
    }
    return {
      node,
      name: isBalancer(key) ? `the load balancer of ${network.name}` : taskName(name, node),
      mac,
      ipv4,
      id: endpointId,
      fact: factKey('docker.networks', node),
    };
  });
}

/** The endpoint by which a node's load balancer is on a network. */
export function balancerEndpoint(facts: Facts, node: string, network: NetworkInspect): Endpoint {
  const rows = localEndpoints(facts, node, network);
  const row = rows.find(({key}) => isBalancer(key));
  const {mac, ipv4} = row ?? {};
  if (row !== undefined && mac !== undefined && ipv4 !== undefined) {
    return {node, name: row.name, mac, ipv4, id: row.endpointId, fact: factKey('docker.networks', node)};
  }
  throw new Failed({
    code: 'no_endpoint',
    reason: `${node}: no load balancer has an endpoint on ${network.name}`,
    expected: network.ingress || network.scope === 'local' ? 'ingress-sbox' : `lb-${network.name}`,
    actual: rows.map(({key}) => key.slice(0, 12)),
  });
}

/** Reads an endpoint's interface in the namespace that really bears it: a container's, or the load balancer's. */
export function endpointInterface(facts: Facts, endpoint: Endpoint, network: NetworkInspect): Iface {
  const {node} = endpoint;
  const key = localEndpoints(facts, node, network).find(({endpointId}) => endpointId === endpoint.id)?.key ?? '';
  if (isBalancer(key)) return interfaceIn(facts, balancerNetns(facts, node, network), endpoint);
  const container = facts.rows('docker.containers', node).find(({id}) => id === key);
  if (container?.sandboxKey === undefined)
    throw new Unknown('missing-fact', `${node}: no running container bears ${endpoint.name}`);
  return interfaceIn(facts, sandboxNetns(facts, node, container), endpoint);
}

/** The interface in a namespace that bears both the MAC and the address of an endpoint. */
export function interfaceIn(facts: Facts, netns: string, endpoint: Endpoint): Iface {
  const {node, name, mac, ipv4} = endpoint;
  const links = facts.rows('ns.links', node, netns);
  const fact = factKey('ns.links', node, netns);
  const holders = links.filter(link => link.addrInfo.some(({local}) => local === ipv4));
  const [link, ...others] = holders.filter(({address}) => address === mac);
  if (others.length > 0)
    throw new Unknown('ambiguous', `${node}: several interfaces in ${netns} have ${mac} and ${ipv4}`);
  if (link !== undefined) return {netns, link};
  const [holder] = holders;
  throw new Failed({
    code: holder === undefined ? 'no_interface' : 'other_mac',
    reason:
      holder === undefined
        ? `${node}: no interface of ${name} (namespace ${netns}) has the address ${ipv4}`
        : `${node}: ${holder.ifname} of ${name} (namespace ${netns}) has the MAC ${holder.address}, its endpoint ${mac}`,
    expected: {mac, ipv4},
    actual: links.map(linkText),
    near: (holder === undefined ? links : [holder]).map(row => ({fact, row: linkText(row)})),
    words: {seen: holder?.address ?? ''},
  });
}

export function isBalancer(key: string): boolean {
  return key === 'ingress-sbox' || key.startsWith('lb-');
}

/** `redis.2.3o49h9nt57onzw6ka4w5vithp` → `redis.2`; of a global service the node's id stands in place of the slot. */
export function taskName(container: string, node: string): string {
  return container.replace(/\.[a-z0-9]{25}$/, '').replace(/\.[a-z0-9]{25}$/, ` on ${node}`);
}

/** An endpoint and where it is; the name of a global service's task says that already. */
export function placed({name, node}: Endpoint): string {
  return name.endsWith(` on ${node}`) ? name : `${name} on ${node}`;
}

/**
 * The address of a node's tunnel end, one for all of its networks. The node itself tells it with each endpoint of a task
 * that it announces; before it has announced any, the address it advertises is taken to be used for both.
 */
export function vtepOf(facts: Facts, node: string, network: NetworkInspect): string {
  return facts.once(`tunnel end of ${node} on ${network.id}`, () => findVtep(facts, node, network));
}

function findVtep(facts: Facts, node: string, network: NetworkInspect): string {
  const rows = facts.rows('docker.networks', node);
  const [told] = [...rows.filter(({id}) => id === network.id), ...rows].flatMap(({containers, services}) => {
    const own = new Set(containers.map(({endpointId}) => endpointId));
    const tasks = services.flatMap(service => service.tasks);
    return tasks.find(({endpointId, hostIp}) => own.has(endpointId) && hostIp !== undefined)?.hostIp ?? [];
  });
  const address = told ?? engineOf(facts, node).nodeAddr;
  if (address === undefined) throw new Unknown('missing-fact', `${node}: docker info does not tell the node's address`);
  return address;
}
