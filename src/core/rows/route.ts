/** A row of `ip route`, `route` or `netstat -nr`: names follow `ip -j route`. */
export interface Route {
  /** `unicast` unless another one is printed: `local`, `broadcast`, `blackhole`, … Absent where net-tools print `!`. */
  readonly type?: string;
  /** `default`, a prefix, or an address without `/32`. */
  readonly dst: string;
  readonly gateway?: string;
  /** A gateway of the other family: `via inet6 2001:db8::9`. */
  readonly via?: {readonly family: string; readonly host: string};
  readonly dev?: string;
  readonly protocol?: string;
  readonly scope?: string;
  readonly prefsrc?: string;
  /** Absent is 0 (IPv4), or not printed. */
  readonly metric?: number;
  readonly table?: string;
  readonly nhid?: number;
  readonly uid?: number;
  readonly pref?: string;
  /** `onlink`, `linkdown`, …; of net-tools its letters, such as `U`, `G`, `H`, `!`. */
  readonly flags: readonly string[];
  /** `mtu`, `advmss`, …; times in milliseconds. */
  readonly metrics?: Readonly<Record<string, number | string>>;
  readonly encap?: Readonly<Record<string, number | string>>;
  readonly nexthops?: readonly Nexthop[];
  /** What `ip route get` says of the cached route. */
  readonly cache?: readonly string[];
  /** Words that this version does not know, verbatim. */
  readonly extra?: readonly string[];
}

export interface Nexthop {
  readonly gateway?: string;
  readonly via?: Route['via'];
  readonly dev?: string;
  readonly weight?: number;
  readonly flags: readonly string[];
}

export interface RouteTable {
  readonly routes: readonly Route[];
}

/** A row of `ip rule`. */
export interface Rule {
  readonly priority: number;
  readonly not?: true;
  /** `all` or a prefix. */
  readonly src: string;
  readonly dst?: string;
  readonly fwmark?: number;
  readonly fwmask?: number;
  readonly iif?: string;
  readonly oif?: string;
  /** `lookup`, `blackhole`, `prohibit`, `unreachable`, `goto`, `nop`. */
  readonly action: string;
  /** Absent for `l3mdev` rules, which take the table of the device. */
  readonly table?: string;
  readonly goto?: number;
  /** `detached`, `l3mdev`, `unresolved`. */
  readonly flags: readonly string[];
  /** Other selectors: `tos`, `ipproto`, `sport`, `uidrange`, `suppress_prefixlength`, … */
  readonly selectors?: Readonly<Record<string, string>>;
}

export interface RuleTable {
  readonly rules: readonly Rule[];
}
