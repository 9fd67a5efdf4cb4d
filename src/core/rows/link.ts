/** Rows of `ip link`, `ip addr`: names follow `ip -j`, in camelCase. */
export interface Link {
  /** Always there but for `ip -br` and filtered text, which do not print it. */
  readonly ifindex?: number;
  readonly ifname: string;
  /** The peer's name when it is in this namespace (`veth0@veth1`). */
  readonly link?: string;
  /** The peer's ifindex when it is in another namespace (`eth0@if17` → 17). */
  readonly linkIndex?: number;
  readonly linkNetnsId?: number;
  readonly linkNetns?: string;
  readonly flags: readonly string[];
  readonly mtu?: number;
  readonly qdisc?: string;
  readonly operstate?: string;
  readonly linkMode?: string;
  readonly group?: string;
  readonly txqlen?: number;
  readonly master?: string;
  readonly linkType?: string;
  /** Lower case MAC, or what stands there for other link types. */
  readonly address?: string;
  readonly broadcast?: string;
  readonly ifalias?: string;
  readonly altnames: readonly string[];
  /** `vxlan`, `veth`, `bridge`, … (only with `-d`). */
  readonly infoKind?: string;
  /** `-d` details, e.g. `{id: 4098, port: 4789, proxy: true}` for vxlan. Keys as `ip -j -d` prints them. */
  readonly infoData?: Readonly<Record<string, string | number | boolean>>;
  readonly slaveKind?: string;
  readonly slaveData?: Readonly<Record<string, string | number | boolean>>;
  /** With `-s`. */
  readonly stats?: {readonly rx: LinkCounters; readonly tx: LinkCounters};
  readonly addrInfo: readonly Addr[];
  /** Words of the line that this version does not know, verbatim. */
  readonly extra?: readonly string[];
}

/** Keys as `ip -j -s` prints them: `bytes`, `packets`, `errors`, `dropped`, … */
type LinkCounters = Readonly<Record<string, number>>;

export interface Addr {
  readonly family: 'inet' | 'inet6';
  readonly local: string;
  readonly prefixlen: number;
  readonly peer?: string;
  readonly broadcast?: string;
  readonly scope?: string;
  readonly label?: string;
  readonly flags: readonly string[];
  readonly metric?: number;
  readonly protocol?: string;
}

export interface LinkTable {
  readonly links: readonly Link[];
}
