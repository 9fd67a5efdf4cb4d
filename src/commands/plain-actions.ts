import {spawnSync} from 'node:child_process';
import {EXIT, Failure} from '../core/failure.ts';
import {printCheck, printWhy} from '../plain/print-check.ts';
import {printPassed} from '../plain/print-passed.ts';
import {plainText} from '../plain/print-prose.ts';
import {printItem, printPlace, printStep, printSummary} from '../plain/print-step.ts';
import {printList, printNodes, printValues} from '../plain/print-tables.ts';
import type {Writer} from '../plain/writer.ts';
import {findQuiz, findRun, spotOf} from '../session/find.ts';
import {checksIn, hiddenIn, quizzesIn, runsIn} from '../session/items.ts';
import {fullId, places} from '../session/navigate.ts';
import type {Done, Session} from '../session/session.ts';
import type {CheckState, SessionState} from '../session/state.ts';
import type {StudentOptions} from './student-options.ts';
import {unknownName} from './unknown-name.ts';

export type Options = StudentOptions & Readonly<Record<string, unknown>>;
type Action = (session: Session, out: Writer, args: readonly string[], options: Options) => Promise<number> | number;

function finish(done: Done, out: Writer): number {
  if (done.ok) return EXIT.passed;
  out.text(done.message);
  return EXIT.failed;
}

const list: Action = (session, out) => {
  printList(session.state(), out);
  return EXIT.passed;
};

const show: Action = async (session, out, [place]) => {
  goTo(session, place);
  await session.probe();
  printStep(session, out);
  return EXIT.passed;
};

function goTo(session: Session, place: string | undefined): void {
  if (place === undefined) return;
  const state = session.state();
  const [lesson, step] = place.includes('/') ? place.split('/') : [state.lesson, place];
  if (session.go(lesson!, step).ok) return;
  const lessons = state.module.lessons.map(({id}) => id);
  if (!lessons.includes(place)) throw unknownName('step or lesson', place, [...lessons, ...stepNames(state)]);
  session.go(place);
}

const catchUp: Action = async (session, out, [place], options) => {
  goTo(session, place);
  const {lesson, step} = session.state();
  const done = await session.catchUp(lesson, step, options.yes === true);
  const {asking} = session.state();
  if (asking?.kind === 'confirm-catch-up') {
    out.text(`This does ${asking.missing.length} steps, and changes ${asking.changes.join(', ')}.`);
    out.text('Run it with --yes to go on.');
    return EXIT.usage;
  }
  if (done.ok) printPlace(session.state(), out);
  return finish(done, out);
};

const next: Action = (session, out, args, options) => moved(session.next(), session, out, args, options);
const back: Action = (session, out, args, options) => moved(session.back(), session, out, args, options);

/** Steps as they may be written: those of this lesson by their own name. */
function stepNames(state: SessionState): readonly string[] {
  return places(state).map(({lesson, step}) => (lesson === state.lesson ? step : `${lesson}/${step}`));
}

function moved(went: Done, ...[session, out, , options]: Parameters<Action>): Promise<number> | number {
  return went.ok ? show(session, out, [], options) : finish(went, out);
}

const run: Action = async (session, out, [id], options) => {
  const request = {
    ...(Array.isArray(options.on) && {on: options.on as string[]}),
    ...(typeof options.edit === 'string' && {line: options.edit}),
    confirmed: options.yes === true,
  };
  await session.probe();
  if (findRun(session.state(), id!) === undefined) {
    throw unknownName(
      'command',
      id!,
      runsIn(spotOf(session.state()).items).map(one => one.id),
    );
  }
  const before = session.state().runs[fullId(session.state(), id!)];
  let done = await session.run(id!, request);
  const {asking} = session.state();
  if (asking?.kind === 'confirm-run') return confirmRun(asking, out);
  // Refused before anything ran: the step is locked, or a value is missing.
  if (session.state().runs[fullId(session.state(), id!)] === before) return finish(done, out);
  // Here, for what a lesson says about rows needs a query language that no other verb does.
  const {printResults} = await import('../plain/print-result.ts');
  printResults(session, id!, out);
  if (asking?.kind === 'choose-value') {
    if (typeof options.choose !== 'string') {
      out.text(`Several rows match ${asking.name}: ${asking.options.join(', ')}. Run it again with --choose VALUE.`);
      return EXIT.usage;
    }
    done = await session.reply(options.choose);
  }
  printChecks(session.state(), out);
  return finish(done, out);
};

function confirmRun(
  question: {readonly mutates: string; readonly nodes: readonly string[]; readonly line: string; readonly undo: string},
  out: Writer,
): number {
  out.text(`This changes ${question.mutates} on ${question.nodes.join(', ')}:`);
  out.verbatim(question.line);
  out.text('It is taken back by:');
  out.verbatim(question.undo);
  out.text('Run it with --yes to go on.');
  return EXIT.usage;
}

const check: Action = async (session, out, [id], options) => {
  await session.probe();
  demandCheck(session.state(), id);
  await session.check(id);
  const state = session.state();
  const states = checkStates(state, id);
  if (options.json === true)
    out.line(
      JSON.stringify(
        states.map(([name, one]) => ({check: name, ...one})),
        undefined,
        2,
      ),
    );
  else printChecks(state, out, id);
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

function printChecks(state: SessionState, out: Writer, id?: string): void {
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
  for (const [name, one] of checkStates(session.state(), id)) printWhy(name, one, out);
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

const solution: Action = async (session, out, _args, options) => {
  await session.probe();
  const done = session.solution(options.yes === true);
  if (!done.ok) {
    out.text(session.state().asking === null ? done.message : `${done.message}: run it with --yes`);
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

const reset: Action = async (session, out, [step], options) => {
  const {lesson} = session.state();
  const names = places(session.state()).flatMap(place => (place.lesson === lesson ? [place.step] : []));
  if (step !== undefined && !names.includes(step)) throw unknownName('step', step, names);
  const done = await session.undo(step, options.yes === true);
  const {asking} = session.state();
  if (asking?.kind === 'confirm-undo') {
    out.text('This runs:');
    for (const {node, line} of asking.lines) out.verbatim(`${node}: ${line}`);
    out.text('Run it with --yes to go on.');
    return EXIT.usage;
  }
  if (done.ok) printPlace(session.state(), out);
  return finish(done, out);
};

const values: Action = (session, out) => {
  printValues(session.state(), out);
  return EXIT.passed;
};

const nodes: Action = async (session, out) => {
  await session.reach();
  printNodes(session.state(), out);
  return session.state().cluster.nodes.every(node => node.reached === 'yes') ? EXIT.passed : EXIT.incomplete;
};

const shell: Action = (session, _out, [node]) => {
  const command = session.shell(node!);
  if (command === undefined) {
    const known = session.state().cluster.nodes.map(one => one.id);
    throw new Failure(
      known.includes(node!) ? 'a recording has no shell: use a real cluster' : `no node ${node}: ${known.join(', ')}`,
    );
  }
  const [file, ...args] = command;
  return spawnSync(file!, args, {stdio: 'inherit'}).status ?? EXIT.failed;
};

export const actions = {
  list,
  show,
  next,
  back,
  run,
  check,
  why,
  hint,
  answer,
  solution,
  reset,
  'catch-up': catchUp,
  values,
  nodes,
  shell,
} as const;
