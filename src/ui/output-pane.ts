import {describeEnd} from '../core/output.ts';
import {clip, EMPTY, type Line, line, lineCells, pad, span} from '../render/line.ts';
import {liveLine} from '../render/output-lines.ts';
import type {NodeRun} from '../session/state.ts';
import type {Tail} from '../session/tail.ts';
import {finishedRows} from './finished-rows.ts';
import type {Side} from './shown-runs.ts';
import {clampTop} from './step-focus.ts';
import type {Snapshot} from './store.ts';

/** What a pane of outputs is drawn from. */
export interface Pane {
  readonly snapshot: Snapshot;
  readonly sides: readonly Side[];
  readonly tail: (run: string, node: string) => Tail | undefined;
  readonly width: number;
  readonly height: number;
}

/** A rule with air on both sides of it. */
const RULE: Line = [span(' │ ', 'faint')];

export function isPaneLive(sides: readonly Side[]): boolean {
  return sides.some(({on}) => on.some(run => run.result === undefined));
}

/** The rows of a pane: of a pair one beside the other where there is room, else one below the other. */
export function paneRows(pane: Pane): readonly Line[] {
  const {snapshot, sides, width, height} = pane;
  const [first, second] = sides;
  if (first === undefined || sides.every(({on}) => on.length === 0))
    return [EMPTY, line('The output of a command appears here.', 'faint')];
  if (second === undefined) return sideRows(pane, first, width, height);
  if (inColumns(snapshot, sides)) {
    const own = columnWidth(width);
    const [left, right] = [sideRows(pane, first, own, height), sideRows(pane, second, own, height)];
    return Array.from({length: height}, (_, row) => [
      ...pad(left[row] ?? EMPTY, own),
      ...RULE,
      ...(right[row] ?? EMPTY),
    ]);
  }
  if (!isPaneLive(sides)) return finishedPart(pane, sides, width, height);
  const share = Math.floor(height / 2);
  const above = sideRows(pane, first, width, height - share);
  const filled = Array.from({length: height - share}, (_, row) => above[row] ?? EMPTY);
  return [...filled, ...sideRows(pane, second, width, share)];
}

function inColumns({geometry}: Snapshot, sides: readonly Side[]): boolean {
  return geometry.twoPanes && sides.length > 1;
}

function columnWidth(width: number): number {
  return Math.floor((width - lineCells(RULE)) / 2);
}

/** How many rows finished outputs take, and where they are shown from before the student moves. */
export function finishedExtent(
  snapshot: Snapshot,
  sides: readonly Side[],
  width: number,
): {readonly rows: number; readonly top: number} {
  const columns = inColumns(snapshot, sides);
  const lengths = columns
    ? sides.map(side => finishedRows(snapshot, [side], columnWidth(width)).length)
    : [finishedRows(snapshot, sides, width).length];
  const rows = Math.max(0, ...lengths);
  return {rows, top: restingTop(sides, rows)};
}

/**
 * Where a finished output is shown from: a stopped stream at its end, where the student was looking. That of a pair was
 * stopped when all was said, and is read from its start.
 */
function restingTop(sides: readonly Side[], rows: number): number {
  return sides.length === 1 && sides.some(({on}) => on.some(run => run.result?.end.kind === 'stopped')) ? rows : 0;
}

function sideRows(pane: Pane, side: Side, width: number, height: number): readonly Line[] {
  const {snapshot, sides, tail} = pane;
  const waits = awaited(side, sides);
  if (waits !== undefined)
    return [clip([span(side.run, 'faint'), span(` · waits until ${waits} listens`, 'faint')], width)];
  if (!isPaneLive([side])) return finishedPart(pane, [side], width, height);
  const share = Math.max(2, Math.floor(height / side.on.length));
  const of = sides.length > 1 ? `${side.run} · ` : '';
  return side.on
    .flatMap(run => liveRows(of, run, tail(side.run, run.node), width, share, snapshot.view.outputTop))
    .slice(0, height);
}

/** The stream that the command of this side waits for: it has begun, and the command not yet since. */
function awaited({run, on}: Side, [first]: readonly Side[]): string | undefined {
  if (first === undefined || first.run === run || !isPaneLive([first])) return undefined;
  const begun = Math.min(...first.on.map(one => one.startedAt));
  return on.some(one => one.result === undefined || one.startedAt >= begun) ? undefined : first.run;
}

/** As much of finished outputs as there is room for, from where the student scrolled to. */
function finishedPart(pane: Pane, sides: readonly Side[], width: number, height: number): readonly Line[] {
  const {snapshot} = pane;
  const all = finishedRows(snapshot, sides, width);
  const top = clampTop(snapshot.view.outputTop ?? restingTop(pane.sides, all.length), all.length, height);
  const shown = all.slice(top, top + height);
  const more = all.length - top - shown.length;
  return more > 0 ? [...shown.slice(0, -1), line(`↓ ${more + 1} more rows`, 'faint')] : shown;
}

/** The end of what a running command printed on a node, or what stands `from` a line the student scrolled to. */
function liveRows(
  of: string,
  {node, result}: NodeRun,
  tail: Tail | undefined,
  width: number,
  height: number,
  top: number | null,
): readonly Line[] {
  const how = result === undefined ? span(' · ● live', 'accent') : span(` · ${describeEnd(result.end)}`, 'faint');
  const head = clip([span(of, 'faint'), span(node, 'strong'), how], width);
  if (tail === undefined || height < 2) return [head];
  const last = tail.total - (height - 1);
  return [head, ...tail.lines(Math.min(top ?? last, last), height - 1).map(text => liveLine(text, width))];
}
