import type {OutputAssertion, OutputEvidence} from '../../assertions/assertion.ts';
import type {MutantName} from '../../assertions/mutant-name.ts';
import type {Verdict} from '../core/verdict.ts';
import {isKilled} from './mutants.ts';

/** A student's output made wrong, and what an assertion says of it. */
export interface OutputMutant {
  readonly class: MutantName;
  readonly node: string;
  readonly verdict: Verdict;
  readonly killed: boolean;
}

const DAMAGES: {readonly [Name in MutantName]?: (evidence: OutputEvidence) => OutputEvidence | undefined} = {
  'no-output': evidence => {
    const {parsed} = evidence;
    return {...evidence, stdout: '', ...(parsed && {parsed: {...parsed, data: emptied(parsed.data), lines: 0}})};
  },
  'other-exit': evidence => {
    if (evidence.exitCode === null) return undefined;
    const code = evidence.exitCode === 1 ? 2 : 1;
    const {cut: _, ...whole} = evidence;
    return {...whole, exitCode: code, end: {kind: 'exited', code}};
  },
  'other-text': evidence => ({...evidence, stdout: evidence.stdout.replace(/\S/g, 'x')}),
  'some-output': evidence => ({...evidence, stdout: 'x\n'}),
  'rows-gone': evidence => withData(evidence, emptied),
  'other-values': evidence => withData(evidence, scrambled),
};

/**
 * Damages the output of each node in every way that a passing assertion says it notices, and judges again. Nothing when
 * the assertion does not pass to begin with.
 */
export function mutateOutputs(
  assertion: OutputAssertion,
  args: unknown,
  evidence: readonly OutputEvidence[],
): readonly OutputMutant[] {
  const verdict = assertion.judge(args, evidence);
  if (verdict.ok !== true) return [];
  const used = evidence.filter(one => verdict.witnesses.some(({fact}) => fact === `output:${one.runId}@${one.node}`));
  return used.flatMap(one =>
    assertion.mutants(args).flatMap((name): OutputMutant[] => {
      const damaged = DAMAGES[name]?.(one);
      if (damaged === undefined) return [];
      const after = assertion.judge(
        args,
        evidence.map(other => (other === one ? damaged : other)),
      );
      return [{class: name, node: one.node, verdict: after, killed: isKilled(after)}];
    }),
  );
}

function withData(evidence: OutputEvidence, change: (data: unknown) => unknown): OutputEvidence | undefined {
  const {parsed} = evidence;
  return parsed === undefined ? undefined : {...evidence, parsed: {...parsed, data: change(parsed.data)}};
}

/** Every list is empty; what is beside the lists stays. */
function emptied(value: unknown): unknown {
  if (Array.isArray(value)) return [];
  return fields(value, emptied) ?? value;
}

/** Every text and number is another; lists keep their lengths. */
function scrambled(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(scrambled);
  if (typeof value === 'string') return `${[...value].reverse().join('')}~`;
  if (typeof value === 'number') return value + 7;
  return fields(value, scrambled) ?? value;
}

function fields(value: unknown, change: (value: unknown) => unknown): object | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, change(one)]));
}
