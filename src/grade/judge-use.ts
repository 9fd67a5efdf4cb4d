import type {OutputAssertion, SnapshotAssertion} from '../../assertions/assertion.ts';
import type {Snapshot} from '../core/facts.ts';
import type {Json} from '../core/lesson.ts';
import type {Verdict} from '../core/verdict.ts';
import {type ChallengeSeen, fillArguments, namesIn} from './challenge.ts';
import type {Suite, Use} from './suite.ts';

/** The assertions that a suite uses, by their ids. */
export type Assertions = ReadonlyMap<string, SnapshotAssertion | OutputAssertion>;

export interface Evidence {
  readonly snapshot: Snapshot;
  /** Undefined when none was put to the cluster. */
  readonly challenge: ChallengeSeen | undefined;
}

/** Whether a check asks for consequences of the suite's challenge. */
export function isChallenged({with: args, of}: Use, {challenge}: Pick<Suite, 'challenge'>): boolean {
  return challenge !== null && (of !== null || namesIn(args).length > 0);
}

/** A verdict, and the arguments that it is of: those of the suite, with what the challenge has drawn. */
export interface Judged {
  readonly verdict: Verdict;
  readonly args: Json;
}

export function judgeUse(use: Use, suite: Suite, assertions: Assertions, evidence: Evidence): Judged {
  const values = evidence.challenge?.values;
  const args = values === undefined || !isChallenged(use, suite) ? use.with : fillArguments(use.with, values);
  return {args, verdict: judge(use, args, suite, assertions, evidence)};
}

function judge(use: Use, args: Json, suite: Suite, assertions: Assertions, evidence: Evidence): Verdict {
  const assertion = assertions.get(use.use);
  if (assertion === undefined) return unknown('unsupported', `this version has no assertion ${use.use} for a suite`);
  const {snapshot, challenge} = evidence;
  if (!isChallenged(use, suite)) return assertion.kind === 'snapshot' ? assertion.judge(args, snapshot) : noOutput(use);
  if (challenge === undefined) return unknown('missing-fact', 'no challenge was put to this cluster');
  if (challenge.problem !== null) return unknown('missing-fact', challenge.problem);
  const undrawn = namesIn(use.with).find(name => !challenge.values.has(name));
  if (undrawn !== undefined) return unknown('missing-fact', `the challenge that was put has no <${undrawn}>`);
  if (assertion.kind === 'snapshot') return assertion.judge(args, snapshot);
  const outputs = challenge.outputs.filter(({runId}) => runId === use.of);
  return outputs.length === 0 ? noOutput(use) : assertion.judge(args, outputs);
}

function noOutput({of}: Use): Verdict {
  return unknown('missing-fact', `the challenge that was put has no output of ${of ?? 'a command'}`);
}

function unknown(cause: Extract<Verdict, {ok: null}>['cause'], detail: string): Verdict {
  return {ok: null, cause, detail};
}
