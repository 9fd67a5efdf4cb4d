import {setTimeout} from 'node:timers/promises';
import type {Snapshot} from '../core/facts.ts';
import type {Check, Lesson, Module, Step} from '../core/lesson.ts';
import {checksIn, visibleItems} from '../session/items.ts';
import type {Observed} from '../session/observed.ts';
import type {Own} from '../session/own/load.ts';
import {playStep} from '../session/play.ts';
import type {Done, Session} from '../session/session.ts';
import {probedFacts} from '../session/step-progress.ts';
import {type Damaged, damage, describeScore, isEnough} from './damage.ts';

/** One thing a proof looked at. */
export interface Finding {
  /** `unavailable`: this cluster cannot run the lesson, so it is neither proven nor refuted. */
  readonly phase: 'before' | 'after' | 'damage' | 'code' | 'undo' | 'unavailable';
  readonly step: string;
  readonly ok: boolean;
  readonly text: string;
}

export interface Watch {
  tell(finding: Finding): void;
  /** The last pass of a check (`lesson/check`) with its evidence. */
  lastPass(check: string): Observed | undefined;
  /** In milliseconds: what an undo ends, a task for instance, may take so long to be gone. A recording changes at once. */
  readonly goneWithin: number;
  /** Aborted: what is under way is the last thing that is done. */
  readonly signal: AbortSignal;
  /** The code that the module brings, if it does. */
  readonly own?: Own | undefined;
}

const LOOK_AGAIN_MS = 1000;

/**
 * Proves a module on the session's cluster: before a step's commands each of its checks must not pass; after them each
 * must pass, twice; each must notice when its evidence is damaged; code that the module brings is tested by it; in the end
 * every step is undone, last first, and none of its checks may go on passing then. A step that cannot be played ends the
 * proof, for the later ones build on it. A lesson that asks for what this cluster has not is left out, and so are those
 * that build on it.
 */
export async function prove(
  session: Session,
  lessons: readonly Lesson[],
  {tell, lastPass, goneWithin, signal, own}: Watch,
): Promise<boolean> {
  const findings: Finding[] = [];
  const report = (finding: Finding) => {
    findings.push(finding);
    tell(finding);
  };
  await session.probe();
  const played: {lesson: string; step: string}[] = [];
  const damages: Damaged[] = [];
  const passes: Observed[] = [];
  // Between the second look after a step and the one before the next nothing runs: it is the same cluster.
  let seen: Snapshot | undefined;
  const leftOut = new Set<string>();
  for (const lesson of lessons) {
    const missing = missingFor(session, lesson, leftOut);
    if (missing !== undefined) {
      leftOut.add(lesson.id);
      const steps = lesson.steps.map(({id}) => id).join(', ');
      report({phase: 'unavailable', step: lesson.id, ok: true, text: `${missing} (${steps})`});
      continue;
    }
    for (const step of lesson.steps) {
      if (signal.aborted) return false;
      played.push({lesson: lesson.id, step: step.id});
      session.go(lesson.id, step.id);
      await expectNoPass(session, lesson.id, step.id, {phase: 'before', within: 0, signal, seen}, report);
      const failure = await playStep(session, lesson.id, step.id);
      if (failure !== undefined) {
        report({phase: 'after', step: `${lesson.id}/${step.id}`, ok: false, text: failure});
        return false;
      }
      const again = await lookAgain(session);
      const text = again.ok ? 'every check passes, twice' : `a second look differs: ${again.message}`;
      report({phase: 'after', step: `${lesson.id}/${step.id}`, ok: again.ok, text});
      const observed = lastPasses(session, lesson, step, lastPass);
      damages.push(...observed.flatMap(damage));
      passes.push(...observed);
      seen = again.ok ? lastLook(observed) : undefined;
    }
  }
  reportDamages(damages, report);
  if (own !== undefined && !signal.aborted) {
    const {proveOwn} = await import('./prove-own.ts');
    for (const finding of proveOwn(own, {state: session.state(), lessons, passes})) report(finding);
  }
  for (const {lesson, step} of played.toReversed()) {
    if (signal.aborted) return false;
    session.go(lesson, step);
    const undone = await session.undo(step, true);
    if (!undone.ok) {
      report({phase: 'undo', step: `${lesson}/${step}`, ok: false, text: undone.message});
      continue;
    }
    await expectNoPass(session, lesson, step, {phase: 'undo', within: goneWithin, signal}, report);
  }
  return findings.every(finding => finding.ok);
}

