import type {Witness} from '../../core/verdict.ts';
import {factPlace} from '../../render/fact-place.ts';
import {indent, type Line, line, span} from '../../render/line.ts';
import {wrap} from '../../render/wrap.ts';

/** Rows as they were seen, each with its fact below. */
export function evidenceRows(rows: readonly Witness[], width: number): readonly Line[] {
  return rows.flatMap(({row, fact}) => [
    ...indent(wrap(line(row, 'output'), width - 2), [span('  ')]),
    ...indent(wrap(line(factPlace(fact), 'faint'), width - 4), [span('    ')]),
  ]);
}
