/** A row of `ip neigh`. */
export interface Neigh {
  readonly dst: string;
  readonly dev?: string;
  readonly lladdr?: string;
  /** `PERMANENT`, `REACHABLE`, `STALE`, …; empty for a proxy row. */
  readonly state: readonly string[];
  /** `router`, `proxy`, `extern_learn`, … */
  readonly flags: readonly string[];
}

export interface NeighTable {
  readonly rows: readonly Neigh[];
}
