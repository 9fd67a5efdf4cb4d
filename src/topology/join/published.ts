import {factKey} from '../../core/facts.ts';
import type {NetworkInspect, ServiceInspect} from '../../core/rows/inspect.ts';
import type {Link} from '../../core/rows/link.ts';
import type {Witness} from '../../core/verdict.ts';
import type {Facts} from '../facts.ts';
import {Failed} from '../failed.ts';
import {linkText} from '../row-text.ts';
import {netnsNamed} from './namespaces.ts';
import {localEndpoints, networkOn} from './networks.ts';
import {managerOf} from './nodes.ts';

export interface Published {
  readonly service: ServiceInspect;
  readonly protocol: string;
  /** The port that its tasks listen on. */
  readonly target: number;
  /** The virtual address of its service on the ingress network. */
  readonly vip: string | undefined;
}

export function publishedAs(facts: Facts, port: number): Published {
  const manager = managerOf(facts);
  const services = facts.rows('swarm.services', manager);
  const ingress = facts.rows('docker.networks', manager).find(network => network.ingress);
  const entries = services.flatMap(service =>
    service.endpointPorts
      .filter(one => one.publishedPort === port && one.publishMode === 'ingress')
      .map(({protocol, targetPort: target}) => ({service, protocol, target})),
  );
  // One number may be published for several protocols.
  const found = entries.find(({protocol}) => protocol === 'tcp') ?? entries[0];
  if (found !== undefined) {
    const {virtualIps} = found.service;
    return {...found, vip: virtualIps.find(({networkId}) => networkId === ingress?.id)?.ipv4};
  }
  throw new Failed({
    code: 'not_published',
    reason: `no service publishes port ${port} in ingress mode`,
    expected: port,
    actual: services.flatMap(({endpointPorts}) => endpointPorts.map(({publishedPort}) => publishedPort ?? null)),
  });
}

/** The interface of a node's ingress_sbox on docker_gwbridge. */
export interface Sandbox {
  readonly address: string;
  readonly link: Link;
  /** docker_gwbridge of that node. */
  readonly bridge: NetworkInspect;
  readonly witness: Witness;
}

/** ingress_sbox on docker_gwbridge, by the interface that bears the MAC and the address of its endpoint. */
export function sandboxAddress(facts: Facts, node: string): Sandbox {
  const bridge = networkOn(facts, node, 'docker_gwbridge');
  const endpoint = localEndpoints(facts, node, bridge).find(({key}) => key === 'ingress-sbox');
  const netns = netnsNamed(facts, node, 'ingress_sbox');
  const links = facts.rows('ns.links', node, netns);
  const {ipv4, mac} = endpoint ?? {};
  const link = links.find(({address, addrInfo}) => address === mac && addrInfo.some(({local}) => local === ipv4));
  if (ipv4 !== undefined && link !== undefined) {
    return {address: ipv4, link, bridge, witness: {fact: factKey('ns.links', node, netns), row: linkText(link)}};
  }
  throw new Failed({
    code: 'no_address',
    reason: `${node}: no interface of ingress_sbox has the MAC and address of its endpoint on docker_gwbridge`,
    expected: {mac: mac ?? null, ipv4: ipv4 ?? null},
    actual: links.map(linkText),
  });
}
