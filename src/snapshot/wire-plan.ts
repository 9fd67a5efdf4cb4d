import {type Fact, type FactKey, type FactKind, type FactRows, factKey} from '../core/facts.ts';
import type {NetworkInspect} from '../core/rows/inspect.ts';

/** What has to be known of every node before its part in a probe of the wire can be told. */
export const PLANNED_WITH: readonly FactKind[] = ['docker.info', 'docker.networks', 'netns'];

/** One ping over an overlay, from the namespace of a load balancer. */
interface WireAsk {
  readonly network: string;
  readonly vni: number;
  /** The file's name under /var/run/docker/netns. */
  readonly netns: string;
  readonly src: string;
  readonly dst: string;
  readonly inner: {readonly src: string; readonly dst: string};
  readonly size: number;
}

/** A node's part in a probe of the wire. */
export interface WirePlan {
  /** The swarm's VXLAN port. */
  readonly port: number;
  /** Tunnel ends of the other nodes. */
  readonly peers: readonly string[];
  /** Of these nothing may pass in clear; of other overlays only what is marked counts. */
  readonly encrypted: readonly number[];
  /** All sizes that any node sends. */
  readonly sizes: readonly number[];
  readonly asks: readonly WireAsk[];
}

/** Bounds, so that a probe of a large cluster stays a probe. */
const NETWORKS = 5;
const PEERS = 8;
/** Sizes stand so far apart that what ESP adds to one is no other. */
const STEP = 32;
const SMALLEST = 128;
const SIZES = 24;

/** These words go into shell lines of other nodes than those that said them. */
const IPV4 = /^(?:\d{1,3}\.){3}\d{1,3}$/;
const NETWORK_ID = /^[a-z0-9]{25}$/;

interface Member {
  readonly node: string;
  readonly vtep: string;
  readonly address: string;
  readonly netns: string;
}

interface Overlay {
  readonly id: string;
  readonly vni: number;
  readonly isEncrypted: boolean;
  readonly members: readonly Member[];
}

/**
 * Who asks whom over which overlay, from what is known of all nodes; every node of an overlay asks the others. The sizes
 * are drawn by the nonce. A node that takes no part is not in it; nothing is, where the data-path port is not known.
 */
export function planWire(
  facts: ReadonlyMap<FactKey, Fact>,
  nodes: readonly string[],
  nonce: string,
): ReadonlyMap<string, WirePlan> {
  const port = nodes.map(node => known(facts, 'docker.info', node)[0]?.dataPathPort ?? 0).find(one => one > 0);
  if (port === undefined) return new Map();
  const overlays = overlaysOf(facts, nodes).slice(0, NETWORKS);
  const first = Number.parseInt(nonce.slice(0, 8), 16);
  const sizes = overlays.map((_, index) => SMALLEST + STEP * ((first + index) % SIZES));
  const encrypted = overlays.flatMap(({vni, isEncrypted}) => (isEncrypted ? [vni] : []));
  const plans = nodes.map(node => {
    const asks = overlays.flatMap((overlay, index) => asksOf(overlay, node, sizes[index]!));
    const peers = [...new Set(asks.map(({dst}) => dst))];
    return [node, {port, peers, encrypted, sizes, asks}] as const;
  });
  return new Map(plans.filter(([, {asks}]) => asks.length > 0));
}

function asksOf({id, vni, members}: Overlay, node: string, size: number): readonly WireAsk[] {
  const own = members.findIndex(member => member.node === node);
  if (own < 0) return [];
  const {vtep: src, address: source, netns} = members[own]!;
  // Where there are too many to ask, each asks those behind it, so that all are asked.
  const others = [...members.slice(own + 1), ...members.slice(0, own)].slice(0, PEERS);
  return others.map(({vtep: dst, address}) => ({
    network: id,
    vni,
    netns,
    src,
    dst,
    inner: {src: source, dst: address},
    size,
  }));
}

/** The overlays that at least two nodes have a part of; those that people made come first. */
function overlaysOf(facts: ReadonlyMap<FactKey, Fact>, nodes: readonly string[]): readonly Overlay[] {
  const rows = new Map<string, NetworkInspect>();
  for (const node of nodes) for (const row of known(facts, 'docker.networks', node)) rows.set(row.id, row);
  return [...rows.values()]
    .filter(({id, driver}) => driver === 'overlay' && NETWORK_ID.test(id))
    .sort((a, b) => Number(a.ingress) - Number(b.ingress) || (a.id < b.id ? -1 : 1))
    .flatMap(({id, encrypted, vxlanidList: [vni]}): Overlay[] => {
      const members = nodes.flatMap(node => memberOf(facts, node, id));
      return vni === undefined || members.length < 2 ? [] : [{id, vni, isEncrypted: encrypted, members}];
    });
}

/** A node's load balancer on an overlay: each node that has a part of the overlay has one, and the kernel answers there. */
function memberOf(facts: ReadonlyMap<FactKey, Fact>, node: string, id: string): readonly Member[] {
  const row = known(facts, 'docker.networks', node).find(one => one.id === id);
  const balancer = row?.containers.find(({key}) => key === 'ingress-sbox' || key.startsWith('lb-'));
  if (row === undefined || balancer?.ipv4 === undefined) return [];
  const netns = row.ingress ? 'ingress_sbox' : `lb_${id.slice(0, 9)}`;
  if (!known(facts, 'netns', node).some(({name}) => name === netns)) return [];
  const own = new Set(row.containers.map(({endpointId}) => endpointId));
  const told = row.services.flatMap(({tasks}) => tasks).find(task => own.has(task.endpointId))?.hostIp;
  const vtep = told ?? known(facts, 'docker.info', node)[0]?.nodeAddr;
  if (vtep === undefined || !IPV4.test(vtep) || !IPV4.test(balancer.ipv4)) return [];
  return [{node, vtep, address: balancer.ipv4, netns}];
}

/** Addresses by which the other nodes gossip. */
export function gossipPeers(
  facts: ReadonlyMap<FactKey, Fact>,
  nodes: readonly string[],
  node: string,
): readonly string[] {
  const others = nodes.filter(one => one !== node);
  return others.flatMap(one => known(facts, 'docker.info', one)[0]?.nodeAddr ?? []).filter(one => IPV4.test(one));
}

function known<Kind extends FactKind>(
  facts: ReadonlyMap<FactKey, Fact>,
  kind: Kind,
  node: string,
): readonly FactRows[Kind][] {
  const fact = facts.get(factKey(kind, node));
  return fact?.problem === null ? (fact.rows as readonly FactRows[Kind][]) : [];
}
