import type {Snapshot} from '../core/facts.ts';
import type {Journal} from '../state/journal.ts';
import {type ChallengeSeen, drawValues} from './challenge.ts';
import type {Parsers} from './challenge-evidence.ts';
import {judgeSuite} from './judge-suite.ts';
import {type Assertions, isChallenged} from './judge-use.ts';
import type {ChallengePlan} from './put-challenge.ts';
import type {Entry} from './run-folder.ts';
import type {Suite, SuiteCheck} from './suite.ts';

interface Planned {
  readonly suite: Suite;
  readonly assertions: Assertions;
  readonly parsers: Parsers;
  readonly seed: string;
  readonly journal: Journal<Entry>;
  /** Submissions to which a run that was killed has put it. */
  readonly begun: ReadonlySet<string>;
}

/** The challenge of a suite for one submission; undefined when the suite has none. */
export function planChallenge(submission: string, planned: Planned): ChallengePlan | undefined {
  const {suite, assertions, parsers, seed, journal, begun} = planned;
  const {challenge} = suite;
  if (challenge === null) return undefined;
  const values = drawValues(challenge, seed, submission);
  return {
    challenge,
    values,
    judged: new Set(suite.checks.flatMap(usesOf).flatMap(({of}) => of ?? [])),
    parsers,
    isHeld: (snapshot, seen) => isHeld(suite, assertions, snapshot, seen),
    isLeftOver: begun.has(submission),
    onBegin: () => journal.append({kind: 'challenge', submission, values: Object.fromEntries(values)}),
    onUndone: () => journal.append({kind: 'undone', submission}),
  };
}

function usesOf({judged}: SuiteCheck) {
  return judged.kind === 'assert' ? judged.any : [];
}

/** No check that looks at facts for the challenge fails; those that judge an output come to nothing else by waiting. */
function isHeld(suite: Suite, assertions: Assertions, snapshot: Snapshot, challenge: ChallengeSeen): boolean {
  const asked = suite.checks.filter(check => usesOf(check).some(use => use.of === null && isChallenged(use, suite)));
  const alone = asked.map(check => ({...check, dependsOn: []}));
  const results = judgeSuite({...suite, checks: alone}, assertions, snapshot, {challenge, isTraced: false});
  return results.every(({status}) => status === 'pass');
}
