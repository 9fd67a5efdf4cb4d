import {ends, type Line, span} from '../../render/line.ts';
import type {Session} from '../../session/session.ts';
import type {SessionState} from '../../session/state.ts';
import {searchWords} from '../../session/words.ts';
import {finishedParts, outputHead} from '../finished-rows.ts';
import {geometry} from '../geometry.ts';
import {tabsLine} from '../node-tabs.ts';
import {isPaneLive} from '../output-pane.ts';
import {type Side, shownSides} from '../shown-runs.ts';
import type {Snapshot} from '../store.ts';
import type {View} from '../view.ts';
import {fileSheet, openingSheet} from './file-sheet.ts';
import {keptSheet} from './kept-sheet.ts';
import {pagedResult} from './large.ts';
import {liveSheet} from './live-sheet.ts';
import {firstAbove, type Sheet, type SheetRow, topOf} from './sheet.ts';

/** With fewer columns there is room for one of the two: where this is, or how many lines were found. */
const NARROW = 60;

/** Cells of the mark before a line that has the words. */
const MARK = 2;

export interface Inspected {
  readonly sheet: Sheet;
  /** Rows of it that are in sight. */
  readonly height: number;
}

/** Whether what is shown is one text: not what several commands print now, nor a pair side by side. */
export function canFind(state: SessionState, view: View): boolean {
  const sides = shownSides(state, view);
  const count = sides.reduce((sum, {on}) => sum + on.length, 0);
  if (count <= 1) return count === 1;
  return !isPaneLive(sides) && !(sides.length > 1 && geometry(view.columns, view.rows, 1).twoPanes);
}

/** The output that fills the screen, where it is one text. */
export function inspect(session: Session, snapshot: Snapshot): Inspected | undefined {
  const {state, view} = snapshot;
  if (!canFind(state, view)) return undefined;
  const sheet = sheetOf(session, snapshot, shownSides(state, view));
  const head = tabsLine(state, view, view.columns).length + 1;
  return {sheet, height: Math.max(1, snapshot.geometry.body - head)};
}

function sheetOf(session: Session, snapshot: Snapshot, sides: readonly Side[]): Sheet {
  const {view, outputFile} = snapshot;
  const words = searchWords(view.find.text);
  const runs = sides.flatMap(({on}) => on);
  // A gutter whose width does not depend on what was found, so that nothing jumps.
  const width = Math.max(8, view.columns - MARK - (view.numbers ? NUMBER : 0));
  if (isPaneLive(sides)) {
    const tail = session.tail(sides[0]!.run, runs[0]!.node);
    return liveSheet(tail, words, width, view.sideways);
  }
  const paged = pagedResult(view, runs);
  if (paged !== undefined) {
    const opened = outputFile?.result === paged ? outputFile : undefined;
    if (opened === undefined) return openingSheet();
    const isSame = opened.words === view.find.text;
    const current = isSame ? opened : {...opened, hits: [], isSearched: false};
    if (opened.file !== undefined) return fileSheet(current, width, view.sideways);
  }
  // A stream that was stopped is shown where the student was looking.
  const rest = sides.length === 1 && runs.some(run => run.result?.end.kind === 'stopped') ? 'end' : 'start';
  return keptSheet(finishedParts(snapshot, sides, width), words, rest);
}

/** Cells of a line's number; more digits push the line. */
const NUMBER = 8;

/** Tabs, what this is and where in it the screen stands, and the rows in sight. */
export function inspectorLines(snapshot: Snapshot, {sheet, height}: Inspected): readonly Line[] {
  const {state, view} = snapshot;
  const top = topOf(view, sheet, height);
  return [
    ...tabsLine(state, view, view.columns),
    statusLine(snapshot, sheet, top, height),
    ...sheet.read(top, height).map(row => markedRow(row, snapshot, sheet)),
  ];
}

function statusLine(snapshot: Snapshot, sheet: Sheet, top: number, height: number): Line {
  const {state, view} = snapshot;
  const head = outputHead(snapshot, shownSides(state, view));
  if (view.columns >= NARROW) return ends(head, placeLine(snapshot, sheet, top, height), view.columns);
  if (view.find.text.trim() !== '') return ends(head, hitSpans(view.find.hit, sheet), view.columns);
  const place = sheet.lines === 0 ? '' : `${grouped(sheet.lineAt(top) + 1)}/${grouped(sheet.lines)}`;
  return ends(head, [span(place, 'faint')], view.columns);
}

function placeLine({view}: Snapshot, sheet: Sheet, top: number, height: number): Line {
  const words = view.find.text.trim();
  const last = sheet.lineAt(Math.min(top + height, sheet.rows) - 1) + 1;
  const at = sheet.lineAt(top) + 1;
  const place =
    sheet.lines === 0
      ? []
      : [span(last > at ? `lines ${grouped(at)}-${grouped(last)} of ` : `line ${grouped(at)} of `, 'faint')];
  const count = span(`${grouped(sheet.lines)}${sheet.isCounted ? '' : ', counting'}`, 'faint');
  if (words === '') return sheet.lines === 0 ? [] : [...place, count];
  return [...hitSpans(view.find.hit, sheet), ...(sheet.lines === 0 ? [] : [span(' · ', 'faint'), ...place, count])];
}

function hitSpans(hit: number | null, {hits, isSearched}: Sheet): Line {
  const going = isSearched ? '' : ', looking';
  if (hits.length === 0) return [span(isSearched ? 'no line has it' : 'looking', isSearched ? 'warn' : 'faint')];
  const nth = hit === null ? 0 : firstAbove(hits, hit);
  const count = `${grouped(hits.length)} ${hits.length === 1 ? 'line' : 'lines'}${going}`;
  return [span(nth === 0 ? count : `${grouped(nth)} of ${count}`, 'strong')];
}

function markedRow(row: SheetRow, {view}: Snapshot, sheet: Sheet): Line {
  const isHit = row.of !== null && sheet.hits[firstAbove(sheet.hits, row.of) - 1] === row.of;
  const isHere = isHit && row.of === view.find.hit;
  const mark = isHere ? span('▌ ', 'accent') : isHit ? span('» ', 'accent') : span('  ');
  const shown = isHit ? row.line.map(part => (part.role === 'output' ? span(part.text, 'strong') : part)) : row.line;
  return [mark, ...number(row, view.numbers), ...shown];
}

function number({of, isFirst}: SheetRow, isShown: boolean): Line {
  if (!isShown) return [];
  return [span(`${isFirst && of !== null ? grouped(of + 1) : ''}`.padStart(NUMBER - 1), 'faint'), span(' ')];
}

function grouped(value: number): string {
  return String(value).replace(/\B(?=(?:\d{3})+$)/g, ',');
}
