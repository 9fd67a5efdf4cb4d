import {EMPTY, ends, type Line, line, type Role, span} from '../render/line.ts';
import type {SessionState, StepProgress} from '../session/state.ts';
import {textWidth} from './geometry.ts';
import type {Page} from './pages.ts';
import type {View} from './view.ts';

/** How a step stands; words go with it. */
export const STANDING: Readonly<Record<StepProgress['status'], readonly [symbol: string, role: Role]>> = {
  passed: ['✔', 'good'],
  assisted: ['◐', 'warn'],
  working: ['◎', 'accent'],
  ready: ['○', 'prose'],
  locked: ['·', 'faint'],
  unavailable: ['✘', 'warn'],
};

/** Lessons and steps as one list; the order that `cursor` counts in. */
export function allSteps(state: SessionState): readonly {readonly lesson: string; readonly step: string}[] {
  return state.module.lessons.flatMap(lesson => lesson.steps.map(step => ({lesson: lesson.id, step: step.id})));
}

/** All lessons and steps with how they stand. */
export function listPage(state: SessionState, view: View): Page {
  const width = textWidth(view.columns) - 4;
  const rows: Line[] = [];
  let selected = 0;
  let index = 0;
  for (const lesson of state.module.lessons) {
    if (rows.length > 0 || view.rows >= 16) rows.push(EMPTY);
    rows.push([span('  '), span(lesson.title, 'heading')]);
    for (const step of lesson.steps) {
      const chosen = index === view.cursor;
      if (chosen) selected = rows.length;
      const progress = state.steps[`${lesson.id}/${step.id}`];
      const here = lesson.id === state.lesson && step.id === state.step;
      const [symbol, role] = STANDING[progress?.status ?? 'ready'];
      const left: Line = [
        span(`${symbol} `, role),
        span(step.title, chosen ? 'strong' : 'prose'),
        span(here ? '  you are here' : '', 'accent'),
      ];
      rows.push([
        span(chosen ? '▌ ' : '  ', 'accent'),
        ...ends(left, line(words(progress, view.columns), 'faint'), width),
      ]);
      index += 1;
    }
  }
  return {rows, selected, choices: index};
}

function words(progress: StepProgress | undefined, columns: number): string {
  const status = progress?.status ?? 'ready';
  const reason = progress?.reason ?? '';
  return columns >= 100 && reason !== '' ? `${status}: ${reason}` : status;
}
