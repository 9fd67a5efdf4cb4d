import type {OutputEvidence} from '../../assertions/assertion.ts';
import type {Fact, Snapshot} from '../core/facts.ts';
import type {Parser} from '../core/parsed.ts';
import type {Verdict} from '../core/verdict.ts';
import type {Observed} from '../session/observed.ts';
import {BROKE} from '../session/own/guard-assertion.ts';
import {damage} from './damage.ts';
import {textDamages} from './text-damages.ts';

const MOST_CHARACTERS = 8192;

/**
 * What is wrong with an assertion of a module's own, by the passes that the module's checks had with it: each damage that
 * it says it notices must have been done, and noticed; no form of the evidence may break it; it must say the same again.
 * Empty when nothing is.
 */
export function faultsOfAssertion(
  passes: readonly Observed[],
  parserNamed: (name: string) => Parser<unknown> | undefined,
): readonly string[] {
  const damages = passes.flatMap(damage);
  const classes = new Set(passes.flatMap(({assertion, args}) => assertion.mutants(args)));
  const missed = [...classes].filter(name => !damages.some(one => one.class === name));
  const survivors = new Map(damages.filter(({killed}) => !killed).map(one => [one.class, one]));
  const broken = passes.map(observed => breakOf(observed, parserNamed)).find(fault => fault !== undefined);
  return [
    ...passes
      .filter(({assertion, args}) => assertion.mutants(args).length === 0)
      .map(({check}) => `${check}: it names no damage that it must notice`),
    ...missed.map(
      name =>
        `${name} cannot be done to what it rests on: leave it out of mutants, or let witnesses name rows that it can be done to`,
    ),
    ...[...survivors.values()].map(({class: name, where, said}) => `survives ${name} of ${where}: ${said}`),
    ...(broken === undefined ? [] : [broken]),
    ...(passes.every(isSteady) ? [] : ['the same evidence gives another verdict']),
  ];
}

/** One that comes to fail by itself would seem to notice every damage. */
function isSteady(observed: Observed): boolean {
  const said = [observed.verdict, judgeAgain(observed), judgeAgain(observed)].map(one => JSON.stringify(one));
  return new Set(said).size === 1;
}

function judgeAgain(observed: Observed): Verdict {
  if (observed.kind === 'snapshot') return observed.assertion.judge(observed.args, observed.snapshot);
  if (observed.kind === 'delta') return observed.assertion.judge(observed.args, observed.epochs);
  return observed.assertion.judge(observed.args, observed.outputs);
}

/** The first form of the evidence that breaks it, or by which it fails with a code that nobody knows. */
function breakOf(observed: Observed, parserNamed: (name: string) => Parser<unknown> | undefined): string | undefined {
  const {check, assertion} = observed;
  for (const {way, verdict} of verdicts(observed, parserNamed)) {
    if (verdict.ok === null && verdict.detail.startsWith(BROKE)) return `${check}, ${way}: ${verdict.detail}`;
    if (verdict.ok === false && !Object.hasOwn(assertion.codes, verdict.code))
      return `${check}, ${way}: it fails with "${verdict.code}", which codes does not have`;
  }
  return undefined;
}

function* verdicts(observed: Observed, parserNamed: (name: string) => Parser<unknown> | undefined) {
  const {args} = observed;
  if (observed.kind === 'output') {
    for (const {way, outputs} of outputForms(observed.outputs, parserNamed))
      yield {way, verdict: observed.assertion.judge(args, outputs)};
    return;
  }
  const {assertion} = observed;
  for (const kind of assertion.needs) {
    const way = `no row of ${kind}`;
    if (observed.kind === 'snapshot')
      yield {way, verdict: observed.assertion.judge(args, without(observed.snapshot, kind))};
    else {
      const {before, after} = observed.epochs;
      yield {way, verdict: observed.assertion.judge(args, {before, after: without(after, kind)})};
      yield {way: `${way} before`, verdict: observed.assertion.judge(args, {before: without(before, kind), after})};
    }
  }
}

/** What the commands could have printed, read by their own parsers. */
function outputForms(outputs: readonly OutputEvidence[], parserNamed: (name: string) => Parser<unknown> | undefined) {
  const [first] = outputs;
  if (first === undefined) return [];
  const parse = first.parsed && parserNamed(first.parsed.command);
  return textDamages(first.stdout.slice(0, MOST_CHARACTERS)).map(({way, text}) => {
    const damaged = {...first, stdout: text, ...(parse && {parsed: parse(text)})};
    return {way, outputs: outputs.map(one => (one === first ? damaged : one))};
  });
}

function without(snapshot: Snapshot, kind: Fact['kind']): Snapshot {
  const facts = [...snapshot.facts].map(
    ([key, fact]) => [key, fact.kind === kind ? {...fact, rows: []} : fact] as const,
  );
  return {...snapshot, facts: new Map(facts)};
}
