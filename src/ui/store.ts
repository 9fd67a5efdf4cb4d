import type {Highlight} from '../render/code.ts';
import type {Theme} from '../render/theme.ts';
import type {Session} from '../session/session.ts';
import type {SessionState} from '../session/state.ts';
import {type ClustersShown, NOTHING_KNOWN} from './clusters/clusters.ts';
import {footerLines} from './footer.ts';
import {footerRows, type Geometry, geometry} from './geometry.ts';
import {hasHits} from './has-hits.ts';
import type {OpenedFile} from './inspector/file-sheet.ts';
import {liveHeight} from './live-height.ts';
import type {SearchModel} from './search/search-model.ts';
import {shownRuns} from './shown-runs.ts';
import {isBusy, type Situation, situation} from './situation.ts';
import {focusable, type Place, type StepDocument} from './step-document.ts';
import {focusOn, keepInSight, nextToDo, uncovered} from './step-focus.ts';
import type {StepModel} from './step-model.ts';
import type {TopologyModel} from './topology/topology-model.ts';
import {closeScreen, freshStep, openScreen, type View} from './view.ts';

/** All that a frame is drawn from. */
export interface Snapshot {
  readonly state: SessionState;
  readonly view: View;
  readonly document: StepDocument;
  readonly geometry: Geometry;
  readonly situation: Situation;
  /** Undefined until the topology is opened first. */
  readonly topology: TopologyModel | undefined;
  /** Undefined until something is searched for first. */
  readonly search: SearchModel | undefined;
  /** Undefined where there is no other cluster to go to. */
  readonly clusters: ClustersShown | undefined;
  /** While an output is paged through on disk. */
  readonly outputFile: OpenedFile | undefined;
}

/** Keeps the view beside the session's state, outside React: the screen may be unmounted for a shell and come back. */
export interface Store {
  readonly session: Session;
  readonly theme: Theme;
  readonly clock: () => number;
  /** Where files that the student asks for are written. */
  readonly folder: string;
  snapshot(): Snapshot;
  subscribe(listener: () => void): () => void;
  update(change: (view: View, snapshot: Snapshot) => View): void;
  /** Until it has this, the text of a step is empty: Home is painted before that is laid out, or even loaded. */
  setSteps(steps: StepModel): void;
  setHighlight(highlight: Highlight): void;
  setTopology(topology: TopologyModel): void;
  setSearch(search: SearchModel): void;
  setClusters(change: (now: ClustersShown) => ClustersShown): void;
  setOutputFile(file: OpenedFile | undefined): void;
  close(): void;
}

export interface StoreOptions {
  readonly session: Session;
  readonly view: View;
  readonly theme: Theme;
  readonly clock: () => number;
  /** The current one when not said. */
  readonly folder?: string | undefined;
  readonly steps?: StepModel | undefined;
  readonly clusters?: ClustersShown | undefined;
}

const NO_TEXT: StepDocument = {rows: [], places: []};

