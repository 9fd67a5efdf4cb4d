import {rowDifferenceLines, textDifferenceLines} from '../render/difference-lines.ts';
import {type Line, line} from '../render/line.ts';
import {notedRows} from '../render/output-lines.ts';
import {parsedLines} from '../render/parsed-lines.ts';
import {rowDifference} from '../render/row-difference.ts';
import type {SaidOfRow} from '../render/row-notes.ts';
import {outputText} from '../session/output-text.ts';
import type {RunResult} from '../session/state.ts';
import type {OutputMode} from './view.ts';

/** All that can be shown of an output. */
export interface Shown {
  readonly result: RunResult;
  readonly previous: RunResult | undefined;
  readonly sample: string | undefined;
  readonly notes: readonly SaidOfRow[];
}

export interface OutputRow {
  readonly line: Line;
  /** Number of the line that it belongs to, from 0; null for what is said about it. */
  readonly of: number | null;
  /** The whole line, with its first row. */
  readonly text?: string;
}

const rowCache = new WeakMap<
  RunResult,
  {readonly key: string; readonly shown: Shown; readonly rows: readonly OutputRow[]}
>();

/** A finished output as rows; the same as last time while nothing has changed. */
export function outputRows(shown: Shown, mode: OutputMode, width: number): readonly OutputRow[] {
  const key = `${mode} ${width}`;
  const known = rowCache.get(shown.result);
  if (known?.key === key && known.shown.notes === shown.notes && known.shown.previous === shown.previous)
    return known.rows;
  const rows = modeRows(shown, mode, width);
  rowCache.set(shown.result, {key, shown, rows});
  return rows;
}

function modeRows(shown: Shown, mode: OutputMode, width: number): readonly OutputRow[] {
  const {result, previous, sample} = shown;
  const text = outputText(result);
  switch (mode) {
    case 'raw':
      return rawRows(shown, text, width);
    case 'rows':
      return result.parsed === undefined ? rawRows(shown, text, width) : own(parsedLines(result.parsed, width));
    case 'previous':
      if (previous === undefined) return said('this command ran once so far');
      if (previous.parsed === undefined || result.parsed === undefined)
        return own(textDifferenceLines(outputText(previous), text, width));
      return own(rowDifferenceLines(rowDifference(previous.parsed.data, result.parsed.data), width));
    case 'sample':
      return sample === undefined
        ? said('the lesson has no example of this')
        : own(textDifferenceLines(sample, text, width));
  }
}

function rawRows({result, notes}: Shown, text: string, width: number): readonly OutputRow[] {
  if (text === '') return said('(no output)');
  const isCut = result.bytes > text.length * 4 && result.file !== undefined;
  return [...notedRows(text, notes, width), ...(isCut ? said(`the whole output is in ${result.file}`) : [])];
}

/** Each row is a line of its own. */
function own(lines: readonly Line[]): readonly OutputRow[] {
  return lines.map((row, of) => ({line: row, of}));
}

function said(text: string): readonly OutputRow[] {
  return [{line: line(text, 'faint'), of: null}];
}
