import {EMPTY, ends, indent, type Line, line, span} from '../render/line.ts';
import {wrap} from '../render/wrap.ts';
import {leftWords, shortSumWords, standingWords, stepWords, sumWords, troubleWords} from '../session/report-words.ts';
import type {SessionState} from '../session/state.ts';
import {reportOf, type StepReport} from '../session/step-report.ts';
import {textWidth} from './geometry.ts';
import {STANDING} from './list-page.ts';
import type {Page} from './pages.ts';
import type {View} from './view.ts';

/** Narrower than this the facts of a step stand below its title. */
const ONE_LINE = 70;

/** What each step has brought, what fails and why, and what is left; the totals stay in sight. */
export function reportPage(state: SessionState, view: View): Page {
  const width = textWidth(view.columns) - 4;
  const {lessons, sum} = reportOf(state);
  const rows: Line[] = [];
  let selected = 0;
  let index = 0;
  for (const lesson of lessons) {
    if (rows.length > 0) rows.push(EMPTY);
    rows.push(
      ...indent(
        [...wrap([span(lesson.title, 'heading')], width), ...wrap(line(sumWords(lesson.sum), 'faint'), width)],
        [span('  ')],
      ),
    );
    for (const step of lesson.steps) {
      const chosen = index === view.cursor;
      if (chosen) selected = rows.length;
      const mark = span(chosen ? '▌ ' : '  ', 'accent');
      rows.push(...indent(stepLines(step, chosen, width), [mark]));
      index += 1;
    }
  }
  const low = view.rows < 16;
  const head = wrap([span('All: ', 'strong'), ...line(low ? shortSumWords(sum) : sumWords(sum))], width);
  return {head: [...indent(head, [span('  ')]), ...(low ? [] : [EMPTY])], rows, selected, choices: index};
}

function stepLines(step: StepReport, chosen: boolean, width: number): readonly Line[] {
  const [symbol, role] = STANDING[step.status];
  const title: Line = [span(`${symbol} `, role), span(step.title, chosen ? 'strong' : 'prose')];
  const facts = [standingWords(step), ...stepWords(step)].join(' · ');
  const below = indent(wrap(line(facts, 'faint'), width - 2), [span('  ')]);
  const head = width < ONE_LINE ? [title, ...below] : [ends(title, line(facts, 'faint'), width)];
  const troubles = troubleWords(step).flatMap(({kind, text}) =>
    wrap(line(text, kind === 'fail' ? 'bad' : 'warn'), width - 4),
  );
  // Of all that are not begun it would be a wall of text.
  const left = chosen || step.status === 'working' ? leftWords(step) : '';
  return [
    ...head,
    ...indent([...troubles, ...(left === '' ? [] : wrap(line(left, 'faint'), width - 4))], [span('    ')]),
  ];
}
