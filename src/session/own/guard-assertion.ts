import * as z from 'zod';
import type {Assertion, OutputEvidence} from '../../../assertions/assertion.ts';
import {defineAssertion, defineDeltaAssertion, defineOutputAssertion} from '../../../assertions/define.ts';
import type {UnknownCause} from '../../core/facts.ts';
import {type TimeLimit, TOO_LONG} from '../../core/time-limit.ts';
import type {Verdict} from '../../core/verdict.ts';
import type {Facts} from '../../topology/facts.ts';
import {Failed, failVerdict} from '../../topology/failed.ts';
import {Unknown} from '../../topology/unknown.ts';
import {frozenCopy, plainJson} from './plain.ts';
import type {OwnAssertion} from './shape.ts';
import {readVerdict} from './verdict.ts';

const JUDGE_MS = 5000;

interface Guard {
  readonly limit: TimeLimit;
  /** What was thrown, in a sentence with its place. */
  readonly describe: (thrown: unknown) => string;
}

/** How the verdict of an assertion begins that did not do what an assertion does. */
export const BROKE = 'the assertion broke: ';

/** An assertion of a module's own, made as total as ours: what it throws, and what is no verdict, is an error. */
export function guardAssertion(own: OwnAssertion, guard: Guard): Assertion {
  const {id, version, title, argsHelp, example, codes, mutants} = own;
  const info = {id, version, title, argsHelp, example, codes, mutants, args: z.strictObject(own.args)};
  if (own.kind === 'output') {
    return defineOutputAssertion({
      ...info,
      kind: 'output',
      evaluate: (args, outputs) => judge(guard, outputs.map(keyOf), () => own.evaluate(args, frozenCopy(outputs))),
    });
  }
  if (own.kind === 'snapshot') {
    return defineAssertion({
      ...info,
      kind: 'snapshot',
      needs: own.needs,
      evaluate: (args, facts) => judge(guard, undefined, () => own.evaluate(args, ownFacts(facts))),
    });
  }
  return defineDeltaAssertion({
    ...info,
    kind: 'delta',
    needs: own.needs,
    evaluate: (args, {before, after}) =>
      judge(guard, undefined, () => own.evaluate(args, {before: ownFacts(before), after: ownFacts(after)})),
  });
}

/** How a witness names the output that it is of. */
function keyOf({runId, node}: OutputEvidence): string {
  return `output:${runId}@${node}`;
}

/** Rows are shared with other assertions, so each is a copy. */
function ownFacts(facts: Facts): Facts {
  return {
    nodes: frozenCopy(facts.nodes),
    rows: (...place) => facts.once(`own ${place.join(' ')}`, () => frozenCopy(facts.rows(...place))),
    once: (_, make) => make(),
  };
}

/** `keys`: what a witness of this evidence may name; undefined for facts, of which each has a key of its own form. */
function judge({limit, describe}: Guard, keys: readonly string[] | undefined, evaluate: () => unknown): Verdict {
  try {
    const found = limit(JUDGE_MS, () => readVerdict(settled(evaluate), keys));
    return found === TOO_LONG ? broke('timeout', `no verdict within ${JUDGE_MS / 1000} s`) : found;
  } catch (error) {
    return broke('unsupported', describe(error));
  }
}

/** What an evaluation comes to; those that end it early are verdicts as well. */
function settled(evaluate: () => unknown): unknown {
  try {
    return evaluate();
  } catch (error) {
    if (error instanceof Failed) return failVerdict(error.failure);
    if (error instanceof Unknown) return {ok: null, cause: error.reason, detail: error.message};
    throw error;
  }
}

function broke(cause: UnknownCause, why: string): Verdict {
  return {ok: null, cause, detail: `${BROKE}${String(plainJson(why))}`};
}
