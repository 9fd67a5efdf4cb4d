import {EXIT, Failure} from '../core/failure.ts';
import {printCheck, printWhy} from '../plain/print-check.ts';
import {printPassed} from '../plain/print-passed.ts';
import {plainText} from '../plain/print-prose.ts';
import {printItem, printSummary} from '../plain/print-step.ts';
import type {Writer} from '../plain/writer.ts';
import {findQuiz, spotOf} from '../session/find.ts';
import {checksIn, hiddenIn, quizzesIn} from '../session/items.ts';
import type {Session} from '../session/session.ts';
import type {CheckState, SessionState} from '../session/state.ts';
import type {Action} from './action.ts';
import {finish} from './finish.ts';
import {printJson} from './print.ts';
import {unknownName} from './unknown-name.ts';

const check: Action = async (session, out, [id], options) => {
  await session.probe();
  demandCheck(session.state(), id);
  await session.check(id);
  const state = session.state();
  const states = checkStates(state, id);
  if (options.json === true) {
    const verdicts = states.map(([name, one]) => ({check: name, ...one}));
    printJson(`${JSON.stringify(verdicts, undefined, 2)}\n`);
  } else printChecks(state, out, id);
  return exitCodeOf(states.map(([, one]) => one?.status ?? 'wait'));
};

function demandCheck(state: SessionState, id: string | undefined): void {
  if (id === undefined || checkStates(state, id).length > 0) return;
  throw unknownName(
    'check',
    id,
    checkStates(state).map(([name]) => name),
  );
}

/** Incomplete wins over failed: what could not be looked at is not known to be wrong. */
function exitCodeOf(statuses: readonly string[]): number {
  if (statuses.length === 0) return EXIT.nothing;
  if (statuses.some(status => status === 'error' || status === 'wait')) return EXIT.incomplete;
  return statuses.includes('fail') ? EXIT.failed : EXIT.passed;
}

function checkStates(state: SessionState, id?: string): readonly (readonly [string, CheckState | undefined])[] {
  const checks = checksIn(spotOf(state).items).filter(one => id === undefined || one.id === id);
  return checks.map(one => [one.id, state.checks[`${state.lesson}/${one.id}`]] as const);
}

/** The verdicts of the current step, or one of them. */
export function printChecks(state: SessionState, out: Writer, id?: string): void {
  for (const {id: name, title} of checksIn(spotOf(state).items)) {
    if (id === undefined || id === name) printCheck(name, title, state.checks[`${state.lesson}/${name}`], out);
  }
  printPassed(state, out);
}

const why: Action = async (session, out, [id]) => {
  await session.probe();
  demandCheck(session.state(), id);
  const known = checkStates(session.state(), id);
  if (known.length === 0) throw new Failure('this step has no check', EXIT.nothing);
  // The journal keeps verdicts and not their evidence: it is looked at anew.
  for (const [name, one] of known) if (isJudged(one)) await session.check(name, {once: true});
  const titles = new Map(checksIn(spotOf(session.state()).items).map(one => [one.id, one.title]));
  for (const [name, one] of checkStates(session.state(), id)) printWhy(name, titles.get(name), one, out);
  return EXIT.passed;
};

function isJudged(check: CheckState | undefined): boolean {
  return check !== undefined && check.status !== 'wait';
}

const hint: Action = async (session, out) => {
  await session.probe();
  const done = session.hint();
  const state = session.state();
  const count = state.steps[`${state.lesson}/${state.step}`]?.hints ?? 0;
  printHidden(session, 'hint', out, count);
  return finish(done, out);
};

const solution: Action = async (session, out, _args, options, asking) => {
  await session.probe();
  let done = session.solution(options.yes === true);
  if (session.state().asking?.kind === 'confirm-solution') {
    out.text('The step will count as assisted.');
    const yes = await asking.confirm();
    done = await session.reply(yes);
    if (!yes) return EXIT.usage;
  }
  if (!done.ok) {
    out.text(done.message);
    return EXIT.usage;
  }
  printHidden(session, 'solution', out);
  return EXIT.passed;
};

function printHidden(session: Session, role: 'hint' | 'solution', out: Writer, count?: number): void {
  for (const one of hiddenIn(spotOf(session.state()).items, role).slice(0, count)) {
    printSummary(one.summary, out);
    for (const item of one.items) printItem(session, item, out);
  }
}

const answer: Action = async (session, out, [id, ...words]) => {
  await session.probe();
  if (findQuiz(session.state(), id!) === undefined) {
    throw unknownName(
      'question',
      id!,
      quizzesIn(spotOf(session.state()).items).map(one => one.id),
    );
  }
  const done = session.answer(id!, words.join(' '));
  if (done.ok) out.text('Right.');
  const code = finish(done.ok ? done : {...done, message: plainText(done.message)}, out);
  printPassed(session.state(), out);
  return code;
};

/** What is judged, and what helps. */
export const judgeActions = {check, why, hint, answer, solution} as const;