/** Why the cluster cannot run a lesson. */
function missingFor(session: Session, lesson: Lesson, leftOut: ReadonlySet<string>): string | undefined {
  const [first] = lesson.steps;
  const standing = first === undefined ? undefined : session.state().steps[`${lesson.id}/${first.id}`];
  if (standing?.status === 'unavailable') return standing.reason;
  const base = lesson.needs.lessons.find(id => leftOut.has(id));
  return base === undefined ? undefined : `builds on ${base}, which is unavailable`;
}

/** A second look at all checks: what has held, and has been stable if it was to be, must hold once more. */
async function lookAgain(session: Session): Promise<Done> {
  const again = await session.check(undefined, {once: true});
  return again.ok ? again : session.check();
}

function lastPasses(session: Session, lesson: Lesson, step: Step, lastPass: Watch['lastPass']): readonly Observed[] {
  const checks = checksIn(visibleItems(step.items, probedFacts(session.state())));
  return checks.flatMap(check => lastPass(`${lesson.id}/${check.id}`) ?? []);
}

function lastLook(observed: readonly Observed[]): Snapshot | undefined {
  const looks = observed.flatMap(one => (one.kind === 'snapshot' ? [one.snapshot] : []));
  return looks.toSorted((a, b) => b.takenAt - a.takenAt)[0];
}

/** Survivors by name, each once: one weak check makes many. */
function reportDamages(damages: readonly Damaged[], report: (finding: Finding) => void): void {
  const survivors = new Map(damages.filter(one => !one.killed).map(one => [`${one.check} ${one.class}`, one]));
  for (const {check, class: name, where, said} of survivors.values()) {
    report({phase: 'damage', step: check, ok: true, text: `survives ${name} of ${where}: ${said}`});
  }
  report({phase: 'damage', step: 'module', ok: isEnough(damages), text: describeScore(damages)});
}

interface Expectation {
  readonly phase: 'before' | 'undo';
  /** In milliseconds. */
  readonly within: number;
  readonly signal: AbortSignal;
  /** A look at the cluster as it still is. */
  readonly seen?: Snapshot | undefined;
}

/**
 * Looks at each check that says nothing against it; a pass that is still there at the end of the time means that it does
 * not see the work. What has passed is given up only when it was seen not to hold any more: not when it could not be
 * looked at.
 */
async function expectNoPass(
  session: Session,
  lesson: string,
  step: string,
  {phase, within, signal, seen}: Expectation,
  report: (finding: Finding) => void,
): Promise<void> {
  const tell = (ok: boolean, text: string) => report({phase, step: `${lesson}/${step}`, ok, text});
  const items = visibleItems(stepItems(session.state().module, lesson, step), probedFacts(session.state()));
  for (const {id, already} of checksIn(items)) if (already !== undefined) tell(true, `${id} may pass: ${already}`);
  const checks = checksIn(items).filter(({already}) => already === undefined);
  if (checks.length === 0) return;
  const stateOf = (check: Check) => session.state().checks[`${lesson}/${check.id}`];
  const look = async (at: readonly Check[], first?: Snapshot) => {
    await session.check(
      at.map(({id}) => id),
      {once: true, seen: first},
    );
  };
  const deadline = performance.now() + within;
  await look(checks, seen);
  let passed = checks.filter(check => stateOf(check)?.status === 'pass');
  while (passed.length > 0 && !signal.aborted && performance.now() < deadline) {
    await setTimeout(LOOK_AGAIN_MS);
    await look(passed);
    passed = passed.filter(check => ['pass', 'error'].includes(stateOf(check)?.status ?? 'wait'));
  }
  if (signal.aborted) return;
  for (const check of passed) tell(false, `${check.id} passes without the step's work: ${stateOf(check)?.reason}`);
  const open = checks.length - passed.length;
  const named = (status: string, words: string): string => {
    const ids = checks.filter(check => (stateOf(check)?.status ?? 'wait') === status).map(({id}) => id);
    return ids.length === 0 ? '' : `, of which ${words}: ${ids.join(', ')}`;
  };
  const which = named('error', 'could not be looked at') + named('wait', 'wait for the output of a command');
  if (open > 0) tell(true, `${open} of ${checks.length} checks do not pass${which}`);
}

function stepItems(module: Module, lesson: string, step: string) {
  const found = module.lessons.find(one => one.id === lesson)?.steps.find(one => one.id === step);
  if (found === undefined) throw new Error(`no step ${lesson}/${step}`);
  return found.items;
}
