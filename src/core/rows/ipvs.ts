import type {Counter} from '../parsed.ts';

/** A virtual service of IPVS. FWM services have `fwmark` and no address. */
export interface VirtualService {
  readonly protocol: 'TCP' | 'UDP' | 'SCTP' | 'FWM';
  readonly address?: string;
  readonly port?: number;
  /** Stands for the port in listings without -n: `http`. */
  readonly portName?: string;
  /** The address is a name which was cut to 28 characters, so that it has no port. */
  readonly truncated?: boolean;
  /** Decimal firewall mark: the `MARK set 0x101` of iptables is `FWM 257`. */
  readonly fwmark?: number;
  /** A firewall mark of IPv6 packets. */
  readonly ipv6?: boolean;
  readonly scheduler?: string;
  readonly flags?: readonly string[];
  /** Seconds. /proc/net/ip_vs counts them in kernel ticks, so they are absent there. */
  readonly persistent?: number;
  /** Granularity of persistence: an IPv4 mask, or an IPv6 prefix length. */
  readonly netmask?: string;
  /** One-packet scheduling. */
  readonly ops?: boolean;
  readonly stats?: IpvsStats;
  readonly servers: readonly RealServer[];
}

export interface RealServer {
  /** Address with -n; else a name, cut to 28 characters (then `truncated`). */
  readonly host: string;
  readonly port?: number;
  readonly portName?: string;
  readonly truncated?: boolean;
  readonly forward?: 'Masq' | 'Route' | 'Tunnel' | 'Local';
  readonly weight?: number;
  readonly activeConn?: number;
  readonly inactConn?: number;
  /** With --persistent-conn. */
  readonly persistConn?: number;
  /** With --thresholds. */
  readonly upperThreshold?: number;
  readonly lowerThreshold?: number;
  readonly stats?: IpvsStats;
}

/** Totals with --stats; per second with --rate. */
export interface IpvsStats {
  readonly perSecond: boolean;
  readonly conns: Counter;
  readonly inPkts: Counter;
  readonly outPkts: Counter;
  readonly inBytes: Counter;
  readonly outBytes: Counter;
}

/** A row of `ipvsadm -Lc`; the ends as printed, `10.0.2.3:42462`. */
export interface IpvsConnection {
  readonly protocol: string;
  readonly expire: string;
  readonly state: string;
  readonly source: string;
  readonly virtual: string;
  readonly destination: string;
}

export interface ServiceTable {
  readonly services: readonly VirtualService[];
  /** Only from `ipvsadm -Lc`. */
  readonly connections?: readonly IpvsConnection[];
  /** Seconds; only from `ipvsadm -L --timeout`. */
  readonly timeouts?: {readonly tcp: number; readonly tcpfin: number; readonly udp: number};
}
