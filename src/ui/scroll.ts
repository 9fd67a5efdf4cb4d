import {inspect} from './inspector/inspect.ts';
import {scrollSheet} from './inspector/sheet.ts';
import {liveHeight} from './live-height.ts';
import {tabsLine} from './node-tabs.ts';
import {finishedExtent, isPaneLive} from './output-pane.ts';
import {pageOf} from './page-of.ts';
import {shownSides} from './shown-runs.ts';
import {clampTop, moveFocus, scrollBy} from './step-focus.ts';
import type {Snapshot, Store} from './store.ts';
import type {View} from './view.ts';

export type Move = 'up' | 'down' | 'page-up' | 'page-down' | 'to-start' | 'to-end';

const FAR = 1_000_000_000;

/** The view after a movement key: whatever the screen shows, it moves. */
export function move(store: Store, snapshot: Snapshot, how: Move): View {
  const {view, state, topology, geometry} = snapshot;
  if (view.screen === 'topology') return topology?.move(state, view, rowsOf(how, geometry.body)) ?? view;
  if (view.screen === 'output' || (view.screen === 'step' && view.pane === 'output'))
    return moveOutput(store, snapshot, how);
  return view.screen === 'step' ? moveStep(snapshot, how) : movePage(store, snapshot, how);
}

function moveStep(snapshot: Snapshot, how: Move): View {
  const {view, document, geometry} = snapshot;
  const below = liveHeight(snapshot);
  const height = geometry.body - below;
  const near = how === 'up' ? -1 : how === 'down' ? 1 : undefined;
  if (near !== undefined) return {...view, ...moveFocus(document, view, height, near)};
  return {...view, ...scrollBy(document, view, height, rowsOf(how, height))};
}

function movePage(store: Store, snapshot: Snapshot, how: Move): View {
  const {view, geometry} = snapshot;
  const page = pageOf(store, snapshot);
  if (page === undefined) return view;
  const by = rowsOf(how, geometry.body);
  if (page.choices === 0) return {...view, scroll: clampTop(view.scroll + by, page.rows.length, geometry.body)};
  return {...view, cursor: Math.max(0, Math.min(view.cursor + by, page.choices - 1))};
}

function moveOutput(store: Store, snapshot: Snapshot, how: Move): View {
  const {state, view, geometry} = snapshot;
  const seen = view.screen === 'output' ? inspect(store.session, snapshot) : undefined;
  if (seen !== undefined) return scrollSheet(view, seen.sheet, seen.height, rowsOf(how, seen.height));
  const sides = shownSides(state, view);
  const width = view.screen === 'output' || !geometry.twoPanes ? geometry.columns : geometry.output - 1;
  const height = geometry.body - tabsLine(state, view, width).length;
  const by = rowsOf(how, height);
  if (isPaneLive(sides)) {
    const tails = sides.flatMap(side => side.on.flatMap(run => store.session.tail(side.run, run.node) ?? []));
    const total = Math.max(0, ...tails.map(tail => tail.total));
    const last = total - height + 1;
    const top = (view.outputTop ?? last) + by;
    // At the end the view follows the new lines again.
    return {...view, outputTop: top >= last ? null : Math.max(Math.min(...tails.map(tail => tail.first())), top)};
  }
  const {rows, top: resting} = finishedExtent(snapshot, sides, width);
  const top = clampTop(view.outputTop ?? resting, rows, height);
  return {...view, outputTop: clampTop(top + by, rows, height)};
}

function rowsOf(how: Move, height: number): number {
  switch (how) {
    case 'up':
      return -1;
    case 'down':
      return 1;
    case 'page-up':
      return -Math.max(1, height - 2);
    case 'page-down':
      return Math.max(1, height - 2);
    case 'to-start':
      return -FAR;
    case 'to-end':
      return FAR;
  }
}
