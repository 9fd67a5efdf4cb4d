/** A virtual service of IPVS. FWM services have `fwmark` and no address. */
export interface VirtualService {
  readonly protocol: 'TCP' | 'UDP' | 'SCTP' | 'FWM';
  readonly address?: string;
  readonly port?: number;
  /** Decimal firewall mark: the `MARK set 0x101` of iptables is `FWM 257`. */
  readonly fwmark?: number;
  readonly scheduler?: string;
  readonly flags?: readonly string[];
  readonly persistent?: number;
  readonly servers: readonly RealServer[];
}

export interface RealServer {
  /** Address with -n; else a name, cut to 28 characters (then `truncated`). */
  readonly host: string;
  readonly port?: number;
  readonly truncated?: boolean;
  readonly forward?: 'Masq' | 'Route' | 'Tunnel' | 'Local';
  readonly weight?: number;
  readonly activeConn?: number;
  readonly inactConn?: number;
}

export interface ServiceTable {
  readonly services: readonly VirtualService[];
}
