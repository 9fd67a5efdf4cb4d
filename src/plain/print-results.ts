import type {Session} from '../session/session.ts';
import {printResult} from './print-result.ts';
import type {Fresh} from './run-aloud.ts';
import type {Writer} from './writer.ts';

/** What a command printed on each node; of those that the recording has nothing for, the reason once. */
export function printResults(session: Session, all: readonly Fresh[], out: Writer): void {
  const nodes = new Map<string, readonly string[]>();
  for (const one of all) {
    const reason = unrecorded(one);
    if (reason === undefined) printResult(session, one, out);
    else nodes.set(reason, [...(nodes.get(reason) ?? []), one.on.node]);
  }
  for (const [reason, on] of nodes) out.text(`Not recorded on ${on.join(', ')}: ${reason}.`);
}

/** Why the recording has no answer; undefined where something ran. */
export function unrecorded({on}: Fresh): string | undefined {
  const end = on.result?.end;
  return end?.kind === 'not-recorded' ? end.reason : undefined;
}
