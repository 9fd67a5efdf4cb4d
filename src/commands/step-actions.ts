import {EXIT} from '../core/failure.ts';
import {printPlace, printStep} from '../plain/print-step.ts';
import {printList, printNodes, printValues} from '../plain/print-tables.ts';
import {places} from '../session/navigate.ts';
import type {Done, Session} from '../session/session.ts';
import type {SessionState} from '../session/state.ts';
import type {Action} from './action.ts';
import {finish} from './finish.ts';
import {translationsIn} from './language.ts';
import {unknownName} from './unknown-name.ts';

const list: Action = (session, out) => {
  const {module} = session.state();
  printList(session.state(), out);
  const translations = [...translationsIn(module.folder)];
  if (translations.length > 0) out.line();
  for (const [language, lessons] of translations) {
    const which = lessons.length === module.lessons.length ? 'all lessons' : lessons.join(', ');
    out.text(`In ${language} as well, with --lang ${language} or DEEPDIVE_LANG=${language}: ${which}`);
  }
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

/** Steps as they may be written: those of this lesson by their own name. */
function stepNames(state: SessionState): readonly string[] {
  return places(state).map(({lesson, step}) => (lesson === state.lesson ? step : `${lesson}/${step}`));
}

const next: Action = (session, ...rest) => moved(session.next(), session, ...rest);
const back: Action = (session, ...rest) => moved(session.back(), session, ...rest);

function moved(went: Done, ...[session, out, , ...rest]: Parameters<Action>): Promise<number> | number {
  return went.ok ? show(session, out, [], ...rest) : finish(went, out);
}

const catchUp: Action = async (session, out, [place], options, asking) => {
  goTo(session, place);
  const {lesson, step} = session.state();
  let done = await session.catchUp(lesson, step, options.yes === true);
  const question = session.state().asking;
  if (question?.kind === 'confirm-catch-up') {
    const {missing, changes} = question;
    const changing = changes.length === 0 ? '' : `, and changes ${changes.join(', ')}`;
    out.text(`This does ${missing.length === 1 ? 'one step' : `${missing.length} steps`}${changing}.`);
    const yes = await asking.confirm();
    done = await session.reply(yes);
    if (!yes) return EXIT.usage;
  }
  if (done.ok) printPlace(session.state(), out);
  return finish(done, out);
};

const reset: Action = async (session, out, [step], options, asking) => {
  const {lesson} = session.state();
  const names = places(session.state()).flatMap(place => (place.lesson === lesson ? [place.step] : []));
  if (step !== undefined && !names.includes(step)) throw unknownName('step', step, names);
  let done = await session.undo(step, options.yes === true);
  const question = session.state().asking;
  if (question?.kind === 'confirm-undo') {
    out.text('This runs:');
    for (const {node, line} of question.lines) out.verbatim(`${node}: ${line}`);
    const yes = await asking.confirm();
    done = await session.reply(yes);
    if (!yes) return EXIT.usage;
  } else if (done.ok && options.yes !== true) out.text('There was nothing to take back.');
  const {notice} = session.state();
  if (done.ok && notice?.kind === 'bad') out.text(notice.text);
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

/** Where the student is, and what there is. */
export const stepActions = {list, show, next, back, 'catch-up': catchUp, reset, values, nodes} as const;
