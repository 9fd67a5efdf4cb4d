/** A node as it is to be made. */
export interface PlannedNode {
  readonly id: string;
  readonly address: string;
  readonly tap: string;
  readonly role: 'manager' | 'worker';
}

/** Every lab has the same inner addresses: each lives in a network namespace of its own. */
export const LAB_NODES: readonly PlannedNode[] = [
  {id: 'swarm-01', address: '10.77.0.11', tap: 'tap1', role: 'manager'},
  {id: 'swarm-02', address: '10.77.0.12', tap: 'tap2', role: 'worker'},
  {id: 'swarm-03', address: '10.77.0.13', tap: 'tap3', role: 'worker'},
];

export const BRIDGE_ADDRESS = '10.77.0.1';
export const PREFIX_LENGTH = 24;

/** Memory a node may use; it takes 320-415 MiB of it with Docker and a few tasks running. */
export const NODE_MEMORY_MIB = 1200;

/** Kernels run as this user, which owns nothing else: a high number that no distribution hands out. */
export const KERNEL_UID = 60_777;
