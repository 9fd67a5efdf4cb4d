/** Rows of the docker CLI's tables, the same from text and from `--format '{{json .}}'`. */
export interface NetworkRow {
  readonly id: string;
  readonly name: string;
  readonly driver: string;
  readonly scope: string;
}

export interface ServiceRow {
  readonly id: string;
  readonly name: string;
  readonly mode: string;
  readonly replicas: {readonly running: number; readonly desired: number; readonly text: string};
  readonly image: string;
  readonly ports: string;
}

export interface TaskRow {
  readonly id: string;
  /** `redis.1`, or `name.<nodeid>` for a global service. */
  readonly name: string;
  readonly image: string;
  readonly node: string;
  readonly desiredState: string;
  /** First word of CURRENT STATE, e.g. `Running`. */
  readonly currentState: string;
  readonly since: string;
  readonly error: string;
  readonly ports: string;
  /** True for an earlier attempt of the slot (printed as ` \_ name`). */
  readonly history: boolean;
}

export interface ContainerRow {
  readonly id: string;
  readonly image: string;
  readonly command: string;
  readonly created: string;
  readonly status: string;
  readonly ports: string;
  readonly names: readonly string[];
}

export interface NodeRow {
  readonly id: string;
  readonly self: boolean;
  readonly hostname: string;
  readonly status: string;
  readonly availability: string;
  readonly managerStatus: string;
  readonly engine?: string;
}

export interface ImageRow {
  /** 12 characters; with --no-trunc `sha256:…`. */
  readonly id: string;
  /** `<none>` where it has no name, or a newer image took it. */
  readonly repository: string;
  readonly tag: string;
  readonly created: string;
  readonly size: string;
}

export interface RowTable<Row> {
  readonly rows: readonly Row[];
}
