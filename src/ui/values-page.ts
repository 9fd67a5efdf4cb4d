import type {Value} from '../core/progress.ts';
import {EMPTY, indent, type Line, line, span} from '../render/line.ts';
import {drawTable} from '../render/table.ts';
import {wrap} from '../render/wrap.ts';
import type {SessionState} from '../session/state.ts';
import type {Page} from './pages.ts';
import {ageWords} from './time-words.ts';
import type {View} from './view.ts';

/** With fewer columns the cells of a table are cut in the middle of words. */
const WIDE = 110;

/** Captured values, newest last, with where they come from. */
export function valuesPage(state: SessionState, view: View, now: number): Page {
  const width = view.columns - 4;
  if (state.values.length === 0) {
    const said = 'No values yet. Commands of the lesson read them from your own outputs.';
    return {rows: [EMPTY, ...indent(wrap(line(said, 'faint'), width), [span('  ')])], choices: 0};
  }
  if (view.columns < WIDE)
    return {rows: [EMPTY, ...state.values.flatMap(value => block(value, now, width))], choices: 0};
  const head = ['name', 'node', 'value', 'age', 'from'].map(text => line(text, 'faint'));
  const rows = state.values.map(value => [
    line(value.name, 'strong'),
    line(value.node ?? '', 'faint'),
    line(value.value, 'value'),
    line(ageWords(now - value.at), 'faint'),
    line(value.from, 'faint'),
  ]);
  return {rows: [EMPTY, ...indent(drawTable(head, rows, width, []), [span('  ')])], choices: 0};
}

/** The value, and below it where it comes from. */
function block({name, node, value, at, from}: Value, now: number, width: number): readonly Line[] {
  const on = node === null ? '' : `${node} · `;
  const rows = [
    ...wrap([span(name, 'strong'), span('  '), span(value, 'value')], width),
    ...indent(wrap(line(`${on}${ageWords(now - at)} ago, from ${from}`, 'faint'), width - 2), [span('  ')]),
  ];
  return indent(rows, [span('  ')]);
}
