import type {Student} from '../core/result.ts';

/** Whose work is graded, and where it is. */
export interface Roster {
  /** As it was named. */
  readonly file: string;
  /** Of the file's bytes. */
  readonly sha256: string;
  readonly submissions: readonly Submission[];
  readonly waivers: readonly Waiver[];
}

export interface Submission {
  /** Names its folder in a run. */
  readonly id: string;
  readonly student: Student;
  /** RFC 3339; null when nobody wrote it down, and then it is not late. */
  readonly submittedAt: string | null;
  readonly due: string | null;
  /** From 1. */
  readonly attempt: number;
  readonly where: Where;
}

export type Where =
  /** Of clusters.yaml, or a running lab. */
  | {readonly kind: 'cluster'; readonly name: string}
  | {readonly kind: 'nodes'; readonly nodes: readonly SubmissionNode[]; readonly sshConfig?: string}
  /** Evidence that was stored: a path from here. */
  | {readonly kind: 'snapshot'; readonly file: string};

export interface SubmissionNode {
  readonly id: string;
  readonly role: 'manager' | 'worker';
  /** As one gives it to ssh; without it the node is this machine. */
  readonly ssh?: string;
}

/** A check that does not count against a student. */
export interface Waiver {
  readonly check: string;
  /** A student's or a submission's id; `*` is everybody. */
  readonly student: string;
  readonly justification: string;
  /** RFC 3339; counted by when the work was handed in. */
  readonly expires: string | null;
  /** Whether it is looked at all the same, and told. */
  readonly run: boolean;
}
