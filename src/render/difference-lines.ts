import {indent, type Line, line, type Role, span} from './line.ts';
import {type Change, lineDifference} from './line-difference.ts';
import {textRows} from './output-lines.ts';
import type {RowChange} from './row-difference.ts';
import {wrap, wrapHard} from './wrap.ts';

const MARKS: Readonly<Record<Change['kind'] | RowChange['kind'], readonly [string, Role]>> = {
  added: ['+ ', 'added'],
  removed: ['- ', 'removed'],
  changed: ['~ ', 'warn'],
  same: ['  ', 'output'],
};

/** What changed between two texts; equal lines are shown too, so that places are clear. */
export function textDifferenceLines(before: string, after: string, width: number): readonly Line[] {
  const changes = lineDifference(textRows(before), textRows(after));
  if (changes.every(change => change.kind === 'same')) return [line('no difference', 'faint')];
  return changes.flatMap(({kind, text}) => marked(kind, wrapHard([span(text, MARKS[kind][1])], width - 2)));
}

export function rowDifferenceLines(changes: readonly RowChange[], width: number): readonly Line[] {
  if (changes.length === 0) return [line('no row came, went or changed', 'faint')];
  let path = '';
  return changes.flatMap(change => {
    const head = change.path !== path && change.path !== 'rows' ? [line(change.path, 'faint')] : [];
    path = change.path;
    return [...head, ...marked(change.kind, wrap([span(change.text, MARKS[change.kind][1])], width - 2))];
  });
}

function marked(kind: Change['kind'] | RowChange['kind'], rows: readonly Line[]): readonly Line[] {
  const [mark, role] = MARKS[kind];
  return indent(rows, [span(mark, role)], [span('  ')]);
}
