import type {StepBlock} from '../render/step-block.ts';
import {spotOf} from '../session/find.ts';
import {runsIn, visibleItems} from '../session/items.ts';
import type {Session} from '../session/session.ts';
import {type SessionState, stepOf} from '../session/state.ts';
import {probedFacts} from '../session/step-progress.ts';
import type {ClustersShown} from './clusters/clusters.ts';
import {geometry} from './geometry.ts';
import {canFind} from './inspector/inspect.ts';
import {isClipped} from './inspector/large.ts';
import {hasTabs} from './node-tabs.ts';
import {sampleOf, shownRuns, shownSides} from './shown-runs.ts';
import {stepIsDone} from './step-banner.ts';
import type {Place} from './step-document.ts';
import type {OutputMode, View} from './view.ts';
import {judgedChecks, whyCursor} from './why-page.ts';

/** All that decides which keys are valid now. */
export interface Situation {
  readonly state: SessionState;
  readonly view: View;
  readonly focused: StepBlock | undefined;
  /** Any row of the focused block is on the screen. */
  readonly inSight: boolean;
  /** Rows of the step's text that stand below those in sight. */
  readonly below: number;
  /** A command runs now. */
  readonly live: boolean;
  /** A command can be run: none is under way or about to be. */
  readonly idle: boolean;
  /** Checks can be asked for: none is being judged or about to be. */
  readonly canCheck: boolean;
  /** The shown run has an output, or is printing one. */
  readonly hasOutput: boolean;
  /** What the shown output can be held against. */
  readonly compares: readonly OutputMode[];
  /** The shown output is of several nodes, and in sight. */
  readonly hasTabs: boolean;
  /** It can be looked through as one text. */
  readonly canFind: boolean;
  /** The words that are looked for on this screen were found, or may be in what still comes. */
  readonly hasHits: boolean;
  /** Its lines are cut at the right. */
  readonly isClipped: boolean;
  /** The lesson says something about rows of the shown output. */
  readonly hasNotes: boolean;
  /** A check of the step was judged and did not pass, or passed with something to show. */
  readonly hasVerdict: boolean;
  readonly moreHints: boolean;
  readonly hasSolution: boolean;
  /** A check failed twice in a row, or the student has sat before an open step for a while. */
  readonly stuck: boolean;
  readonly canUndo: boolean;
  readonly done: boolean;
  readonly shell: string | undefined;
  /** The judged check that `!` would report. */
  readonly badCheck: string | undefined;
  /** Undefined where there is no other cluster to go to. */
  readonly clusters: ClustersShown | undefined;
}

/** Where in the step's text the student looks. */
interface Looking {
  readonly place: Place | undefined;
  /** Of the whole text. */
  readonly rows: number;
  /** Of what is in sight. */
  readonly height: number;
}

export function situation(
  session: Session,
  state: SessionState,
  view: View,
  {place, rows, height}: Looking,
  clusters: ClustersShown | undefined,
): Situation {
  const focused = place?.block;
  const items = visibleItems(stepOf(state).items, probedFacts(state));
  const ids = items.flatMap(item =>
    item.kind === 'check' ? [item.check.id] : item.kind === 'task' ? [item.task.id] : [],
  );
  const checks = ids.flatMap(id => state.checks[`${state.lesson}/${id}`] ?? []);
  const progress = state.steps[`${state.lesson}/${state.step}`];
  const hidden = items.flatMap(item => (item.kind === 'hidden' ? [item.hidden.role] : []));
  const mutating = items.flatMap(item => (item.kind === 'run' && item.run.mutates !== undefined ? [item.run.id] : []));
  return {
    state,
    view,
    focused,
    inSight: place === undefined || (showsText(view) && place.start < view.top + height && place.end > view.top),
    below: view.screen === 'step' && view.pane === 'text' ? Math.max(0, rows - view.top - height) : 0,
    live: isLive(state),
    idle: isIdle(state, view),
    canCheck: ids.length > 0 && isIdle(state, view) && !isJudging(state),
    hasOutput: shownRuns(state, view).length > 0,
    compares: compares(state, view),
    hasTabs: hasTabs(state, view) && (view.screen === 'output' || showsOutput(view)),
    canFind: view.screen === 'output' && canFind(state, view),
    // Known once all is laid out.
    hasHits: false,
    isClipped: isClipped(view, shownRuns(state, view)),
    hasNotes: hasNotes(state, view),
    hasVerdict: checks.some(check => check.at > 0),
    moreHints: hidden.filter(role => role === 'hint').length > (progress?.hints ?? 0),
    hasSolution: hidden.includes('solution') && progress?.solutionShown !== true,
    stuck: checks.some(check => check.fails >= 2) || (view.away && !isLive(state) && !stepIsDone(state)),
    canUndo: mutating.some(id => Object.keys(state.runs[`${state.lesson}/${id}`]?.nodes ?? {}).length > 0),
    done: stepIsDone(state),
    shell: shellNode(session, state, view, focused),
    badCheck: badCheck(state, view),
    clusters,
  };
}

function isIdle(state: SessionState, view: View): boolean {
  return !isLive(state) && !view.starting && state.catchingUp === null;
}

function isLive(state: SessionState): boolean {
  return Object.values(state.runs).some(run => run.status === 'running' || run.status === 'streaming');
}

function isJudging(state: SessionState): boolean {
  return Object.values(state.checks).some(check => check.status === 'checking');
}

/** The session shows that it does or asks something. */
export function isBusy(state: SessionState): boolean {
  return state.asking !== null || state.catchingUp !== null || isLive(state) || isJudging(state);
}

/** The node whose shell `p` would open, when the cluster offers one there. */
function shellNode(
  session: Session,
  state: SessionState,
  view: View,
  focused: StepBlock | undefined,
): string | undefined {
  const {nodes} = state.cluster;
  const own = focused?.kind === 'run' ? (focused.picked ?? focused.nodes[0]) : undefined;
  const node = view.screen === 'nodes' ? nodes[view.cursor]?.id : (own ?? nodes[0]?.id);
  return node !== undefined && session.shell(node) !== undefined ? node : undefined;
}

function badCheck(state: SessionState, view: View): string | undefined {
  const judged = judgedChecks(state);
  const at = view.screen === 'why' ? view.cursor % Math.max(1, judged.length) : whyCursor(state, view.focus);
  return judged[at]?.id;
}

/** On a step the output is beside the text, or in its place. */
function showsOutput(view: View): boolean {
  return view.pane === 'output' || hasTwoPanes(view);
}

function showsText(view: View): boolean {
  return view.screen !== 'step' || view.pane === 'text' || hasTwoPanes(view);
}

function hasTwoPanes(view: View): boolean {
  return geometry(view.columns, view.rows, 2).twoPanes;
}

function compares(state: SessionState, view: View): readonly OutputMode[] {
  const finished = shownRuns(state, view).filter(run => run.result !== undefined);
  const previous = finished.some(run => run.previous !== undefined);
  const sample = finished.length > 0 && shownSides(state, view).some(({run}) => sampleOf(state, run) !== undefined);
  return [...(previous ? ['previous' as const] : []), ...(sample ? ['sample' as const] : [])];
}

function hasNotes(state: SessionState, view: View): boolean {
  // They stand at rows as printed, not where those are parsed or compared.
  if ((view.screen === 'output' || showsOutput(view)) && view.outputMode !== 'raw') return false;
  const noted = new Set(runsIn(spotOf(state).items).flatMap(run => (run.notes.length > 0 ? [run.id] : [])));
  return shownSides(state, view).some(({run, on}) => noted.has(run) && on.some(one => one.result !== undefined));
}
