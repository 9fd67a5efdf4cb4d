import type {Lesson, Module} from '../core/lesson.ts';
import {checksIn, visibleItems} from '../session/items.ts';
import {playStep} from '../session/play.ts';
import type {Session} from '../session/session.ts';
import {probedFacts} from '../session/step-progress.ts';

/** One thing a proof looked at. */
export interface Finding {
  readonly phase: 'before' | 'after' | 'undo';
  readonly step: string;
  readonly ok: boolean;
  readonly text: string;
}

/**
 * Proves a module on the session's cluster: before a step's commands each of its checks must not pass, after them each
 * must pass, twice; in the end every step is undone, last first, and none of its checks may pass then. A step that
 * cannot be played ends the proof, for the later ones build on it.
 */
export async function prove(
  session: Session,
  lessons: readonly Lesson[],
  tell: (finding: Finding) => void,
): Promise<boolean> {
  const findings: Finding[] = [];
  const report = (finding: Finding) => {
    findings.push(finding);
    tell(finding);
  };
  await session.probe();
  const played: {lesson: string; step: string}[] = [];
  for (const lesson of lessons) {
    for (const step of lesson.steps) {
      played.push({lesson: lesson.id, step: step.id});
      session.go(lesson.id, step.id);
      await expectNoPass(session, lesson.id, step.id, 'before', report);
      const failure = await playStep(session, lesson.id, step.id);
      if (failure !== undefined) {
        report({phase: 'after', step: `${lesson.id}/${step.id}`, ok: false, text: failure});
        return false;
      }
      const again = await session.check();
      const text = again.ok ? 'every check passes, twice' : `a second look differs: ${again.message}`;
      report({phase: 'after', step: `${lesson.id}/${step.id}`, ok: again.ok, text});
    }
  }
  for (const {lesson, step} of played.toReversed()) {
    session.go(lesson, step);
    const undone = await session.undo(step, true);
    if (!undone.ok) {
      report({phase: 'undo', step: `${lesson}/${step}`, ok: false, text: undone.message});
      continue;
    }
    await expectNoPass(session, lesson, step, 'undo', report);
  }
  return findings.every(finding => finding.ok);
}

/** Looks at each check once; a pass here means that the check does not see the student's work. */
async function expectNoPass(
  session: Session,
  lesson: string,
  step: string,
  phase: 'before' | 'undo',
  report: (finding: Finding) => void,
): Promise<void> {
  const items = visibleItems(stepItems(session.state().module, lesson, step), probedFacts(session.state()));
  const checks = checksIn(items);
  if (checks.length === 0) return;
  await session.check(undefined, {once: true});
  for (const check of checks) {
    const state = session.state().checks[`${lesson}/${check.id}`];
    if (state?.status !== 'pass') continue;
    const ok = check.already !== undefined;
    const text = ok
      ? `${check.id} passes already: ${check.already}`
      : `${check.id} passes without the step's work: ${state.reason}`;
    report({phase, step: `${lesson}/${step}`, ok, text});
  }
  const open = checks.filter(check => session.state().checks[`${lesson}/${check.id}`]?.status !== 'pass');
  if (open.length > 0)
    report({phase, step: `${lesson}/${step}`, ok: true, text: `${open.length} of ${checks.length} checks do not pass`});
}

function stepItems(module: Module, lesson: string, step: string) {
  const found = module.lessons.find(one => one.id === lesson)?.steps.find(one => one.id === step);
  if (found === undefined) throw new Error(`no step ${lesson}/${step}`);
  return found.items;
}
