import {describeEnd} from '../core/output.ts';
import {rowDifferenceLines, textDifferenceLines} from '../render/difference-lines.ts';
import {clip, EMPTY, type Line, line, span} from '../render/line.ts';
import {liveLine, outputLines} from '../render/output-lines.ts';
import {parsedLines} from '../render/parsed-lines.ts';
import {rowDifference} from '../render/row-difference.ts';
import type {NodeRun, RunResult, SessionState} from '../session/state.ts';
import type {Tail} from '../session/tail.ts';
import {outputText} from './output-text.ts';
import {sampleOf} from './shown-runs.ts';
import {clockWords} from './time-words.ts';
import type {OutputMode, View} from './view.ts';

export function isPaneLive(runs: readonly NodeRun[]): boolean {
  return runs.some(run => run.result === undefined);
}

/** Where a finished output is shown from: a stopped stream at its end, where the student was looking. */
export function restingTop(runs: readonly NodeRun[], rows: number): number {
  return runs.some(run => run.result?.end.kind === 'stopped') ? rows : 0;
}

/** All rows of finished outputs, one node below the other. */
export function finishedRows(
  state: SessionState,
  view: View,
  runs: readonly NodeRun[],
  width: number,
): readonly Line[] {
  const sample = sampleOf(state, view.shownRun);
  const parts = runs.flatMap(run => (run.result === undefined ? [] : [{run, result: run.result}]));
  return parts.flatMap(({run, result}, index) => [
    ...(index > 0 ? [EMPTY] : []),
    headLine(run, result, view.outputMode, width),
    ...resultRows(result, run, sample, view.outputMode, width),
  ]);
}

function headLine(run: NodeRun, result: RunResult, mode: OutputMode, width: number): Line {
  const how = {raw: '', rows: ' · parsed', previous: ' · against the run before', sample: ' · against the example'}[
    mode
  ];
  const edited = run.edited ? ' · edited' : '';
  const end = span(` · ${describeEnd(result.end)}`, result.ok ? 'faint' : 'bad');
  return clip(
    [span(run.node, 'strong'), span(` · ${clockWords(run.startedAt)}`, 'faint'), end, span(`${edited}${how}`, 'faint')],
    width,
  );
}

const rowCache = new WeakMap<RunResult, {readonly key: string; readonly rows: readonly Line[]}>();

function resultRows(
  result: RunResult,
  run: NodeRun,
  sample: string | undefined,
  mode: OutputMode,
  width: number,
): readonly Line[] {
  const key = `${mode} ${width}`;
  const known = rowCache.get(result);
  if (known?.key === key) return known.rows;
  const rows = modeRows(result, run.previous, sample, mode, width);
  rowCache.set(result, {key, rows});
  return rows;
}

function modeRows(
  result: RunResult,
  previous: RunResult | undefined,
  sample: string | undefined,
  mode: OutputMode,
  width: number,
): readonly Line[] {
  const text = outputText(result);
  switch (mode) {
    case 'raw':
      return rawRows(result, text, width);
    case 'rows':
      return result.parsed === undefined ? rawRows(result, text, width) : parsedLines(result.parsed, width);
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

function rawRows(result: RunResult, text: string, width: number): readonly Line[] {
  if (text === '') return [line('(no output)', 'faint')];
  const more =
    result.bytes > text.length * 4 && result.file !== undefined
      ? [line(`the whole output is in ${result.file}`, 'faint')]
      : [];
  return [...outputLines(text, width), ...more];
}

/** The end of what a running command printed on a node, or what stands `from` a line the student scrolled to. */
export function liveRows(
  tail: Tail | undefined,
  node: string,
  width: number,
  height: number,
  top: number | null,
): readonly Line[] {
  const head = clip([span(node, 'strong'), span(' · ● live', 'accent')], width);
  if (tail === undefined || height < 2) return [head];
  const from = top ?? tail.total - (height - 1);
  return [head, ...tail.lines(from, height - 1).map(text => liveLine(text, width))];
}
