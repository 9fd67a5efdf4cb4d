import type {UnknownCause} from '../core/facts.ts';

/** Ends an evaluation that cannot be decided. Thrown below `evaluate`, caught in `define.ts` only. */
export class Unknown extends Error {
  readonly reason: UnknownCause;

  constructor(reason: UnknownCause, detail: string) {
    super(detail);
    this.name = 'Unknown';
    this.reason = reason;
  }
}
