import * as z from 'zod';
import type {Assertion, OutputEvidence} from '../../../assertions/assertion.ts';
import {defineAssertion, defineDeltaAssertion, defineOutputAssertion} from '../../../assertions/define.ts';
import {MUTANTS, type MutantName} from '../../../assertions/mutant-name.ts';
import {seen} from '../../../assertions/outputs.ts';
import {factKey, type UnknownCause} from '../../core/facts.ts';
import type {Verdict} from '../../core/verdict.ts';
import type {Facts} from '../../topology/facts.ts';
import {Failed, failVerdict} from '../../topology/failed.ts';
import {Unknown} from '../../topology/unknown.ts';
import {atOnce, attempt, type Guard} from './attempt.ts';
import {Refused} from './kit.ts';
import {frozenCopy, plainJson} from './plain.ts';
import type {OwnAssertion} from './shape.ts';
import {readVerdict, type Shown} from './verdict.ts';

const JUDGE_MS = 5000;

/** How the verdict of an assertion begins that did not do what an assertion does. */
export const BROKE = 'the assertion broke: ';

/** An assertion of a module's own, made as total as ours: what it throws, and what is no verdict, is an error. */
export function guardAssertion(own: OwnAssertion, guard: Guard): Assertion {
  const assertion = define(own, guard);
  return {...assertion, validate: args => validate(assertion, args)};
}

function validate(assertion: Assertion, args: unknown): ReturnType<Assertion['validate']> {
  try {
    return assertion.validate(args);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return [{path: [], message: error.message}];
  }
}

function define(own: OwnAssertion, guard: Guard): Assertion {
  const {id, version, title, argsHelp, example, codes} = own;
  const mutants = mutantsOf(own, guard);
  const info = {id, version, title, argsHelp, example, codes, mutants, args: z.strictObject(own.args)};
  if (own.kind === 'output') {
    return defineOutputAssertion({
      ...info,
      kind: 'output',
      evaluate: (args, outputs) => judge(guard, outputsShown(outputs), () => own.evaluate(args, frozenCopy(outputs))),
    });
  }
  if (own.kind === 'snapshot') {
    return defineAssertion({
      ...info,
      kind: 'snapshot',
      needs: own.needs,
      evaluate: (args, facts) => {
        const looked = new Set<string>();
        return judge(guard, factsShown(looked), () => own.evaluate(args, ownFacts(facts, looked)));
      },
    });
  }
  return defineDeltaAssertion({
    ...info,
    kind: 'delta',
    needs: own.needs,
    evaluate: (args, {before, after}) => {
      const looked = new Set<string>();
      const epochs = () => ({before: ownFacts(before, looked), after: ownFacts(after, looked)});
      return judge(guard, factsShown(looked), () => own.evaluate(args, epochs()));
    },
  });
}

function outputsShown(outputs: readonly OutputEvidence[]): Shown {
  return {keys: new Set(outputs.map(one => seen(one, '').fact)), what: 'output that it was given'};
}

/** Each key is there once its fact was looked at. */
function factsShown(keys: ReadonlySet<string>): Shown {
  return {keys, what: 'fact that it looked at'};
}

/** Rows are shared with other assertions, so each is a copy. `looked` gets the key of each fact that was looked at. */
function ownFacts(facts: Facts, looked: Set<string>): Facts {
  return {
    nodes: frozenCopy(facts.nodes),
    rows: (...place) => {
      const rows = facts.once(`own ${place.join(' ')}`, () => frozenCopy(facts.rows(...place)));
      looked.add(factKey(...place));
      return rows;
    },
    once: (_, make) => make(),
  };
}

function judge(guard: Guard, shown: Shown, evaluate: () => unknown): Verdict {
  const done = attempt(guard, JUDGE_MS, () => readVerdict(settled(evaluate), shown));
  if (done.kind === 'made') return done.made;
  if (done.kind === 'late') return broke('timeout', `no verdict within ${JUDGE_MS / 1000} s`);
  return broke('unsupported', done.why);
}

/** A list that cannot be had is empty: a proof is not content with that. */
function mutantsOf({mutants}: OwnAssertion, guard: Guard): (args: unknown) => readonly MutantName[] {
  if (typeof mutants !== 'function') return () => mutants;
  return args => {
    const done = attempt(guard, JUDGE_MS, () => plainJson(mutants(args)));
    const named = done.kind === 'made' && Array.isArray(done.made) ? done.made : [];
    return named.every(isMutant) ? named : [];
  };
}

function isMutant(name: unknown): name is MutantName {
  return typeof name === 'string' && Object.hasOwn(MUTANTS, name);
}

/** What an evaluation comes to; those that end it early are verdicts as well. */
function settled(evaluate: () => unknown): unknown {
  try {
    return atOnce(evaluate());
  } catch (error) {
    if (error instanceof Failed) return failVerdict(error.failure);
    if (error instanceof Unknown) return {ok: null, cause: error.reason, detail: error.message};
    throw error;
  }
}

function broke(cause: UnknownCause, why: string): Verdict {
  return {ok: null, cause, detail: `${BROKE}${String(plainJson(why))}`};
}
