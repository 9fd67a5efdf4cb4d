import type {FdbEntry} from './rows/bridge.ts';
import type {ContainerInspect, NetworkInspect, NodeInspect, ServiceInspect, TaskInspect} from './rows/inspect.ts';
import type {Chain} from './rows/iptables.ts';
import type {VirtualService} from './rows/ipvs.ts';
import type {Link} from './rows/link.ts';
import type {Neigh} from './rows/neigh.ts';
import type {DnsAnswer, MeshReply} from './rows/probe.ts';
import type {Route, Rule as RoutingRule} from './rows/route.ts';
import type {Socket} from './rows/socket.ts';
import type {Sysctl} from './rows/sysctl.ts';
import type {GossipRow, WireRow} from './rows/wire.ts';
import type {XfrmPolicy, XfrmState} from './rows/xfrm.ts';

/** A network namespace of a node. */
export interface Netns {
  /**
   * `host`, or the file's name under /var/run/docker/netns: `1-<network id, 10>` of an overlay, `lb_<network id, 9>`,
   * `ingress_sbox`, 12 hex characters of a container.
   */
  readonly name: string;
  readonly kind: 'host' | 'overlay' | 'load-balancer' | 'ingress-sandbox' | 'container' | 'other';
  /** Inode of the namespace: two names with one inode are the same namespace. */
  readonly inode?: number;
}

/** What a node's engine says of itself. */
export interface EngineInfo {
  readonly version: string;
  readonly kernel: string;
  readonly hostname: string;
  readonly swarm: 'active' | 'inactive' | 'pending' | 'locked' | 'error' | 'unknown';
  readonly nodeId?: string;
  /** The address that the node advertises (`NodeAddr`); its data path may have another: `swarm init --data-path-addr`. */
  readonly nodeAddr?: string;
  readonly isManager: boolean;
  /** Managers only. */
  readonly clusterId?: string;
  /** 0 on a worker, which is not told. */
  readonly dataPathPort: number;
}

/** A security association or a policy of the node's own namespace; keys are never kept. */
export type XfrmRow = ({readonly kind: 'state'} & XfrmState) | ({readonly kind: 'policy'} & XfrmPolicy);

/**
 * The kinds of facts and their rows. `node` facts are collected once on each node, `ns` facts in each network
 * namespace of each node, `manager` facts on managers (a worker's set is complete and empty: it was not asked).
 */
export interface FactRows {
  readonly 'docker.info': EngineInfo;
  readonly 'docker.networks': NetworkInspect;
  readonly 'docker.containers': ContainerInspect;
  readonly 'swarm.nodes': NodeInspect;
  readonly 'swarm.services': ServiceInspect;
  readonly 'swarm.tasks': TaskInspect;
  readonly netns: Netns;
  readonly 'node.xfrm': XfrmRow;
  readonly 'node.sockets': Socket;
  readonly 'probe.dns': DnsAnswer;
  readonly 'probe.mesh': MeshReply;
  readonly 'probe.outside': MeshReply;
  readonly 'probe.wire': WireRow;
  readonly 'probe.gossip': GossipRow;
  readonly 'ns.links': Link;
  readonly 'ns.fdb': FdbEntry;
  readonly 'ns.neigh': Neigh;
  /** Of all tables where other rules are in force than those that every namespace begins with, else of the main one. */
  readonly 'ns.routes': Route;
  readonly 'ns.rules': RoutingRule;
  readonly 'ns.sysctls': Sysctl;
  readonly 'ns.iptables': Chain;
  readonly 'ns.ipvs': VirtualService;
}

export type FactKind = keyof FactRows;

export const NODE_FACTS = [
  'docker.info',
  'docker.networks',
  'docker.containers',
  'netns',
  'node.xfrm',
  'node.sockets',
] as const;
export const MANAGER_FACTS = ['swarm.nodes', 'swarm.services', 'swarm.tasks'] as const;
/** These send traffic: each is collected by itself, after all others, and only when it is asked for. */
export const TRAFFIC_FACTS = ['probe.dns', 'probe.mesh'] as const;
/** These listen between the nodes, so all nodes take part at once, after the rest is known. */
export const WIRE_FACTS = ['probe.wire', 'probe.gossip'] as const;
/** What a machine that is no node asks of the nodes. */
export const OUTSIDE_FACTS = ['probe.outside'] as const;
export const PROBE_FACTS = [...TRAFFIC_FACTS, ...WIRE_FACTS] as const;
export const NETNS_FACTS = [
  'ns.links',
  'ns.fdb',
  'ns.neigh',
  'ns.routes',
  'ns.rules',
  'ns.sysctls',
  'ns.iptables',
  'ns.ipvs',
] as const;
/** These were not collected at first: a kept snapshot or a recording without any is no worse a look for that. */
export const LATER_FACTS: ReadonlySet<FactKind> = new Set<FactKind>(['ns.rules', 'ns.sysctls']);

/** Every kind. */
export const ALL_FACTS: ReadonlySet<FactKind> = new Set([
  ...NODE_FACTS,
  ...MANAGER_FACTS,
  ...PROBE_FACTS,
  ...OUTSIDE_FACTS,
  ...NETNS_FACTS,
]);

/** Why something could not be looked at. */
export type UnknownCause = 'unreachable' | 'missing-fact' | 'parse' | 'timeout' | 'skew' | 'ambiguous' | 'unsupported';

/** Rows of one kind from one place, or why they are not known. */
export interface Fact<Kind extends FactKind = FactKind> {
  readonly kind: Kind;
  readonly node: string;
  /** Set for `ns.*` facts. */
  readonly netns?: string;
  readonly rows: readonly FactRows[Kind][];
  /** Null when the rows are all there is; else why they are not to be trusted as complete. */
  readonly problem: {readonly cause: UnknownCause; readonly detail: string} | null;
  /** The command that was run on the node. */
  readonly command: string;
}

/** Names one fact: `ns.fdb@swarm-01/1-abcdef`. */
export type FactKey = string;

export function factKey(kind: FactKind, node: string, netns?: string): FactKey {
  return netns === undefined ? `${kind}@${node}` : `${kind}@${node}/${netns}`;
}

export interface SnapshotNode {
  readonly id: string;
  readonly role?: 'manager' | 'worker' | undefined;
  /** Null when the node answered. */
  readonly unreachable: string | null;
  /** The runner's clock, milliseconds since 1970, at the start and end of the node's session. */
  readonly startedAt: number;
  readonly endedAt: number;
}

/** Facts of all nodes at one time. Immutable; a later look is a new snapshot. */
export interface Snapshot {
  readonly takenAt: number;
  readonly nodes: readonly SnapshotNode[];
  readonly facts: ReadonlyMap<FactKey, Fact>;
}
