import type {SessionState} from '../session/state.ts';
import {stillToDo} from './step-banner.ts';
import {focusable, type Place, type StepDocument} from './step-document.ts';
import type {View} from './view.ts';

type Moved = Pick<View, 'focus' | 'top'>;

/** Rows kept in sight above and below what was moved to. */
const AIR = 1;

/** Moves the focus to the neighbouring block when it is near, else scrolls: no text is ever jumped over unread. */
export function moveFocus(document: StepDocument, view: Moved, height: number, by: 1 | -1): Moved {
  const places = focusable(document);
  const bottom = view.top + height;
  const next = neighbour(places, view, bottom, by);
  if (next === undefined) return scrollBy(document, view, height, by);
  const near = by === 1 ? next.start < bottom + height / 2 : next.end > view.top - height / 2;
  if (!near) return scrollBy(document, view, height, by * Math.max(1, Math.floor(height / 2)));
  return {focus: next.block.id, top: topFor(next, view.top, height, document)};
}

/**
 * The block after or before the focused one; where that is out of sight, it itself when it lies ahead, else the first or
 * last one that is in sight.
 */
function neighbour(places: readonly Place[], view: Moved, bottom: number, by: 1 | -1): Place | undefined {
  const at = places.findIndex(place => place.block.id === view.focus);
  const focused = places[at];
  if (focused !== undefined && focused.start < bottom && focused.end > view.top) return places[at + by];
  if (focused !== undefined && (by === 1 ? focused.start >= bottom : focused.end <= view.top)) return focused;
  return by === 1
    ? places.find(place => place.start >= view.top)
    : places.findLast(place => place.end <= bottom && place.start < bottom);
}

export function scrollBy(document: StepDocument, view: Moved, height: number, rows: number): Moved {
  return {...view, top: clampTop(view.top + rows, document.rows.length, height)};
}

/** Moves the focus to a block and brings it into sight. */
export function focusOn(document: StepDocument, view: Moved, height: number, id: string): Moved {
  const place = document.places.find(one => one.block.id === id);
  return place === undefined ? view : {focus: id, top: topFor(place, view.top, height, document)};
}

/** Where the text is shown from when there are fewer rows for it: elsewhere only if the focused block were hidden. */
export function uncovered(document: StepDocument, view: Moved, height: number): number {
  const place = document.places.find(one => one.block.id === view.focus);
  return place === undefined || place.start < view.top + height ? view.top : topFor(place, view.top, height, document);
}

/** After a change of the terminal's size: what was in sight stays there, the focused block first of all. */
export function keepInSight(
  before: StepDocument,
  after: StepDocument,
  view: Moved,
  was: number,
  height: number,
): number {
  const isSeen = ({start, end}: Place) => start < view.top + was && end > view.top;
  const focused = before.places.find(place => place.block.id === view.focus && isSeen(place));
  const anchor = focused ?? before.places.find(isSeen);
  const now = after.places.find(place => place.block.id === anchor?.block.id);
  if (anchor === undefined || now === undefined) return view.top;
  const same = view.top === 0 ? 0 : now.start - (anchor.start - view.top);
  return topFor(now, same, height, after);
}

export function clampTop(top: number, length: number, height: number): number {
  return Math.max(0, Math.min(top, length - height));
}

/** The nearest scroll position at which the whole block, or at least its start, is seen. */
function topFor(place: Place, top: number, height: number, document: StepDocument): number {
  const last = document.rows.length - height;
  const low = Math.min(place.reach + AIR - height, place.start);
  const high = Math.max(0, place.start - AIR);
  return Math.max(0, Math.min(Math.max(low, Math.min(top, high)), Math.max(last, 0)));
}

/** The next block that asks for something: after `from`, else the first that is still open; null when all is done. */
export function nextToDo(document: StepDocument, state: SessionState, from: string | null): string | null {
  const open = new Set(stillToDo(state));
  const places = focusable(document);
  const at = places.findIndex(place => place.block.id === from);
  const after = places.slice(at + 1).find(({block}) => isOpen(block, open));
  const first = places.find(({block}) => open.has(block.id));
  return (after ?? first)?.block.id ?? null;
}

function isOpen(block: Place['block'], open: ReadonlySet<string>): boolean {
  return open.has(block.id) || (block.kind === 'run' && block.depth === 0 && block.status === 'idle');
}
