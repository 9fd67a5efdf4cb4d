import {EMPTY, indent, line, span} from '../render/line.ts';
import {drawTable} from '../render/table.ts';
import type {SessionState} from '../session/state.ts';
import type {Page} from './pages.ts';
import {ageWords} from './time-words.ts';
import type {View} from './view.ts';

/** Captured values, newest last, with where they come from. */
export function valuesPage(state: SessionState, view: View, now: number): Page {
  const width = view.columns - 4;
  if (state.values.length === 0) {
    const said = 'No values yet. Commands of the lesson read them from your own outputs.';
    return {rows: [EMPTY, [span('  '), ...line(said, 'faint')]], choices: 0};
  }
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
