import {EMPTY, ends, type Line, line, type Role, span} from '../render/line.ts';
import type {Place} from '../session/navigate.ts';
import {lessonOf, type SessionState, type StepProgress, stepOf} from '../session/state.ts';
import {textWidth} from './geometry.ts';
import type {Page} from './pages.ts';
import {lessonScore} from './points.ts';
import {filterWords, listedSteps} from './step-filter.ts';
import type {View} from './view.ts';

/** How a step stands; words go with it. */
export const STANDING: Readonly<Record<StepProgress['status'], readonly [symbol: string, role: Role]>> = {
  passed: ['✔', 'good'],
  assisted: ['◐', 'warn'],
  working: ['◎', 'accent'],
  ready: ['○', 'prose'],
  locked: ['·', 'faint'],
  unavailable: ['·', 'warn'],
};

/** Lessons and steps with how they stand: all of them, or those that the filter lets through. */
export function listPage(state: SessionState, view: View): Page {
  const width = textWidth(view.columns) - 4;
  const steps = listedSteps(state, view);
  const isFiltered = view.list.filter !== 'all' || view.list.text.trim() !== '';
  const count = steps.length === 1 ? '1 step' : `${steps.length} steps`;
  const head = isFiltered ? [[span('  '), span(filterWords(view.list), 'strong'), span(`  ${count}`, 'faint')]] : [];
  if (steps.length === 0)
    return {head, rows: [EMPTY, line('  No step is like this. f shows others.', 'faint')], choices: 0};
  const rows: Line[] = [];
  const cursor = Math.min(view.cursor, steps.length - 1);
  let selected = 0;
  for (const [index, place] of steps.entries()) {
    if (steps[index - 1]?.lesson !== place.lesson) {
      if (rows.length > 0 || view.rows >= 16) rows.push(EMPTY);
      rows.push([span('  '), ...lessonLine(state, place.lesson, width)]);
    }
    if (index === cursor) selected = rows.length;
    rows.push(stepLine(state, view, place, index === cursor, width));
  }
  return {head, rows, selected, choices: steps.length};
}

function lessonLine(state: SessionState, id: string, width: number): Line {
  const lesson = lessonOf(state, id);
  const {points, maxPoints} = lessonScore(state, lesson);
  const score = maxPoints === 0 ? '' : `  ${points}/${maxPoints} points`;
  return ends([span(lesson.title, 'heading')], line(`${lesson.minutes} min${score}`, 'faint'), width);
}

function stepLine(state: SessionState, view: View, {lesson, step}: Place, chosen: boolean, width: number): Line {
  const progress = state.steps[`${lesson}/${step}`];
  const here = lesson === state.lesson && step === state.step;
  const [symbol, role] = STANDING[progress?.status ?? 'ready'];
  const left: Line = [
    span(`${symbol} `, role),
    span(stepOf(state, lesson, step).title, chosen ? 'strong' : 'prose'),
    span(here ? '  you are here' : '', 'accent'),
  ];
  return [span(chosen ? '▌ ' : '  ', 'accent'), ...ends(left, line(words(progress, view.columns), 'faint'), width)];
}

function words(progress: StepProgress | undefined, columns: number): string {
  const status = progress?.status ?? 'ready';
  const reason = progress?.reason ?? '';
  return columns >= 100 && reason !== '' ? `${status}: ${reason}` : status;
}
