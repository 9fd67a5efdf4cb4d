/** How a command came to its end. Only `exited` and `signalled` say something about the command itself. */
export type End =
  | {readonly kind: 'exited'; readonly code: number}
  | {readonly kind: 'signalled'; readonly signal: string}
  | {readonly kind: 'timed-out'; readonly afterMs: number}
  /** Stopped on request (the student, or the runner when a cap was reached). */
  | {readonly kind: 'stopped'}
  /** The node could not be reached, so nothing ran there. */
  | {readonly kind: 'unreachable'; readonly reason: string}
  /** The connection broke while the command ran; how it ended is unknown. */
  | {readonly kind: 'lost'; readonly reason: string}
  /** A recording holds no answer to this command. */
  | {readonly kind: 'not-recorded'; readonly reason: string};

/** What a command printed and how it ended. Bytes as they came: decode and neutralise before showing. */
export interface Output {
  readonly end: End;
  readonly stdout: Uint8Array;
  readonly stderr: Uint8Array;
  /** Bytes that were printed beyond the cap and so are not in `stdout` / `stderr`. */
  readonly dropped: {readonly stdout: number; readonly stderr: number};
  /** Milliseconds since 1970 on the runner's clock. */
  readonly startedAt: number;
  readonly durationMs: number;
}

export function succeeded(output: Output): boolean {
  return output.end.kind === 'exited' && output.end.code === 0;
}

/** One line for a person: `exit 1`, `no answer within 30 s`, … */
export function describeEnd(end: End): string {
  switch (end.kind) {
    case 'exited':
      return `exit ${end.code}`;
    case 'signalled':
      return `killed by ${end.signal}`;
    case 'timed-out':
      return `no end within ${end.afterMs / 1000} s, stopped`;
    case 'stopped':
      return 'stopped';
    case 'unreachable':
      return `node unreachable: ${end.reason}`;
    case 'lost':
      return `connection lost: ${end.reason}`;
    case 'not-recorded':
      return `not recorded: ${end.reason}`;
  }
}
