import type {Verdict, Witness} from '../src/core/verdict.ts';
import {Failed, type Failure, failVerdict} from '../src/topology/failed.ts';

const SHOWN_NEAR = 8;

/**
 * Judges every instance of a set and holds when all do. What cannot be looked at wins over what fails, since the share
 * that holds is not known then: `Unknown` is let through. No instance at all is for the caller to word.
 */
export function judgeEach<Instance>(
  instances: readonly [Instance, ...Instance[]] | readonly Instance[],
  summary: string,
  hold: (instance: Instance) => readonly Witness[],
): Verdict {
  const witnesses: Witness[] = [];
  const failures: Failure[] = [];
  for (const instance of instances) {
    try {
      witnesses.push(...hold(instance));
    } catch (error) {
      if (!(error instanceof Failed)) throw error;
      failures.push(error.failure);
    }
  }
  const [first, ...more] = failures;
  if (first !== undefined) {
    const near = failures.flatMap(failure => failure.near ?? []).slice(0, SHOWN_NEAR);
    const reason = more.length === 0 ? first.reason : `${first.reason}; and ${more.length} more of ${instances.length}`;
    return failVerdict({...first, reason, near}, (instances.length - failures.length) / instances.length);
  }
  return pass(witnesses, summary);
}

export function pass(witnesses: readonly Witness[], summary: string): Verdict {
  const [first, ...rest] = witnesses;
  if (first === undefined) throw new Error('a pass without a witness');
  return {ok: true, witnesses: [first, ...rest], summary};
}
