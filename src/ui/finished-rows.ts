import {describeEnd} from '../core/output.ts';
import {clip, EMPTY, type Line, span} from '../render/line.ts';
import type {SaidOfRow} from '../render/row-notes.ts';
import type {NodeRun, RunResult} from '../session/state.ts';
import {type OutputRow, outputRows} from './output-rows.ts';
import {type Side, sampleOf} from './shown-runs.ts';
import type {Snapshot} from './store.ts';
import {clockWords} from './time-words.ts';
import type {OutputMode} from './view.ts';

/** A finished output with the line that says what it is. */
interface FinishedPart {
  readonly head: Line;
  readonly rows: readonly OutputRow[];
}

export function finishedParts(snapshot: Snapshot, sides: readonly Side[], width: number): readonly FinishedPart[] {
  const {state, view} = snapshot;
  return sides.flatMap(side =>
    side.on.flatMap(run => {
      const {result, previous} = run;
      if (result === undefined) return [];
      const shown = {result, previous, sample: sampleOf(state, side.run), notes: notesOf(snapshot, side.run, run.node)};
      const head = headLine(`${side.run} · `, run, result, view.outputMode, width);
      return [{head, rows: outputRows(shown, view.outputMode, width)}];
    }),
  );
}

/** All rows of finished outputs, one node below the other. */
export function finishedRows(snapshot: Snapshot, sides: readonly Side[], width: number): readonly Line[] {
  return finishedParts(snapshot, sides, width).flatMap(({head, rows}, index) => [
    ...(index > 0 ? [EMPTY] : []),
    head,
    ...rows.map(row => row.line),
  ]);
}

/** The line above all that is shown: what printed it, where, when and how it ended. */
export function outputHead({view}: Snapshot, sides: readonly Side[]): Line {
  const all = sides.flatMap(({run, on}) => on.map(one => ({run, one})));
  const [first] = all;
  if (first === undefined) return EMPTY;
  const names = sides.map(({run}) => run).join(' and ');
  if (all.length > 1) return [span(`${names} · `, 'faint'), span(`${all.length} outputs`, 'strong')];
  const {run, one} = first;
  if (one.result !== undefined) return headLine(`${run} · `, one, one.result, view.outputMode, view.columns);
  return [span(`${run} · `, 'faint'), span(one.node, 'strong'), span(' · ● live', 'accent')];
}

function notesOf({document}: Snapshot, run: string, node: string): readonly SaidOfRow[] {
  const block = document.places.find(place => place.block.id === run)?.block;
  return block?.kind === 'run' ? (block.results.find(result => result.node === node)?.notes ?? []) : [];
}

function headLine(of: string, run: NodeRun, result: RunResult, mode: OutputMode, width: number): Line {
  const how = {raw: '', rows: ' · parsed', previous: ' · against the run before', sample: ' · against the example'}[
    mode
  ];
  const edited = run.edited ? ' · edited' : '';
  const end = span(` · ${describeEnd(result.end)}`, result.ok ? 'faint' : 'bad');
  return clip(
    [
      span(of, 'faint'),
      span(run.node, 'strong'),
      // What is shown of it before what is known of it: a reason may be long.
      span(`${how}${edited} · ${clockWords(run.startedAt)}`, 'faint'),
      end,
    ],
    width,
  );
}
