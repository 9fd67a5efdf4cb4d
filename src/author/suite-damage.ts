import type {FactKind, Snapshot} from '../core/facts.ts';
import type {CheckResult} from '../core/result.ts';
import {judgeSuite} from '../grade/judge-suite.ts';
import type {Assertions} from '../grade/judge-use.ts';
import type {Suite, SuiteCheck} from '../grade/suite.ts';
import type {Damaged} from './damage.ts';
import {distinct, withDamage} from './mutants.ts';

export interface SuiteDamages {
  readonly damages: readonly Damaged[];
  /** Checks that do not pass on the whole evidence, so that nothing is known of them. */
  readonly unproven: readonly CheckResult[];
}

/**
 * Damages, one at a time, each row that a passing check of a suite rests on, in every way that its assertion says that it
 * notices. It counts as noticed when it costs: a check that is worth something, this one or another, fails by it.
 */
export function damageSuite(suite: Suite, assertions: Assertions, snapshot: Snapshot): SuiteDamages {
  const checks = suite.checks.filter(({judged}) => judged.kind === 'assert');
  const whole = new Map(checks.map(check => [check.id, judgeAlone(suite, check, assertions, snapshot)]));
  const passing = checks.filter(({id}) => whole.get(id)?.status === 'pass');
  const damages = passing.flatMap(check =>
    sitesOf(check, assertions, snapshot).flatMap(({name, witness, damaged, kind}): Damaged[] => {
      const own = judgeAlone(suite, check, assertions, damaged);
      const others = passing.filter(other => other !== check && needs(other, assertions, kind));
      const by = [check, ...others].find(one => costs(judgeAlone(suite, one, assertions, damaged)));
      const where = `${witness.row} [${witness.fact}]`;
      return [{check: check.id, class: name, where, killed: by !== undefined, said: describe(own)}];
    }),
  );
  return {damages, unproven: [...whole.values()].filter(({status}) => status !== 'pass')};
}

/** What a damage can be done to: the rows of each alternative that holds. */
function sitesOf({judged}: SuiteCheck, assertions: Assertions, snapshot: Snapshot) {
  const uses = judged.kind === 'assert' ? judged.any : [];
  return uses.flatMap(({use, with: args}) => {
    const assertion = assertions.get(use);
    if (assertion?.kind !== 'snapshot') return [];
    const verdict = assertion.judge(args, snapshot);
    if (verdict.ok !== true) return [];
    return distinct(verdict.witnesses).flatMap(witness =>
      assertion.mutants(args).flatMap(name => {
        const damaged = withDamage(snapshot, name, witness);
        const kind = snapshot.facts.get(witness.fact)?.kind;
        return damaged === undefined || kind === undefined ? [] : [{name, witness, damaged, kind}];
      }),
    );
  });
}

function needs({judged}: SuiteCheck, assertions: Assertions, kind: FactKind): boolean {
  const uses = judged.kind === 'assert' ? judged.any : [];
  return uses.some(({use}) => {
    const assertion = assertions.get(use);
    return assertion?.kind === 'snapshot' && assertion.needs.has(kind);
  });
}

/** Without what it depends on: a blocked check tells nothing of its own. */
function judgeAlone(suite: Suite, check: SuiteCheck, assertions: Assertions, snapshot: Snapshot): CheckResult {
  const [result] = judgeSuite({...suite, checks: [{...check, dependsOn: []}]}, assertions, snapshot, {isTraced: false});
  return result!;
}

function costs({status, severity, points}: CheckResult): boolean {
  return status === 'fail' && (severity === 'required' || (severity === 'scored' && (points.earned ?? 0) < points.max));
}

function describe({status, reason, severity}: CheckResult): string {
  const free = status === 'fail' ? (severity === 'advisory' ? ', advisory' : ', and costs nothing') : '';
  return `${status}${free}: ${reason}`;
}
