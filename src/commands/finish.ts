import {EXIT} from '../core/failure.ts';
import type {Writer} from '../plain/writer.ts';
import type {Done} from '../session/session.ts';

/** Says what could not be done; gives the exit code. */
export function finish(done: Done, out: Writer): number {
  if (done.ok) return EXIT.passed;
  out.text(done.message);
  return EXIT.failed;
}
