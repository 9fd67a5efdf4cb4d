import type {ContainerInspect, NetworkInspect} from '../../core/rows/inspect.ts';
import type {Facts} from '../facts.ts';
import {Failed} from '../failed.ts';
import type {Endpoint} from '../join/endpoints.ts';
import {sandboxNetns} from '../join/namespaces.ts';
import {Unknown} from '../unknown.ts';

/** Who asks: a running container. */
export interface Client {
  readonly node: string;
  /** `worker.1`, or the container's own name. */
  readonly name: string;
  readonly container: ContainerInspect;
}

/** Enough of an id to mean one container. */
const SHORTEST_ID = 4;

/** The running container of that id or name, or of that task: `worker.1`, of a global service `agent.swarm-02`. */
export function findClient(facts: Facts, name: string, on?: string): Client {
  const {clients, unread} = clientsOf(facts, on);
  const [client, other] = clients.filter(one => isCalled(one, name));
  if (client !== undefined && other !== undefined) {
    const what = `${client.name} on ${client.node} and ${other.name} on ${other.node} are both called ${name}`;
    throw new Unknown('ambiguous', what);
  }
  if (client !== undefined) return client;
  if (unread !== undefined) throw unread;
  throw new Failed({
    code: 'no_container',
    reason: `no container that runs is called ${name}`,
    expected: name,
    actual: clients.map(one => one.name),
  });
}

/** All running containers, and why some may be missing. */
export function clientsOf(
  facts: Facts,
  on?: string,
): {readonly clients: readonly Client[]; readonly unread: Unknown | undefined} {
  let unread: Unknown | undefined;
  const clients = facts.nodes
    .filter(({id}) => on === undefined || id === on)
    .flatMap(({id: node}) => {
      try {
        return facts
          .rows('docker.containers', node)
          .filter(({running}) => running)
          .map(container => ({node, name: clientName(container, node), container}));
      } catch (error) {
        if (!(error instanceof Unknown)) throw error;
        unread ??= error;
        return [];
      }
    });
  return {clients, unread};
}

/** `redis.2.3o49h9nt57onzw6ka4w5vithp` → `redis.2`; a global service has the node's id in place of the slot. */
function clientName({name, labels}: ContainerInspect, node: string): string {
  const task = name.replace(/\.[a-z0-9]{25}$/, '');
  const service = labels['com.docker.swarm.service.name'] ?? task.split('.')[0];
  return /\.[a-z0-9]{25}$/.test(task) ? `${service}.${node}` : task;
}

function isCalled({name, node, container}: Client, wanted: string): boolean {
  if (wanted === name || wanted === container.name) return true;
  if (name.endsWith(`.${node}`) && wanted === `${name.slice(0, -node.length - 1)} on ${node}`) return true;
  return wanted.length >= SHORTEST_ID && container.id.startsWith(wanted);
}

export function clientNetns(facts: Facts, {node, container}: Client): string {
  return sandboxNetns(facts, node, container);
}

/** The client's place on a network, as its engine tells it. */
export function clientEndpoint({node, name, container}: Client, network: NetworkInspect): Endpoint {
  const attached = container.networks.find(({networkId}) => networkId === network.id);
  const {mac, ipv4, endpointId} = attached ?? {};
  if (mac !== undefined && ipv4 !== undefined) {
    return {node, name, mac, ipv4, id: endpointId ?? '', fact: `docker.containers@${node}`};
  }
  throw new Failed({
    code: 'no_endpoint',
    reason: `${node}: ${name} has no endpoint on the network ${network.name}`,
    expected: network.name,
    actual: container.networks.map(one => one.name),
  });
}
