/** What something was looked at for. */
export type Area = 'reach' | 'privileges' | 'engine' | 'kernel' | 'tools' | 'clock' | 'traffic';

/** `gap`: looked at, and not as it has to be. `unknown`: it could not be looked at, which is no gap. */
type Standing = 'ok' | 'gap' | 'unknown';

export interface Finding {
  readonly area: Area;
  /** Says what was looked at, for programs: `kernel.vxlan`, `traffic.4789/udp`. */
  readonly code: string;
  readonly standing: Standing;
  /** One sentence, lower case. */
  readonly what: string;
  /** The command that mends it, and the node to run it on, where one does. */
  readonly mend?: Mend;
}

export interface Mend {
  readonly on: string;
  readonly command: string;
}

/** Findings about a node by itself. */
export interface NodeReport {
  readonly id: string;
  readonly role?: 'manager' | 'worker' | undefined;
  readonly address?: string | undefined;
  readonly findings: readonly Finding[];
}

/** What packets from one node to another have shown. */
export interface PairReport {
  readonly from: string;
  readonly to: string;
  readonly findings: readonly Finding[];
}
