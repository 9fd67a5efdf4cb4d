import type {Highlight} from '../render/code.ts';
import {EMPTY, type Line} from '../render/line.ts';
import {isFocusable, type StepBlock} from '../render/step-block.ts';
import type {DrawnBlock, StepRenderer} from '../render/step-lines.ts';

/** Where a block stands in the step's text. */
export interface Place {
  readonly block: StepBlock;
  /** First row, and the row after the last. */
  readonly start: number;
  readonly end: number;
  /** The row after the last of what belongs to it: an open hint holds the blocks below it. */
  readonly reach: number;
}

/** A step laid out as one long text. */
export interface StepDocument {
  readonly rows: readonly Line[];
  readonly places: readonly Place[];
}

export function layStep(
  blocks: readonly StepBlock[],
  width: number,
  render: StepRenderer,
  highlight: Highlight | undefined,
): StepDocument {
  const rows: Line[] = [];
  const places: Place[] = [];
  let before: DrawnBlock | undefined;
  for (const drawn of render(blocks, width, highlight)) {
    if (before !== undefined && !belongs(before.block, drawn.block)) rows.push(EMPTY);
    const start = rows.length;
    rows.push(...drawn.lines);
    places.push({block: drawn.block, start, end: rows.length, reach: rows.length});
    before = drawn;
  }
  return {rows, places: places.map((place, index) => ({...place, reach: reachOf(places, index)}))};
}

function reachOf(places: readonly Place[], index: number): number {
  const depth = places[index]!.block.depth;
  const after = places.findIndex((place, at) => at > index && place.block.depth <= depth);
  return places.at(after === -1 ? -1 : after - 1)!.end;
}

/** Checks stand close together, and a sample close to its command. */
function belongs(before: StepBlock, block: StepBlock): boolean {
  const both = (kind: StepBlock['kind']) => before.kind === kind && block.kind === kind;
  return both('check') || both('hidden') || block.kind === 'banner';
}

export function focusable(document: StepDocument): readonly Place[] {
  return document.places.filter(place => isFocusable(place.block));
}
