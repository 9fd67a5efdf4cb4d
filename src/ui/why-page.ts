import type {Json} from '../core/lesson.ts';
import {neutralise} from '../core/neutral.ts';
import type {Witness} from '../core/verdict.ts';
import {factPlace} from '../render/fact-place.ts';
import {EMPTY, indent, type Line, line, type Role, span} from '../render/line.ts';
import {statusSpan} from '../render/status.ts';
import {wrap} from '../render/wrap.ts';
import {checksIn, runsIn, visibleItems} from '../session/items.ts';
import {type CheckState, type SessionState, stepOf} from '../session/state.ts';
import {probedFacts} from '../session/step-progress.ts';
import {textWidth} from './geometry.ts';
import type {Page} from './pages.ts';
import {clockWords} from './time-words.ts';
import type {View} from './view.ts';

/** Judged checks of the step, in the order of the text. */
export function judgedChecks(
  state: SessionState,
): readonly {readonly id: string; readonly title: string; readonly maxPoints: number; readonly check: CheckState}[] {
  return checksIn(visibleItems(stepOf(state).items, probedFacts(state))).flatMap(({id, title, points}) => {
    const check = state.checks[`${state.lesson}/${id}`];
    if (check === undefined || check.at === 0) return [];
    // What a verdict of an earlier start was out of is not kept with it.
    return [{id, title: title ?? id.replaceAll('-', ' '), maxPoints: points, check}];
  });
}

/** The check to explain when the student asks: the focused one, else the first that does not pass. */
export function whyCursor(state: SessionState, focus: string | null): number {
  const judged = judgedChecks(state);
  const own = judged.findIndex(one => one.id === focus);
  return own !== -1
    ? own
    : Math.max(
        0,
        judged.findIndex(one => one.check.status !== 'pass'),
      );
}

/** The check that the screen explains. */
function shownCheck(
  state: SessionState,
  {cursor}: Pick<View, 'cursor'>,
): ReturnType<typeof judgedChecks>[number] | undefined {
  const judged = judgedChecks(state);
  return judged[cursor % Math.max(1, judged.length)];
}

/** The command of this step that feeds the shown check; undefined once it has passed. */
export function feedingRun(state: SessionState, view: Pick<View, 'cursor'>): string | undefined {
  const shown = shownCheck(state, view);
  if (shown === undefined || shown.check.status === 'pass') return undefined;
  const items = visibleItems(stepOf(state).items, probedFacts(state));
  const of = checksIn(items).find(({id}) => id === shown.id)?.of;
  return runsIn(items).find(({id}) => id === of)?.id;
}

/** What a check wanted, what it found, and what to do now. */
export function whyPage(state: SessionState, view: View, fill: (text: string) => string): Page {
  const judged = judgedChecks(state);
  const shown = shownCheck(state, view);
  if (shown === undefined)
    return {rows: [EMPTY, line('  Nothing was checked yet: c checks this step.', 'faint')], choices: 0};
  const width = textWidth(view.columns) - 4;
  const {check, title, maxPoints} = shown;
  const said = (text: string) => neutralise(fill(text)).replaceAll('`', '');
  const several = judged.length > 1 ? ` · check ${view.cursor + 1} of ${judged.length}` : '';
  const score = maxPoints === 0 ? '' : ` · ${check.points}/${maxPoints} points`;
  const rows = [
    ...wrap([statusSpan(check.status), span('  '), span(said(title), 'heading')], width),
    ...wrap(line(`looked at ${clockWords(check.at)}${score}${several}`, 'faint'), width),
    EMPTY,
    ...wrap(line(check.reason), width),
    ...labelled('expected', check.expected, width, 'good'),
    ...labelled('found', check.actual, width, check.status === 'fail' ? 'bad' : 'prose'),
    ...evidence('seen', check.witnesses, width),
    ...evidence(check.status === 'fail' ? 'rows that come close' : 'other rows', check.near, width),
    ...advice(check.status, check.advice && said(check.advice), feedingRun(state, view), width),
  ];
  return {rows: [...(view.rows >= 16 ? [EMPTY] : []), ...indent(rows, [span('  ')])], choices: 0};
}

function labelled(label: string, value: Json | undefined, width: number, role: Role): readonly Line[] {
  if (value === undefined || value === null) return [];
  return [
    EMPTY,
    line(label, 'faint'),
    ...jsonRows(value).flatMap(row => indent(wrap([span(row, role)], width - 2), [span('  ')])),
  ];
}

/** A value for people: words bare, one row an entry. */
function jsonRows(value: Json): readonly string[] {
  if (value === '') return ['(nothing)'];
  if (value === null || typeof value !== 'object') return [String(value)];
  if (Array.isArray(value)) return value.length === 0 ? ['(none)'] : value.flatMap(jsonRows);
  return Object.entries(value).map(([key, one]) => `${key} ${jsonRows(one).join(', ')}`);
}

function evidence(label: string, rows: readonly Witness[], width: number): readonly Line[] {
  if (rows.length === 0) return [];
  const shown = rows
    .slice(0, 12)
    .flatMap(({row, fact}) => [
      ...indent(wrap(line(row, 'output'), width - 2), [span('  ')]),
      ...indent(wrap(line(factPlace(fact), 'faint'), width - 4), [span('    ')]),
    ]);
  const more = rows.length > 12 ? [line(`  and ${rows.length - 12} more`, 'faint')] : [];
  return [EMPTY, line(label, 'faint'), ...shown, ...more];
}

/** Some checks judge what one command printed, others look for themselves. */
const NEXT: Readonly<Record<CheckState['status'], {readonly look: string; readonly run: string}>> = {
  pass: same('Nothing more to do here.'),
  fail: {look: 'Run the commands above again, then c looks anew.', run: 'Enter runs $ again, and looks anew.'},
  wait: {
    look: 'Run the commands above, or give the cluster a moment; c looks again.',
    run: 'Enter runs $, which feeds this check; c looks again.',
  },
  error: same('The check could not look, so no points move. N shows the nodes; c tries again.'),
  old: {
    look: 'A later command changed the cluster; c looks anew.',
    run: 'A later command changed the cluster. Enter runs $ again, and looks anew.',
  },
  checking: same('Looking now.'),
};

function same(text: string): {readonly look: string; readonly run: string} {
  return {look: text, run: text};
}

function advice(
  status: CheckState['status'],
  own: string | undefined,
  feeding: string | undefined,
  width: number,
): readonly Line[] {
  const {look, run} = NEXT[status];
  const next = feeding === undefined ? look : run.replace('$', () => feeding);
  return [
    EMPTY,
    line('what to do', 'faint'),
    ...indent([...(own === undefined ? [] : wrap(line(own), width - 2)), ...wrap(line(next), width - 2)], [span('  ')]),
  ];
}
