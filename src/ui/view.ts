import type {SessionState} from '../session/state.ts';
import type {Goal, Start} from '../topology/walk.ts';
import type {StepFilter} from './step-filter.ts';

export type ScreenName =
  | 'home'
  | 'step'
  | 'why'
  | 'list'
  | 'nodes'
  | 'values'
  | 'report'
  | 'help'
  | 'search'
  | 'output'
  | 'topology'
  /** The rows that prove what has the focus on the topology. */
  | 'evidence'
  /** Where a packet starts and where it is to go. */
  | 'ways'
  /** What the module may run, and where: stands while that is asked. */
  | 'trust'
  /** Where to work. */
  | 'clusters'
  /** A lab that is to be made, or is being made. */
  | 'lab';

/** How an output is shown: as printed, as parsed rows, against the run before, against the lesson's sample. */
export type OutputMode = 'raw' | 'rows' | 'previous' | 'sample';

/** One command on one node. */
export interface OutputAt {
  readonly run: string;
  readonly node: string;
}

/** A line that the student types at the bottom. */
export interface EditLine {
  readonly text: string;
  /** Offset in `text` that typed characters go to. */
  readonly at: number;
}

export type Prompt =
  | {
      readonly kind: 'edit';
      readonly run: string;
      readonly node: string | undefined;
      /** The line as it was. */
      readonly from: string;
      readonly edit: EditLine;
    }
  | {readonly kind: 'answer'; readonly quiz: string; readonly edit: EditLine}
  /** What is wrong with a check, in the student's own words. */
  | {readonly kind: 'report'; readonly check: string; readonly edit: EditLine}
  /** Words that are looked for on the screen that shows; `isFresh` until a key was typed. */
  | {readonly kind: 'find'; readonly edit: EditLine; readonly isFresh: boolean};

export interface Message {
  readonly kind: 'info' | 'good' | 'bad';
  readonly text: string;
  /** Of no interest once nothing runs any more. */
  readonly whileLive?: boolean;
}

/** Where the student looks on the topology. */
export interface MapView {
  /** Key of the device or namespace with the focus; null, or one that is not drawn any more, is the first that is. */
  readonly focus: string | null;
  /** Also what the student's own outputs have not shown is drawn. */
  readonly all: boolean;
  /** The ends of the walk that is highlighted. */
  readonly walk: {readonly from: Start; readonly to: Goal} | null;
  /** Which of its hops has the focus, counted through all branches. */
  readonly hop: number;
  /** The start that was chosen for the next walk. */
  readonly from: Start | null;
}

/** A screen that another was opened over, with the place to come back to. */
type Left = Pick<View, 'screen' | 'cursor' | 'scroll' | 'outputTop'>;

/** Where the student looks; all else is in the session's state. Immutable. */
export interface View {
  readonly columns: number;
  readonly rows: number;
  readonly screen: ScreenName;
  /** The screens that Esc goes back to, nearest last. */
  readonly trail: readonly Left[];
  /** `lesson/step` that the step fields below belong to. */
  readonly place: string;
  /** Id of the block with the focus. */
  readonly focus: string | null;
  /** The run whose output is shown: the one focused last. */
  readonly shownRun: string | null;
  /** First visible row of the step's text. */
  readonly top: number;
  /** Which of the two panes the movement keys act on; with one pane, the one that is seen. */
  readonly pane: 'text' | 'output';
  /** Run id → the one node picked for it. */
  readonly picked: Readonly<Record<string, string>>;
  /** Ids of folded parts that the student opened. */
  readonly opened: readonly string[];
  /** First visible row of the output; null = the end of a live one, the start of a finished one. */
  readonly outputTop: number | null;
  readonly outputMode: OutputMode;
  /** The output that was chosen of those of a command, or of a pair: null = all below one another. */
  readonly tab: {readonly of: string; readonly at: OutputAt | null} | null;
  /** The words looked for in the output, and the number of the line that was gone to. */
  readonly find: {readonly text: string; readonly hit: number | null};
  /** Cells that long lines are scrolled by. */
  readonly sideways: number;
  /** Whether lines of the output carry their numbers. */
  readonly numbers: boolean;
  /** Whether outputs carry what the lesson says about their rows. */
  readonly notes: boolean;
  /** Selected row of Home, List, Nodes; the chosen value of a question. */
  readonly cursor: number;
  /** First visible row of the other screens. */
  readonly scroll: number;
  readonly map: MapView;
  /** The words looked for in the module, and which of the hits the student went to last. */
  readonly search: {readonly text: string; readonly cursor: number};
  /** Which steps the list shows: of a kind, with some words. */
  readonly list: {readonly filter: StepFilter; readonly text: string};
  readonly prompt: Prompt | null;
  /** No key has come for a while. */
  readonly away: boolean;
  /** A verb was asked for and the session does not show anything of it yet. */
  readonly starting: boolean;
  /** About the last key; gone with the next. */
  readonly message: Message | null;
  /** The session's notice that was on the screen at the last key: read, so no longer shown. */
  readonly readNotice: SessionState['notice'];
}

export function openingView(screen: ScreenName, columns: number, rows: number): View {
  return {
    columns,
    rows,
    screen,
    trail: [],
    ...freshStep(''),
    picked: {},
    find: {text: '', hit: null},
    sideways: 0,
    numbers: false,
    notes: true,
    cursor: 0,
    scroll: 0,
    map: {focus: null, all: false, walk: null, hop: 0, from: null},
    search: {text: '', cursor: 0},
    list: {filter: 'all', text: ''},
    prompt: null,
    away: false,
    starting: false,
    message: null,
    readNotice: null,
  };
}

type FreshStep = Pick<
  View,
  'place' | 'focus' | 'shownRun' | 'top' | 'pane' | 'opened' | 'outputTop' | 'outputMode' | 'tab'
>;

/** The fields that begin anew with another step. */
export function freshStep(place: string): FreshStep {
  return {
    place,
    focus: null,
    shownRun: null,
    top: 0,
    pane: 'text',
    opened: [],
    outputTop: null,
    outputMode: 'raw',
    tab: null,
  };
}

export function openScreen(view: View, screen: ScreenName, cursor = 0): View {
  if (view.screen === screen) return view;
  // Opening a screen that is already on the trail goes back to it, so the trail never grows without end.
  const known = view.trail.findIndex(left => left.screen === screen);
  const {screen: from, cursor: at, scroll, outputTop} = view;
  const trail =
    known === -1 ? [...view.trail, {screen: from, cursor: at, scroll, outputTop}] : view.trail.slice(0, known);
  return {...view, screen, trail, cursor, scroll: 0, outputTop: null};
}

/** Back to where the screen below was left. */
export function closeScreen(view: View): View {
  const back = view.trail.at(-1);
  if (back === undefined) return view.screen === 'home' ? view : {...view, screen: 'home', cursor: 0, scroll: 0};
  const cursor = back.screen === 'search' ? view.search.cursor : back.cursor;
  return {...view, ...back, trail: view.trail.slice(0, -1), cursor};
}
