import {excerpt} from '../../render/excerpt.ts';
import {EMPTY, ends, type Line, line, lineCells, span} from '../../render/line.ts';
import {wrap} from '../../render/wrap.ts';
import type {Found, Hit} from '../../session/search.ts';
import {lessonOf, type SessionState, stepOf} from '../../session/state.ts';
import {marksOf} from '../../session/words.ts';
import {textWidth} from '../geometry.ts';
import type {Page} from '../pages.ts';
import type {View} from '../view.ts';

/** Cells of the word that says what a hit is: `question`, and one of air. */
const KIND = 9;

export interface Searched extends Found {
  readonly words: readonly string[];
  /** What was printed before the last end is still read back. */
  readonly isReading: boolean;
}

/** What was found, by lesson and step, each hit with the text around it. */
export function searchPage(state: SessionState, view: View, found: Searched): Page {
  const width = textWidth(view.columns) - 4;
  const head = [[span('  '), ...headLine(view, found)]];
  if (found.hits.length === 0) return {head, rows: [...aside(view), ...nothing(state, found, width)], choices: 0};
  const rows: Line[] = [];
  const cursor = Math.min(view.cursor, found.hits.length - 1);
  let selected = 0;
  for (const [index, hit] of found.hits.entries()) {
    const before = found.hits[index - 1];
    if (before?.lesson !== hit.lesson || before.step !== hit.step) rows.push(...aside(view), place(state, hit));
    if (index === cursor) selected = rows.length;
    // Hundreds are found by one letter; those further off than a screen cannot be seen, and are left empty.
    const isNear = Math.abs(index - cursor) <= view.rows;
    rows.push(isNear ? hitLine(hit, found.words, index === cursor, width) : EMPTY);
  }
  if (prints(state)) rows.push(line('  what still prints is searched when it has ended', 'faint'));
  if (found.isCut) rows.push(line('  there is more; another word narrows it', 'faint'));
  return {head, rows, selected, choices: found.hits.length};
}

function aside(view: View): readonly Line[] {
  return view.rows >= 16 ? [EMPTY] : [];
}

function headLine(view: View, {hits, isCut, words, isReading}: Searched): Line {
  const steps = new Set(hits.map(({lesson, step}) => `${lesson}/${step}`)).size;
  const count = `${hits.length}${isCut ? '+' : ''} ${hits.length === 1 ? 'hit' : 'hits'}`;
  const nth = view.prompt === null && hits.length > 0 ? `${Math.min(view.cursor, hits.length - 1) + 1} of ` : '';
  const said =
    words.length === 0
      ? 'type words'
      : `${nth}${count}${hits.length > 0 ? ` in ${steps === 1 ? '1 step' : `${steps} steps`}` : ''}`;
  return [
    span(view.search.text === '' ? '' : `“${view.search.text.trim()}” `, 'strong'),
    span(said),
    span(isReading ? ' · reading your earlier outputs' : '', 'faint'),
  ];
}

function prints({runs}: SessionState): boolean {
  return Object.values(runs).some(({status}) => status === 'running' || status === 'streaming');
}

function nothing(state: SessionState, {words}: Searched, width: number): readonly Line[] {
  const said =
    words.length === 0
      ? 'Looks through the text and the commands of all lessons, and through what your commands printed. All words must be there. Hints and solutions that you have not opened stay closed.'
      : `Nothing that you can see has ${words.length > 1 ? 'all of these words' : 'this word'} in one line.${prints(state) ? ' What still prints is searched when it has ended.' : ''}`;
  return wrap(line(said, 'faint'), width).map(row => [span('  '), ...row]);
}

function place(state: SessionState, {lesson, step}: Hit): Line {
  const title = span(stepOf(state, lesson, step).title, 'heading');
  return [span('  '), span(`${lessonOf(state, lesson).title} › `, 'faint'), title];
}

function hitLine({kind, text, printed}: Hit, words: readonly string[], chosen: boolean, width: number): Line {
  const where = printed === undefined ? [] : [span(`${printed.node} line ${printed.line + 1}  `, 'faint')];
  const room = width - KIND - lineCells(where);
  const role = kind === 'output' ? 'output' : kind === 'command' ? 'code' : 'prose';
  const shown = excerpt(text, marksOf(text, words), Math.max(12, room), role);
  return [
    span(chosen ? '▌ ' : '  ', 'accent'),
    span(kind.padEnd(KIND), chosen ? 'strong' : 'faint'),
    ...ends([...where, ...shown], EMPTY, width - KIND),
  ];
}
