/**
 * What the objects of `docker inspect` say, for engines 20.10 to 29. A text which the engine leaves empty or out is
 * absent here; lists and maps are never null.
 */

/** An address inside a network: `10.0.2.11` and 24. */
export interface NetworkAddress {
  readonly ipv4?: string;
  readonly prefixlen?: number;
}

export interface NetworkInspect {
  readonly id: string;
  readonly name: string;
  readonly driver: string;
  /** `local` or `swarm`. */
  readonly scope: string;
  readonly ingress: boolean;
  readonly internal: boolean;
  readonly attachable: boolean;
  readonly subnets: readonly {readonly subnet: string; readonly gateway?: string}[];
  /** As printed, without the prefix rules of drivers: `encrypted` is there with the value `''`. */
  readonly options: Readonly<Record<string, string>>;
  /** Whether overlay encryption is asked for: the engine goes by the option's presence, whatever its value. */
  readonly encrypted: boolean;
  /** VNIs, in the order of the subnets; empty where no swarm has given them out. */
  readonly vxlanidList: readonly number[];
  readonly labels: Readonly<Record<string, string>>;
  readonly containers: readonly NetworkContainer[];
  /** Nodes with a task in this overlay. Only on a node which has one itself. */
  readonly peers: readonly {readonly name: string; readonly ip: string}[];
  /** Only with `-v`, and only on a node with a task in the network. */
  readonly services: readonly NetworkService[];
}

export interface NetworkContainer extends NetworkAddress {
  /** The container's id, `lb-<network>` or `ingress-sbox`. */
  readonly key: string;
  /** `redis.1.<task id>`, `<network>-endpoint`, or in docker_gwbridge `gateway_<12 hex>`. */
  readonly name: string;
  readonly endpointId: string;
  readonly mac?: string;
}

export interface NetworkService {
  /** Empty for tasks of a service without a name of its own (containers run by hand). */
  readonly name: string;
  /** Absent with endpoint mode dnsrr. */
  readonly vip?: string;
  /** The firewall mark of the service on this node: the `FWM` of IPVS. Absent when it is 0. */
  readonly localLbIndex?: number;
  readonly ports: readonly string[];
  readonly tasks: readonly NetworkTask[];
}

export interface NetworkTask {
  readonly name: string;
  readonly endpointId: string;
  readonly endpointIp?: string;
  readonly hostIp?: string;
}

export interface ServicePort {
  readonly name?: string;
  readonly protocol: string;
  readonly targetPort: number;
  /** Absent in a spec which leaves the choice to the swarm. */
  readonly publishedPort?: number;
  /** `ingress` or `host`. */
  readonly publishMode: string;
}

type ServiceMode = 'replicated' | 'global' | 'replicated-job' | 'global-job';

export interface ServiceInspect {
  readonly id: string;
  readonly name: string;
  readonly image?: string;
  readonly mode: ServiceMode | string;
  /** Replicas wanted; for a replicated job its completions. Absent for global modes. */
  readonly replicas?: number;
  /** `vip` or `dnsrr`; what the spec asks for, else what the endpoint has. */
  readonly endpointMode: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Network ids or names as the spec names them. */
  readonly networks: readonly string[];
  readonly specPorts: readonly ServicePort[];
  /** What is published now. */
  readonly endpointPorts: readonly ServicePort[];
  readonly virtualIps: readonly VirtualIp[];
}

export interface VirtualIp extends NetworkAddress {
  readonly networkId: string;
}

export interface ContainerInspect {
  readonly id: string;
  /** Without the leading slash. */
  readonly name: string;
  /** The name it was started with, e.g. `redis:alpine`; else the image's digest. */
  readonly image: string;
  readonly running: boolean;
  /** `running`, `exited`, `created`, … */
  readonly status: string;
  /** Absent while no process runs (the engine prints 0). */
  readonly pid?: number;
  /** Path of the network namespace, e.g. `/var/run/docker/netns/7463b1e3df8a`. */
  readonly sandboxKey?: string;
  readonly hostname?: string;
  /** `host`, `default`, `container:<id>`, a network's name, … */
  readonly networkMode?: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Never lists docker_gwbridge; ask the network for that. */
  readonly networks: readonly ContainerNetwork[];
}

export interface ContainerNetwork extends NetworkAddress {
  readonly name: string;
  readonly networkId?: string;
  readonly endpointId?: string;
  readonly mac?: string;
  readonly gateway?: string;
}

export interface NodeInspect {
  readonly id: string;
  readonly hostname: string;
  /** `manager` or `worker`. */
  readonly role: string;
  /** `active`, `pause` or `drain`. */
  readonly availability: string;
  /** `ready`, `down`, `disconnected` or `unknown`. */
  readonly state: string;
  readonly addr?: string;
  readonly engineVersion?: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Managers only. */
  readonly manager?: {readonly leader: boolean; readonly reachability: string; readonly addr?: string};
}

export interface TaskInspect {
  readonly id: string;
  /** Absent for a container attached to a network by hand. */
  readonly serviceId?: string;
  /** Absent until the task is scheduled. */
  readonly nodeId?: string;
  /** Absent for tasks of global services. */
  readonly slot?: number;
  readonly image?: string;
  readonly desiredState: string;
  readonly state: string;
  readonly message?: string;
  readonly error?: string;
  readonly containerId?: string;
  readonly pid?: number;
  readonly labels: Readonly<Record<string, string>>;
  readonly networks: readonly TaskNetwork[];
}

export interface TaskNetwork {
  readonly id: string;
  readonly name?: string;
  /** With a mask: `10.0.2.8/24`. */
  readonly addresses: readonly string[];
}
