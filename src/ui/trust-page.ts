import {EMPTY, indent, type Line, line, span} from '../render/line.ts';
import {wrap} from '../render/wrap.ts';
import {permissionWords} from '../session/permission-words.ts';
import type {SessionState} from '../session/state.ts';
import {textWidth} from './geometry.ts';
import type {Page} from './pages.ts';
import type {View} from './view.ts';

/** From this width on the titles stand in a column of their own. */
const TWO_COLUMNS = 60;
const TITLE_CELLS = 16;

/** What the module may run and where, before anything of it has run there. */
export function trustPage({asking}: SessionState, view: View): Page {
  if (asking?.kind !== 'trust') return {rows: [], choices: 0};
  const width = textWidth(view.columns) - 4;
  const [question, ...rest] = permissionWords(asking.permissions);
  const gap = view.rows < 16 ? [] : [EMPTY];
  const rows = [
    ...gap,
    ...wrap(line(question?.text ?? '', 'strong'), width),
    ...gap,
    ...rest.flatMap(({title, text, warns}, index) =>
      paragraph(title === rest[index - 1]?.title ? '' : title, text, warns === true, width),
    ),
  ];
  return {rows: indent(rows, [span('  ')]), choices: 0};
}

/** The words after their title, or where there is little room below it. */
function paragraph(title: string, text: string, warns: boolean, width: number): readonly Line[] {
  const mark = span(warns ? '! ' : '  ', 'warn');
  const words = [span(text)];
  if (width >= TWO_COLUMNS) {
    const head = [mark, span(title.padEnd(TITLE_CELLS), 'faint')];
    return indent(wrap(words, width - TITLE_CELLS - 2), head, [span(' '.repeat(TITLE_CELLS + 2))]);
  }
  const head = title === '' ? [] : [[mark, span(title, 'faint')]];
  return [...head, ...indent(wrap(words, width - 2), [span('  ')])];
}
