import {describeEnd} from '../core/output.ts';
import {rowDifferenceLines, textDifferenceLines} from '../render/difference-lines.ts';
import {clip, EMPTY, type Line, line, span} from '../render/line.ts';
import {notedLines} from '../render/output-lines.ts';
import {parsedLines} from '../render/parsed-lines.ts';
import {rowDifference} from '../render/row-difference.ts';
import type {SaidOfRow} from '../render/row-notes.ts';
import {outputText} from '../session/output-text.ts';
import type {NodeRun, RunResult} from '../session/state.ts';
import {type Side, sampleOf} from './shown-runs.ts';
import type {Snapshot} from './store.ts';
import {clockWords} from './time-words.ts';
import type {OutputMode} from './view.ts';

/** All rows of finished outputs, one node below the other. */
export function finishedRows(snapshot: Snapshot, sides: readonly Side[], width: number): readonly Line[] {
  const {state, view} = snapshot;
  const parts = sides.flatMap(side =>
    side.on.flatMap(run => (run.result === undefined ? [] : [{side, run, result: run.result}])),
  );
  return parts.flatMap(({side, run, result}, index) => {
    const sample = sampleOf(state, side.run);
    const notes = notesOf(snapshot, side.run, run.node);
    return [
      ...(index > 0 ? [EMPTY] : []),
      headLine(`${side.run} · `, run, result, view.outputMode, width),
      ...resultRows({result, previous: run.previous, sample, notes}, view.outputMode, width),
    ];
  });
}

function notesOf({document}: Snapshot, run: string, node: string): readonly SaidOfRow[] {
  const block = document.places.find(place => place.block.id === run)?.block;
  return block?.kind === 'run' ? (block.results.find(result => result.node === node)?.notes ?? []) : [];
}

/** All that can be shown of an output. */
interface Shown {
  readonly result: RunResult;
  readonly previous: RunResult | undefined;
  readonly sample: string | undefined;
  readonly notes: readonly SaidOfRow[];
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
      span(` · ${clockWords(run.startedAt)}`, 'faint'),
      end,
      span(`${edited}${how}`, 'faint'),
    ],
    width,
  );
}

const rowCache = new WeakMap<
  RunResult,
  {readonly key: string; readonly shown: Shown; readonly rows: readonly Line[]}
>();

function resultRows(shown: Shown, mode: OutputMode, width: number): readonly Line[] {
  const key = `${mode} ${width}`;
  const known = rowCache.get(shown.result);
  if (known?.key === key && known.shown.notes === shown.notes && known.shown.previous === shown.previous)
    return known.rows;
  const rows = modeRows(shown, mode, width);
  rowCache.set(shown.result, {key, shown, rows});
  return rows;
}

function modeRows(shown: Shown, mode: OutputMode, width: number): readonly Line[] {
  const {result, previous, sample} = shown;
  const text = outputText(result);
  switch (mode) {
    case 'raw':
      return rawRows(shown, text, width);
    case 'rows':
      return result.parsed === undefined ? rawRows(shown, text, width) : parsedLines(result.parsed, width);
    case 'previous':
      if (previous === undefined) return [line('this command ran once so far', 'faint')];
      if (previous.parsed === undefined || result.parsed === undefined)
        return textDifferenceLines(outputText(previous), text, width);
      return rowDifferenceLines(rowDifference(previous.parsed.data, result.parsed.data), width);
    case 'sample':
      return sample === undefined
        ? [line('the lesson has no example of this', 'faint')]
        : textDifferenceLines(sample, text, width);
  }
}

function rawRows({result, notes}: Shown, text: string, width: number): readonly Line[] {
  if (text === '') return [line('(no output)', 'faint')];
  const more =
    result.bytes > text.length * 4 && result.file !== undefined
      ? [line(`the whole output is in ${result.file}`, 'faint')]
      : [];
  return [...notedLines(text, notes, width), ...more];
}
