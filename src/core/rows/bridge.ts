/** A row of `bridge fdb show`. */
export interface FdbEntry {
  readonly mac: string;
  readonly ifname?: string;
  /** The remote tunnel endpoint (VTEP) of a vxlan row. */
  readonly dst?: string;
  /** Never 0: old iproute2 prints `vlan 0` for untagged rows. */
  readonly vlan?: number;
  readonly port?: number;
  readonly vni?: number;
  readonly srcVni?: number;
  readonly via?: string;
  readonly nhid?: number;
  readonly linkNetnsId?: number;
  /** `self`, `router`, `extern_learn`, `offload`, `sticky`, … */
  readonly flags: readonly string[];
  readonly master?: string;
  /** `permanent`, `static`, `stale`, or `reachable` when nothing is printed (learned). */
  readonly state: string;
}

export interface FdbTable {
  readonly rows: readonly FdbEntry[];
}

/** A bridge as `brctl show` prints it. */
export interface Bridge {
  readonly name: string;
  /** As printed, e.g. `8000.02425dcabce4`. */
  readonly id: string;
  readonly priority: number;
  readonly mac: string;
  readonly stp: boolean;
  readonly interfaces: readonly string[];
}

export interface BridgeTable {
  readonly bridges: readonly Bridge[];
}