export function createStore({session, view: opening, theme, clock, folder = '.', ...rest}: StoreOptions): Store {
  const listeners = new Set<() => void>();
  let {steps, clusters} = rest;
  let highlight: Highlight | undefined;
  let topology: TopologyModel | undefined;
  let search: SearchModel | undefined;
  let outputFile: OpenedFile | undefined;
  let snapshot = derive(opening);

  function derive(given: View, before?: Snapshot): Snapshot {
    const state = session.state();
    const here = `${state.lesson}/${state.step}`;
    let view = given.place === here ? given : {...given, ...freshStep(here)};
    const isTrustAsked = state.asking?.kind === 'trust';
    if (isTrustAsked !== (view.screen === 'trust')) view = isTrustAsked ? openScreen(view, 'trust') : closeScreen(view);
    if (view.starting && isBusy(state)) view = {...view, starting: false};
    // The height of the footer depends on the situation, and both on the document, whose widths depend on neither.
    const wide = geometry(view.columns, view.rows, footerRows(view.rows));
    if (steps === undefined || view.screen === 'home') return drawn(state, view, NO_TEXT, undefined);
    const document = steps(state, view, wide, highlight);
    if (before !== undefined && before.view.place === here && isResized(before.view, view)) {
      const top = keepInSight(before.document, document, view, before.geometry.body, wide.body);
      view = {...view, top};
    }
    // A stream that opens below the text leaves less of it.
    if (before !== undefined && before.view.place === here && before.situation.inSight) {
      const below = liveHeight({geometry: wide, state, view});
      if (below > liveHeight({...before, geometry: wide}))
        view = {...view, top: uncovered(document, view, wide.body - below)};
    }
    if (!document.places.some(one => one.block.id === view.focus)) view = chooseFocus(document, state, view, wide.body);
    const place = document.places.find(one => one.block.id === view.focus);
    const focused = place?.block;
    // The output that was printed last stays until a command with an output of its own has the focus.
    const own = focused?.kind === 'run' && shownRuns(state, {...view, shownRun: focused.id}).length > 0;
    const shownRun = own ? focused.id : (view.shownRun ?? runAbove(document, state, view));
    if (view.shownRun !== shownRun) view = {...view, shownRun, outputTop: null};
    return drawn(state, view, document, place);
  }

  function drawn(state: SessionState, view: View, document: StepDocument, place: Place | undefined): Snapshot {
    const wide = geometry(view.columns, view.rows, footerRows(view.rows));
    const height = wide.body - liveHeight({geometry: wide, state, view});
    const now = situation(session, state, view, {place, rows: document.rows.length, height}, clusters);
    const footer = footerLines(now).length;
    const found: Snapshot = {
      state,
      view,
      document,
      situation: now,
      geometry: geometry(view.columns, view.rows, footer),
      topology,
      search,
      clusters,
      outputFile,
    };
    return hasHits(session, found) ? {...found, situation: {...now, hasHits: true}} : found;
  }

  function refresh(view: View): void {
    snapshot = derive(view, snapshot);
    for (const listener of listeners) listener();
  }

  const stop = session.subscribe(() => refresh(snapshot.view));
  return {
    session,
    theme,
    clock,
    folder,
    snapshot: () => snapshot,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    update(change) {
      const next = change(snapshot.view, snapshot);
      if (next !== snapshot.view) refresh(next);
    },
    setSteps(given) {
      steps = given;
      refresh(snapshot.view);
    },
    setHighlight(given) {
      highlight = given;
      refresh(snapshot.view);
    },
    setTopology(given) {
      topology = given;
      refresh(snapshot.view);
    },
    setOutputFile(given) {
      outputFile = given;
      refresh(snapshot.view);
    },
    setSearch(given) {
      search = given;
      refresh(snapshot.view);
    },
    setClusters(change) {
      clusters = change(clusters ?? NOTHING_KNOWN);
      refresh(snapshot.view);
    },
    close: stop,
  };
}

function isResized(before: View, {columns, rows}: View): boolean {
  return before.columns !== columns || before.rows !== rows;
}

/** On arrival: what is to be done next. A step that was begun is shown there, a new one from its first row. */
function chooseFocus(document: StepDocument, state: SessionState, view: View, height: number): View {
  const first = focusable(document)[0]?.block.id ?? null;
  const focus = nextToDo(document, state, null) ?? first;
  return focus === null || focus === first ? {...view, focus} : {...view, ...focusOn(document, view, height, focus)};
}

/** The command nearest above a block, best one with an output: what a check or a question is about. */
function runAbove(document: StepDocument, state: SessionState, view: View): string | null {
  const at = document.places.findIndex(place => place.block.id === view.focus);
  const ids = document.places.slice(0, at + 1).flatMap(({block}) => (block.kind === 'run' ? [block.id] : []));
  const shown = ids.findLast(id => shownRuns(state, {...view, shownRun: id}).length > 0);
  return shown ?? ids.at(-1) ?? null;
}
