/** A row of `ip neigh`. */
export interface Neigh {
  readonly dst: string;
  readonly dev?: string;
  readonly lladdr?: string;
  readonly state: readonly string[];
}

export interface NeighTable {
  readonly rows: readonly Neigh[];
}
