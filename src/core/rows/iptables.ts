import type {Counter} from '../parsed.ts';

/** A value that a rule may negate (`! -i eth0`). */
export interface Neg<T> {
  readonly not: boolean;
  readonly value: T;
}

/** One rule, the same object from `-nvL` text and from `iptables-save`. */
export interface Rule {
  /** Position in its chain, from 1. */
  readonly num: number;
  readonly packets?: Counter;
  readonly bytes?: Counter;
  readonly target: string | null;
  readonly goto: boolean;
  /** `all`, `tcp`, `udp`, `icmp`, or the number's text. */
  readonly protocol: Neg<string>;
  /** `*` = any. */
  readonly inInterface: Neg<string>;
  readonly outInterface: Neg<string>;
  /** Always with a mask: `0.0.0.0/0`, `10.0.0.4/32`. */
  readonly source: Neg<string>;
  readonly destination: Neg<string>;
  /** A single port, or `from:to` text for a range; undefined when not matched on. */
  readonly sport?: number | string;
  readonly dport?: number | string;
  readonly ctstate?: readonly string[];
  readonly addrType?: {readonly src?: Neg<string>; readonly dst?: Neg<string>};
  readonly ipvs?: boolean;
  readonly comment?: string;
  /** DNAT / SNAT / REDIRECT targets, `172.18.0.2:30000`, `10.0.0.3`, `80`. */
  readonly toDestination?: string;
  readonly toSource?: string;
  readonly toPorts?: string;
  /** MARK: the value set, e.g. 0x101 = 257. `mask` is 0xffffffff for a plain set. */
  readonly mark?: number;
  readonly markMask?: number;
  /** What was matched or done beyond the fields above, verbatim; a rule with unknown extras is not a plain rule. */
  readonly extra: readonly string[];
}

export interface Chain {
  readonly table?: string;
  readonly name: string;
  readonly policy?: string;
  readonly packets?: Counter;
  readonly bytes?: Counter;
  readonly references?: number;
  readonly rules: readonly Rule[];
}

export interface ChainTable {
  readonly chains: readonly Chain[];
}
