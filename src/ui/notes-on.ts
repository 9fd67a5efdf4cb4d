import type {Run} from '../core/lesson.ts';
import type {Fill} from '../render/fill.ts';
import {rowNotes, type SaidOfRow} from '../render/row-notes.ts';
import {outputText} from '../session/output-text.ts';
import type {RunResult} from '../session/state.ts';
import type {View} from './view.ts';

const NONE: readonly SaidOfRow[] = [];

const known = new WeakMap<RunResult, {readonly fill: Fill; readonly notes: readonly SaidOfRow[]}>();

/** What the lesson says about the rows of a result, worked out once for the values known now. */
export function notesOn(run: Run, result: RunResult, view: View, fill: Fill): readonly SaidOfRow[] {
  if (!view.notes || run.notes.length === 0 || result.parsed === undefined) return NONE;
  const before = known.get(result);
  if (before !== undefined && before.fill === fill) return before.notes;
  const notes = rowNotes(run.notes, result.parsed.data, outputText(result), fill);
  known.set(result, {fill, notes});
  return notes;
}
