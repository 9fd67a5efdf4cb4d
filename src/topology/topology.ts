import type {FactKey} from '../core/facts.ts';
import type {FdbEntry} from '../core/rows/bridge.ts';
import type {VirtualService} from '../core/rows/ipvs.ts';
import type {Witness} from '../core/verdict.ts';

/** What a snapshot of all nodes says of how things are connected. What could not be resolved is in it as such. */
export interface Topology {
  readonly machines: readonly Machine[];
  readonly networks: readonly Network[];
  readonly services: readonly Service[];
  readonly endpoints: readonly Endpoint[];
  readonly edges: readonly Edge[];
}

/** A fact that could not be read, or a row that fits nowhere, with the reason. */
export interface Gap {
  readonly fact: FactKey;
  readonly detail: string;
}

/** A node of the cluster. */
export interface Machine {
  readonly id: string;
  readonly role?: 'manager' | 'worker' | undefined;
  /** The address that it advertises. */
  readonly address?: string;
  /** Why it could not be looked at; what is missing of it is then not known, not absent. */
  readonly problem: string | null;
  /** Facts of the node as a whole that could not be read. */
  readonly problems: readonly Gap[];
  readonly spaces: readonly Space[];
}

/** Names a namespace: `swarm-01/1-78xvjot4ig`. */
export type SpaceKey = string;

/** A network namespace, and who lives there. */
export interface Space {
  readonly key: SpaceKey;
  /** The first name that its node lists; facts are filed under it. */
  readonly netns: string;
  /** Further names of the same namespace. */
  readonly names: readonly string[];
  readonly kind: 'host' | 'overlay' | 'load-balancer' | 'ingress-sandbox' | 'container' | 'other';
  /** What a person calls it: `host`, `vote`, `lb vote`, `ingress_sbox`, `redis.2`. */
  readonly label: string;
  /** The id of the network that it belongs to: of an overlay's own namespace, and of a load balancer. */
  readonly network?: string;
  readonly container?: {readonly id: string; readonly name: string; readonly task?: string; readonly service?: string};
  readonly devices: readonly Device[];
  /** Which packets get which firewall mark here. */
  readonly marks: readonly Mark[];
  readonly balances: readonly Balancing[];
  /** Kinds of facts that could not be read here, each with the reason. */
  readonly problems: readonly Gap[];
}

export interface Mark {
  readonly mark: number;
  /** What is marked: the address of a service, or a published port. */
  readonly what: string;
  readonly evidence: Witness;
}

export interface Balancing {
  /** The row itself, with its real servers. */
  readonly virtual: VirtualService;
  readonly evidence: Witness;
}

/** Names a device: `swarm-01/1-78xvjot4ig/7`, by its interface number, which is unique in its namespace only. */
export type DeviceKey = string;

export interface Device {
  readonly key: DeviceKey;
  readonly ifname: string;
  readonly ifindex: number;
  readonly kind: 'bridge' | 'veth' | 'vxlan' | 'loopback' | 'card' | 'other';
  readonly mac?: string | undefined;
  /** `10.0.2.8/24`. */
  readonly addresses: readonly string[];
  readonly up: boolean;
  readonly mtu?: number | undefined;
  /** Of a vxlan device. */
  readonly vni?: number | undefined;
  /** Of a vxlan device: where its frames go. */
  readonly fdb: readonly FdbEntry[];
  /** The endpoint whose MAC and address are both this device's: the network's id, and the endpoint's name. */
  readonly endpoint?: {readonly network: string; readonly name: string} | undefined;
  readonly evidence: Witness;
}

export type Edge =
  /** The two ends of a veth pair; each names the other. */
  | {readonly kind: 'veth'; readonly ends: readonly [DeviceKey, DeviceKey]; readonly evidence: readonly Witness[]}
  /** A device is a port of a bridge in the same namespace. */
  | {
      readonly kind: 'port';
      readonly port: DeviceKey;
      readonly bridge: DeviceKey;
      readonly forwards: boolean;
      readonly evidence: readonly Witness[];
    }
  /** Rows of a forwarding table lead from one vxlan device to that of the same VNI on another node. */
  | {
      readonly kind: 'tunnel';
      readonly from: DeviceKey;
      readonly to: DeviceKey;
      readonly vni: number;
      readonly evidence: readonly Witness[];
    }
  /** Something is at the other end, and it was not found: what was looked for, and where. */
  | {
      readonly kind: 'unresolved';
      readonly from: DeviceKey;
      readonly looksFor: string;
      readonly evidence: readonly Witness[];
    };

/** The devices that an edge is between; one where the other end was not found. */
export function devicesOf(edge: Edge): readonly DeviceKey[] {
  switch (edge.kind) {
    case 'veth':
      return edge.ends;
    case 'port':
      return [edge.port, edge.bridge];
    case 'tunnel':
      return [edge.from, edge.to];
    case 'unresolved':
      return [edge.from];
  }
}

/** A place on a network, as the engine of its node tells of it. */
export interface Endpoint {
  readonly node: string;
  /** The network's id. */
  readonly network: string;
  /** `redis.2`, or `the load balancer of vote`. */
  readonly name: string;
  readonly mac: string | undefined;
  readonly ipv4: string | undefined;
  /** The one device of the node that bears both; null when there is none, or several. */
  readonly device: DeviceKey | null;
  readonly evidence: readonly Witness[];
}

export interface Network {
  readonly id: string;
  readonly name: string;
  readonly driver: string;
  readonly encrypted: boolean;
  readonly ingress: boolean;
  readonly vnis: readonly number[];
  readonly subnets: readonly string[];
}

export interface Service {
  readonly id: string;
  readonly name: string;
  readonly vips: readonly {readonly network: string; readonly address: string}[];
  /** `30000 → 80/tcp (ingress)` in parts. */
  readonly ports: readonly {
    readonly published: number;
    readonly target: number;
    readonly protocol: string;
    readonly mode: string;
  }[];
  /** Running tasks: `redis.2`, and the node they run on. */
  readonly tasks: readonly {readonly name: string; readonly node: string; readonly addresses: readonly string[]}[];
}
