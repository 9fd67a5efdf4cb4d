import {factKey} from '../../core/facts.ts';
import type {NetworkInspect, ServiceInspect} from '../../core/rows/inspect.ts';
import type {RealServer, VirtualService} from '../../core/rows/ipvs.ts';
import type {Witness} from '../../core/verdict.ts';
import type {Facts} from '../facts.ts';
import {Failed} from '../failed.ts';
import {hex, ruleText, serverText, serviceText} from '../row-text.ts';
import {markComing} from './marking.ts';
import {fwmService, UNBALANCED} from './marks.ts';
import {balancerNetns} from './namespaces.ts';
import {type Hit, markAfter, rulesMet} from './packet.ts';
import {type Place, placesOf, taskAddress} from './tasks.ts';

/** A running task, as IPVS knows it. */
interface Server {
  readonly name: string;
  readonly address: string;
}

interface Backend extends Server {
  readonly place: Place;
}

/** What IPVS has to balance: a service's virtual address on a network, over its running tasks there. */
export interface Balance {
  readonly service: string;
  readonly vip: string;
  readonly backends: readonly Backend[];
}

/** The virtual address of a service on a network. */
export function vipOf(service: ServiceInspect, network: NetworkInspect): string {
  const vip = service.virtualIps.find(({networkId}) => networkId === network.id)?.ipv4;
  if (vip !== undefined) return vip;
  const reason = `${service.name} has no virtual address on ${network.name}`;
  throw new Failed({code: 'no_vip', reason, expected: 'a virtual address', actual: service.endpointMode});
}

export function balanceOf(facts: Facts, service: ServiceInspect, network: NetworkInspect): Balance {
  const vip = vipOf(service, network);
  const backends = placesOf(facts, service).flatMap(place => {
    const address = taskAddress(place.task, network.id);
    return address === undefined ? [] : [{name: place.name, address, place}];
  });
  if (backends.length > 0) return {service: service.name, vip, backends};
  const reason = `no task of ${service.name} runs on the network ${network.name}`;
  throw new Failed({code: 'no_task', reason, expected: 'a running task', actual: null});
}

export interface Balanced {
  readonly netns: string;
  readonly virtual: VirtualService;
  /** The rules that lead packets for the virtual address there. */
  readonly witnesses: readonly Witness[];
}

interface Marked {
  readonly netns: string;
  readonly mark: number;
  readonly hit: Hit;
  readonly witness: Witness;
}

/** The mark that packets for a virtual address get in the load balancer's namespace, and the rule that sets it. */
export function markedBy(facts: Facts, node: string, network: NetworkInspect, vip: string): Marked {
  const netns = balancerNetns(facts, node, network);
  const packet = {protocol: 'tcp', destination: vip, toLocal: true};
  const chains = facts.rows('ns.iptables', node, netns);
  const found = markAfter(rulesMet(chains, 'mangle', 'INPUT', packet)) && markComing(facts, node, netns, packet);
  if (found === undefined) {
    const reason = `${node}: no rule of mangle INPUT in ${netns} marks packets for ${vip}, ${UNBALANCED}`;
    throw new Failed({code: 'no_mark', reason, expected: `-d ${vip}/32 -j MARK`, actual: null});
  }
  const {chain, rule} = found.hit;
  const witness = {fact: factKey('ns.iptables', node, netns), row: ruleText(chain, rule)};
  return {...found, netns, witness};
}

/** The mark that the engine of a node says it gave the service of a virtual address. */
function toldMark(facts: Facts, node: string, network: NetworkInspect, vip: string): number | undefined {
  const row = facts.rows('docker.networks', node).find(({id}) => id === network.id);
  return row?.services.find(service => service.vip === vip)?.localLbIndex;
}

export function otherMark(node: string, netns: string, vip: string, seen: number, told: number, near: Witness): Failed {
  return new Failed({
    code: 'other_mark',
    reason: `${node}: packets for ${vip} get the mark ${hex(seen)} in ${netns}, the engine's is ${hex(told)}`,
    expected: hex(told),
    actual: hex(seen),
    near: [near],
    words: {seen: hex(seen)},
  });
}

/** The mark of a virtual address in the load balancer's namespace; where the engine tells one, it must be that. */
export function markedAsTold(facts: Facts, node: string, network: NetworkInspect, vip: string): Marked {
  return asTold(facts, node, network, vip, markedBy(facts, node, network, vip));
}

