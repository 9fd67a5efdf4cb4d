/** A mark or interface mask, as `mark 0xd0c4e3/0xffffffff`. */
export interface XfrmMark {
  readonly value: number;
  readonly mask: number;
}

/** An algorithm; its key is never kept, only how long it is. */
export interface XfrmAlgorithm {
  readonly name: string;
  /** Absent when the keys were hidden (`nokeys`). */
  readonly keyBits?: number;
  /** Of `aead` and `auth-trunc`. */
  readonly icvBits?: number;
}

export interface XfrmSelector {
  readonly src: string;
  readonly dst: string;
  readonly proto?: string;
  readonly sport?: number;
  readonly dport?: number;
  readonly dev?: string;
  readonly uid?: number;
  /** Of ICMP. */
  readonly type?: number;
  readonly code?: number;
}

export interface XfrmLifetime {
  readonly bytes?: number;
  readonly packets?: number;
}

/** A security association: `ip xfrm state`. */
export interface XfrmState {
  readonly src: string;
  readonly dst: string;
  readonly proto: string;
  readonly spi: number;
  /** Docker sets it to the mark of the encrypted traffic. */
  readonly reqid: number;
  readonly mode: string;
  readonly replayWindow?: number;
  readonly flags: readonly string[];
  readonly mark?: XfrmMark;
  readonly outputMark?: XfrmMark;
  readonly ifId?: number;
  readonly dir?: string;
  readonly aead?: XfrmAlgorithm;
  readonly enc?: XfrmAlgorithm;
  readonly auth?: XfrmAlgorithm;
  readonly comp?: XfrmAlgorithm;
  readonly encap?: {readonly type: string; readonly sport: number; readonly dport: number; readonly addr: string};
  /** Sequence numbers seen (in) and sent (out): `outSeq` counts the packets that were encrypted. */
  readonly inSeq?: number;
  readonly outSeq?: number;
  readonly sel?: XfrmSelector;
  readonly lifetime?: XfrmLifetime;
}

export interface XfrmTemplate {
  readonly src: string;
  readonly dst: string;
  readonly proto: string;
  readonly spi?: number;
  readonly reqid: number;
  readonly mode: string;
  readonly level?: string;
}

/** A policy: `ip xfrm policy`. */
export interface XfrmPolicy {
  readonly sel: XfrmSelector;
  readonly dir: string;
  /** Of one socket rather than of the whole namespace. */
  readonly socket?: true;
  readonly action: string;
  readonly index?: number;
  readonly priority: number;
  readonly flags: readonly string[];
  readonly mark?: XfrmMark;
  readonly ifId?: number;
  readonly tmpl: readonly XfrmTemplate[];
  readonly lifetime?: XfrmLifetime;
}

/** What `ip xfrm` prints; what was not asked for is empty. */
export interface XfrmTables {
  readonly states: readonly XfrmState[];
  readonly policies: readonly XfrmPolicy[];
  /** `ip xfrm state count`, `ip xfrm policy count`. */
  readonly counts?: {readonly states?: number; readonly in?: number; readonly out?: number; readonly fwd?: number};
}
