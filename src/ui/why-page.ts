import type {Json} from '../core/lesson.ts';
import type {Witness} from '../core/verdict.ts';
import {factPlace} from '../render/fact-place.ts';
import {EMPTY, indent, type Line, line, type Role, span} from '../render/line.ts';
import {statusSpan} from '../render/status.ts';
import {wrap} from '../render/wrap.ts';
import {checksIn, visibleItems} from '../session/items.ts';
import {type CheckState, type SessionState, stepOf} from '../session/state.ts';
import {probedFacts} from '../session/step-progress.ts';
import {textWidth} from './geometry.ts';
import type {Page} from './pages.ts';
import {clockWords} from './time-words.ts';
import type {View} from './view.ts';

/** Judged checks of the step, in the order of the text. */
export function judgedChecks(
  state: SessionState,
): readonly {readonly id: string; readonly title: string; readonly check: CheckState}[] {
  return checksIn(visibleItems(stepOf(state).items, probedFacts(state))).flatMap(({id, title}) => {
    const check = state.checks[`${state.lesson}/${id}`];
    return check === undefined || check.at === 0 ? [] : [{id, title: title ?? id.replaceAll('-', ' '), check}];
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

/** What a check wanted, what it found, and what to do now. */
export function whyPage(state: SessionState, view: View): Page {
  const judged = judgedChecks(state);
  const shown = judged[view.cursor % Math.max(1, judged.length)];
  if (shown === undefined)
    return {rows: [EMPTY, line('  Nothing was checked yet: c checks this step.', 'faint')], choices: 0};
  const width = textWidth(view.columns) - 4;
  const {check, title} = shown;
  const several = judged.length > 1 ? ` · check ${view.cursor + 1} of ${judged.length}` : '';
  const rows = [
    ...wrap([statusSpan(check.status), span('  '), span(title, 'heading')], width),
    ...wrap(
      line(`looked at ${clockWords(check.at)} · ${check.points}/${check.maxPoints} points${several}`, 'faint'),
      width,
    ),
    EMPTY,
    ...wrap(line(check.reason), width),
    ...labelled('expected', check.expected, width, 'good'),
    ...labelled('found', check.actual, width, check.status === 'fail' ? 'bad' : 'prose'),
    ...evidence('seen', check.witnesses, width),
    ...evidence(check.status === 'fail' ? 'rows that come close' : 'other rows', check.near, width),
    ...advice(check, width),
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

const NEXT: Readonly<Record<CheckState['status'], string>> = {
  pass: 'Nothing more to do here.',
  fail: 'Run the commands above again, then c looks anew. h gives a hint.',
  wait: 'Run the command that feeds this check, or give the cluster a moment; c looks again.',
  error: 'The check could not look, so no points move. N shows the nodes; c tries again.',
  old: 'A later command changed the cluster. Run the command again; c looks anew.',
  checking: 'Looking now.',
};

function advice(check: CheckState, width: number): readonly Line[] {
  const own = check.advice === undefined ? [] : wrap(line(check.advice), width - 2);
  return [
    EMPTY,
    line('what to do', 'faint'),
    ...indent([...own, ...wrap(line(NEXT[check.status]), width - 2)], [span('  ')]),
  ];
}
