/** An entry of the connection tracker: `conntrack -L`, `conntrack -E`, /proc/net/nf_conntrack. */
export interface Flow {
  /** Of `conntrack -E`: `NEW`, `UPDATE` or `DESTROY`. */
  readonly event?: string;
  /** Unix time of the event in seconds, as printed. */
  readonly time?: string;
  readonly family: 'ipv4' | 'ipv6';
  /** `tcp`, `udp`, `icmp`, …; `unknown` where only the number is known. */
  readonly protocol: string;
  readonly protonum: number;
  /** Seconds until the entry is forgotten. */
  readonly timeout?: number;
  /** Of TCP: `ESTABLISHED`, `TIME_WAIT`, … */
  readonly state?: string;
  /** The packet that began the flow, before any translation. */
  readonly original: FlowTuple;
  /** What an answer looks like where it arrives: its source is the real destination. */
  readonly reply: FlowTuple;
  /** `ASSURED`, `UNREPLIED`, `OFFLOAD`, … */
  readonly flags: readonly string[];
  /** The firewall mark: `MARK set 0x101` of iptables is 257. */
  readonly mark?: number;
  readonly zone?: number;
  /** References to the entry. */
  readonly use?: number;
  readonly id?: number;
  /** Where the packets really go, when that is not where they were sent. */
  readonly dnat?: FlowEndpoint;
  /** Where the packets seem to come from, when that is not where they come from. */
  readonly snat?: FlowEndpoint;
  /** Further `key=value` words, verbatim: `secctx`, `labels`, `delta-time`, … */
  readonly extra?: Readonly<Record<string, string>>;
}

export interface FlowTuple {
  readonly src: string;
  readonly dst: string;
  readonly sport?: number;
  readonly dport?: number;
  /** Of ICMP. The XML form lacks these. */
  readonly type?: number;
  readonly code?: number;
  readonly id?: number;
  /** Of GRE, as printed. */
  readonly srckey?: string;
  readonly dstkey?: string;
  /** Only where the kernel counts (sysctl net.netfilter.nf_conntrack_acct). */
  readonly packets?: number;
  readonly bytes?: number;
}

export interface FlowEndpoint {
  readonly address: string;
  readonly port?: number;
}

export interface FlowTable {
  readonly flows: readonly Flow[];
  /** How many entries or events conntrack says it has shown, when that line was merged into the text. */
  readonly shown?: number;
}
