import {clip, ends, indent, type Line, line, lineCells, type Role, type Span, span} from '../render/line.ts';
import {wrap} from '../render/wrap.ts';
import type {SessionState} from '../session/state.ts';
import type {Action} from './action.ts';
import {isLow} from './geometry.ts';
import {keyLabel} from './key-label.ts';
import {type KeyBinding, validKeys} from './key-table.ts';
import {promptLines} from './prompt-lines.ts';
import type {Situation} from './situation.ts';
import type {Message} from './view.ts';

const NOTICE: Readonly<Record<'info' | 'good' | 'bad', readonly [string, Role]>> = {
  info: ['· ', 'faint'],
  good: ['✔ ', 'good'],
  bad: ['! ', 'bad'],
};

/** The bottom of the screen: a question, or the last notice and the keys that are valid now. */
export function footerLines(now: Situation): readonly Line[] {
  const {columns, rows} = now.view;
  const asked = promptLines(now);
  if (asked.length > 0) return asked;
  const notice = noticeLines(now, Math.max(1, Math.min(3, Math.floor(rows / 4))));
  if (isLow(rows)) return [...notice, keysLine(now)];
  const [last = []] = notice.slice(-1);
  const below = belowLine(now);
  // What was said has the first right to the row.
  const both = lineCells(last) + lineCells(below) < columns ? ends(last, below, columns) : last;
  return [...notice.slice(0, -1), both, keysLine(now)];
}

/** That the text goes on; screens of rows say so in their last one. */
function belowLine({below}: Situation): Line {
  return below === 0 ? [] : [span(`↓ ${below} more ${below === 1 ? 'row' : 'rows'} of text `, 'faint')];
}

/** A sentence that is longer than the screen is wide is broken, for the end of it may be what to do. */
function noticeLines({state, view, live}: Situation, most: number): readonly Line[] {
  const message = view.message?.whileLive === true && !live ? null : view.message;
  const notice = message ?? catchingUp(state) ?? (state.notice === view.readNotice ? null : state.notice);
  if (notice === null) return [];
  const [mark, role] = NOTICE[notice.kind];
  const text = line(notice.text.replaceAll('\n', ' '));
  const rows = wrap(text, view.columns - 4);
  const kept =
    rows.length > most ? [...rows.slice(0, most - 1), clip([...rows[most - 1]!, span('…')], view.columns - 4)] : rows;
  return indent(kept, [span(` ${mark}`, role)], [span('   ')]);
}

/** Stands there from the first step to the last, for the screen goes from step to step by itself meanwhile. */
function catchingUp({catchingUp: now}: SessionState): Message | undefined {
  return now === null ? undefined : {kind: 'info', text: `catching you up: step ${now.nth} of ${now.of}`};
}

/** The ways out stand at the end, however soon they get their place. */
const LAST: readonly Action[] = ['close', 'help', 'quit'];

/** As many keys as fit, the most useful first; they stand in that order. */
function keysLine(now: Situation): Line {
  const ranked = validKeys(now)
    .filter(binding => binding.rank !== undefined)
    .sort((one, other) => one.rank! - other.rank!);
  const kept: KeyBinding[] = [];
  let room = now.view.columns - 1;
  for (const binding of ranked) {
    const wide = lineCells(hint(binding)) + (kept.length > 0 ? 2 : 0);
    if (wide > room || kept.some(one => one.keys[0] === binding.keys[0])) continue;
    kept.push(binding);
    room -= wide;
  }
  const last = ({action}: KeyBinding) => LAST.indexOf(action) + 1;
  const shown = [...kept].sort((one, other) => last(one) - last(other) || one.rank! - other.rank!);
  return [
    span(' '),
    ...shown.flatMap((binding, index) => (index > 0 ? [span('  '), ...hint(binding)] : hint(binding))),
  ];
}

function hint({keys, label}: KeyBinding): readonly Span[] {
  return [span(keyLabel(keys[0]!), 'accent'), span(' '), span(label, 'faint')];
}
