import * as z from 'zod';
import type {FactKind, UnknownCause} from '../src/core/facts.ts';
import type {Verdict} from '../src/core/verdict.ts';
import {type Facts, factsOf} from '../src/topology/facts.ts';
import {Failed, failVerdict} from '../src/topology/failed.ts';
import {Unknown} from '../src/topology/unknown.ts';
import {nodes} from './arguments.ts';
import type {
  ArgumentProblem,
  AssertionInfo,
  DeltaAssertion,
  OutputAssertion,
  OutputEvidence,
  SnapshotAssertion,
} from './assertion.ts';
import type {MutantName} from './mutant-name.ts';

interface Declared<Args> extends Omit<AssertionInfo, 'validate' | 'mutants' | 'choosesNodes'> {
  readonly args: z.ZodType<Args>;
  readonly mutants: readonly MutantName[] | ((args: Args) => readonly MutantName[]);
}

interface SnapshotSpec<Args> extends Declared<Args> {
  readonly kind: 'snapshot';
  readonly needs: readonly FactKind[];
  evaluate(args: Args, facts: Facts): Verdict;
}

interface OutputSpec<Args> extends Declared<Args> {
  readonly kind: 'output';
  evaluate(args: Args, evidence: readonly OutputEvidence[]): Verdict;
}

interface DeltaSpec<Args> extends Declared<Args> {
  readonly kind: 'delta';
  readonly needs: readonly FactKind[];
  evaluate(args: Args, epochs: {readonly before: Facts; readonly after: Facts}): Verdict;
}

export function defineAssertion<Args>(spec: SnapshotSpec<Args>): SnapshotAssertion {
  const {args: schema, needs: kinds, mutants, evaluate, ...info} = spec;
  const needs = new Set(kinds);
  return {
    ...info,
    kind: 'snapshot',
    needs,
    choosesNodes: choosesNodes(schema),
    validate: args => validate(schema, args),
    mutants: args => mutantsOf(schema, mutants, args),
    judge: (args, snapshot) => decide(schema, args, parsed => evaluate(parsed, factsOf(snapshot, needs))),
  };
}

export function defineDeltaAssertion<Args>(spec: DeltaSpec<Args>): DeltaAssertion {
  const {args: schema, needs: kinds, mutants, evaluate, ...info} = spec;
  const needs = new Set(kinds);
  return {
    ...info,
    kind: 'delta',
    needs,
    choosesNodes: choosesNodes(schema),
    validate: args => validate(schema, args),
    mutants: args => mutantsOf(schema, mutants, args),
    judge: (args, {before, after}) =>
      decide(schema, args, parsed =>
        evaluate(parsed, {before: earlier(factsOf(before, needs)), after: factsOf(after, needs)}),
      ),
  };
}

/** Tells apart what could not be looked at before the change: looking again does not mend that. */
function earlier(facts: Facts): Facts {
  return {
    nodes: facts.nodes,
    once: (_, make) => make(),
    rows(...place) {
      try {
        return facts.rows(...place);
      } catch (error) {
        if (!(error instanceof Unknown)) throw error;
        throw new Unknown(error.reason, `before the command: ${error.message}; undo the step, and run it again`);
      }
    },
  };
}

export function defineOutputAssertion<Args>(spec: OutputSpec<Args>): OutputAssertion {
  const {args: schema, mutants, evaluate, ...info} = spec;
  return {
    ...info,
    kind: 'output',
    choosesNodes: choosesNodes(schema),
    validate: args => validate(schema, args),
    mutants: args => mutantsOf(schema, mutants, args),
    judge: (args, evidence) => decide(schema, args, parsed => evaluate(parsed, evidence)),
  };
}

function choosesNodes(schema: z.ZodType): readonly string[] {
  if (!(schema instanceof z.ZodObject)) return [];
  return Object.entries(schema.shape).flatMap(([name, field]) =>
    (field instanceof z.ZodOptional ? field.unwrap() : field) === nodes ? [name] : [],
  );
}

function mutantsOf<Args>(
  schema: z.ZodType<Args>,
  mutants: Declared<Args>['mutants'],
  args: unknown,
): readonly MutantName[] {
  if (typeof mutants !== 'function') return mutants;
  const read = schema.safeParse(args);
  return read.success ? mutants(read.data) : [];
}

function validate<Args>(schema: z.ZodType<Args>, args: unknown): readonly ArgumentProblem[] {
  const read = schema.safeParse(args);
  if (read.success) return [];
  return read.error.issues.flatMap((issue): ArgumentProblem[] => {
    const path = issue.path.filter(key => typeof key !== 'symbol');
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map(key => ({path: [...path, key], message: 'no such argument'}));
    }
    return [{path, message: issue.message}];
  });
}

/** The one place where not knowing, and bugs, become a verdict: neither may cost or grant anything. */
function decide<Args>(schema: z.ZodType<Args>, args: unknown, evaluate: (args: Args) => Verdict): Verdict {
  try {
    const read = schema.safeParse(args);
    if (read.success) return evaluate(read.data);
    const [first] = validate(schema, args);
    return unknown('unsupported', `arguments do not fit: ${first?.path.join('.')}: ${first?.message}`);
  } catch (error) {
    if (error instanceof Failed) return failVerdict(error.failure);
    if (error instanceof Unknown) return unknown(error.reason, error.message);
    return unknown('unsupported', `the assertion broke: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function unknown(cause: UnknownCause, detail: string): Verdict {
  return {ok: null, cause, detail};
}
