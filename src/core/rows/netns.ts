/** What Docker's name for a network namespace says of it. */
export type NetnsRole = 'overlay' | 'loadBalancer' | 'ingressSandbox' | 'sandbox';

/** A row of `ip netns`, `ip netns list-id` or `ls /var/run/docker/netns`. */
export interface Netns {
  /** Absent for an id without a name. */
  readonly name?: string;
  readonly id?: number;
  readonly role?: NetnsRole;
  /** The start of the network's id: `1-owcsifawcw` is of network `owcsifawcw…`. */
  readonly networkId?: string;
}

export interface NetnsTable {
  readonly rows: readonly Netns[];
}
