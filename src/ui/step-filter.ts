import {checksIn, visibleItems} from '../session/items.ts';
import {type Place, places} from '../session/navigate.ts';
import {lessonOf, type SessionState, stepOf} from '../session/state.ts';
import {isPassed, probedFacts} from '../session/step-progress.ts';
import {fold, hasAll, searchWords} from '../session/words.ts';
import type {View} from './view.ts';

/** Which steps the list shows. */
export type StepFilter = 'all' | 'to-do' | 'failing' | 'unavailable';

const FILTERS: readonly StepFilter[] = ['all', 'to-do', 'failing', 'unavailable'];

const WORDS: Readonly<Record<StepFilter, string>> = {
  all: 'all steps',
  'to-do': 'still to do',
  failing: 'failing or old',
  unavailable: 'unavailable here',
};

export function nextFilter(filter: StepFilter): StepFilter {
  return FILTERS[(FILTERS.indexOf(filter) + 1) % FILTERS.length] ?? 'all';
}

/** The filter in words: `still to do · “fdb”`. */
export function filterWords({filter, text}: View['list']): string {
  return WORDS[filter] + (text.trim() === '' ? '' : ` · “${text.trim()}”`);
}

/** The steps on the list, in the order that its cursor counts in. */
export function listedSteps(state: SessionState, {list}: Pick<View, 'list'>): readonly Place[] {
  const words = searchWords(list.text);
  return places(state).filter(
    place => passes(state, place, list.filter) && (words.length === 0 || hasAll(fold(titles(state, place)), words)),
  );
}

/** The step that the cursor is on. */
export function chosenStep(state: SessionState, view: View): Place | undefined {
  const steps = listedSteps(state, view);
  return steps[Math.min(view.cursor, steps.length - 1)];
}

/** The view with another filter; the cursor stays at its step, or goes to the next one that is listed. */
export function narrow(state: SessionState, view: View, list: View['list']): View {
  const at = chosenStep(state, view);
  const all = places(state).map(({lesson, step}) => `${lesson}/${step}`);
  const before = at === undefined ? 0 : all.indexOf(`${at.lesson}/${at.step}`);
  const cursor = listedSteps(state, {list}).filter(one => all.indexOf(`${one.lesson}/${one.step}`) < before).length;
  return {...view, cursor, list};
}

function passes(state: SessionState, place: Place, filter: StepFilter): boolean {
  const progress = state.steps[`${place.lesson}/${place.step}`];
  switch (filter) {
    case 'all':
      return true;
    case 'to-do':
      return !isPassed(progress);
    case 'failing':
      return isFailing(state, place);
    case 'unavailable':
      return progress?.status === 'unavailable';
  }
}

/** A check of it failed, could not look, or passed on a cluster that has changed since. */
function isFailing(state: SessionState, {lesson, step}: Place): boolean {
  const items = visibleItems(stepOf(state, lesson, step).items, probedFacts(state));
  return checksIn(items).some(({id}) => {
    const status = state.checks[`${lesson}/${id}`]?.status;
    return status === 'fail' || status === 'error' || status === 'old';
  });
}

function titles(state: SessionState, {lesson, step}: Place): string {
  const {title, goal = ''} = stepOf(state, lesson, step);
  return `${lessonOf(state, lesson).title} ${title} ${goal}`;
}