/** Throws when the engine of a node tells another mark than the one that was found. */
export function asTold<Found extends Pick<Marked, 'netns' | 'mark' | 'witness'>>(
  facts: Facts,
  node: string,
  network: NetworkInspect,
  vip: string,
  marked: Found,
): Found {
  const told = toldMark(facts, node, network, vip);
  if (told === undefined || told === marked.mark) return marked;
  throw otherMark(node, marked.netns, vip, marked.mark, told, marked.witness);
}

/** The IPVS service of a virtual address on a node: by the mark its packets get in the load balancer's namespace. */
export function balancedBy(facts: Facts, node: string, network: NetworkInspect, vip: string): Balanced {
  const {netns, mark, witness} = markedAsTold(facts, node, network, vip);
  return {netns, virtual: fwmService(facts, node, netns, mark).virtual, witnesses: [witness]};
}

/** Real servers that get new connections; one of weight 0 is being drained. */
export function liveServers({servers}: VirtualService): readonly RealServer[] {
  return servers.filter(({weight}) => weight !== 0);
}

/** Holds when IPVS on a node balances what comes for the virtual address over exactly the running tasks. */
export function holdBackends(
  facts: Facts,
  node: string,
  network: NetworkInspect,
  balance: Balance,
): readonly Witness[] {
  const {virtual, witnesses, netns} = balancedBy(facts, node, network, balance.vip);
  return [...witnesses, ...holdServers(node, netns, network, virtual, balance)];
}

/** Holds when an IPVS service balances over exactly the running tasks. */
export function holdServers(
  node: string,
  netns: string,
  network: NetworkInspect,
  virtual: VirtualService,
  {service, backends}: {readonly service: string; readonly backends: readonly Server[]},
): readonly Witness[] {
  const fact = factKey('ns.ipvs', node, netns);
  const where = `FWM ${virtual.fwmark} in ${netns}`;
  const unused = `so ${node} gives it no connection`;
  const fail = (code: string, what: string, near: readonly RealServer[], seen: string) =>
    new Failed({
      code,
      reason: `${node}: ${what}`,
      expected: backends.map(({address}) => address),
      actual: virtual.servers.map(serverText),
      near: near.map(server => ({fact, row: serverText(server)})),
      words: {seen},
    });
  for (const {name, address} of backends) {
    const server = virtual.servers.find(({host}) => host === address);
    if (server === undefined)
      throw fail(
        'missing_server',
        `${name} (${address}) is no real server of ${where}, ${unused}`,
        virtual.servers,
        '',
      );
    if (server.weight === 0)
      throw fail('weight_zero', `${name} (${address}) has weight 0 in ${where}, ${unused}`, [server], address);
  }
  const live = liveServers(virtual);
  const stale = live.find(({host}) => !backends.some(({address}) => address === host));
  if (stale !== undefined)
    throw fail(
      'stale_server',
      `${stale.host} in ${where} is no running task of ${service}, so what it is given is lost`,
      [stale],
      stale.host,
    );
  if (virtual.scheduler !== 'rr') {
    const scheduler = virtual.scheduler ?? 'unknown';
    throw fail('not_rr', `the scheduler of ${where} is ${scheduler}, not rr`, [], scheduler);
  }
  if (virtual.persistent !== undefined) {
    const seen = `${virtual.persistent} seconds`;
    throw fail('persistent', `${where} keeps a client at one server for ${seen}`, [], seen);
  }
  // To a mark belong all ports: a server that has one of its own gets everything there.
  const ported = live.find(({port = 0}) => port !== 0);
  if (ported !== undefined) {
    const seen = String(ported.port);
    throw fail('other_port', `${ported.host} in ${where} gets everything on its port ${seen}`, [ported], seen);
  }
  const forward = 'dsr' in network.options ? 'Route' : 'Masq';
  const other = live.find(server => server.forward !== forward);
  if (other !== undefined) {
    const seen = other.forward ?? '';
    throw fail('other_forward', `${other.host} in ${where} is ${seen}, not ${forward}`, [other], seen);
  }
  return [{fact, row: serviceText(virtual)}, ...live.map(server => ({fact, row: serverText(server)}))];
}
