import type {Action} from './action.ts';
import {isMaking} from './clusters/clusters.ts';
import {
  canAnswer,
  canAskAgain,
  canChoose,
  canCopy,
  canMake,
  canQuitByControl,
  canRun,
  canRunAgain,
  explains,
  focusedOn,
  goesOn,
  hasClusters,
  hasFound,
  hasHits,
  idle,
  isBehind,
  isFirst,
  isFolded,
  isLast,
  isLocked,
  isNarrowed,
  isOnRun,
  isRead,
  isUnavailable,
  leavesScreen,
  listsSteps,
  looked,
  onlyTabs,
  picksNode,
  severalNodes,
  severalVerdicts,
  walks,
} from './key-conditions.ts';
import type {Situation} from './situation.ts';
import type {ScreenName} from './view.ts';

export interface KeyBinding {
  readonly action: Action;
  readonly keys: readonly string[];
  /** Screens where it works; all of them when not said. */
  readonly on?: readonly ScreenName[];
  readonly label: string;
  /** Place in the footer, 1 first; keys without one stand on the help screen only. */
  readonly rank?: number;
  readonly when?: (now: Situation) => boolean;
}

const STEP: readonly ScreenName[] = ['step'];
const OUTPUT: readonly ScreenName[] = ['step', 'output'];
const TOPOLOGY: readonly ScreenName[] = ['topology'];
const CLUSTERS: readonly ScreenName[] = ['clusters'];
const LAB: readonly ScreenName[] = ['lab'];
const AWAY: readonly ScreenName[] = ['step', 'why', 'list', 'nodes', 'values', 'topology'];
/** Opened over another screen, to which Esc goes back. */
const OVER_ANOTHER: readonly ScreenName[] = [
  ...(['why', 'list', 'nodes', 'values', 'report', 'help', 'output', 'topology', 'evidence', 'ways'] as const),
  ...(['search', 'clusters', 'lab'] as const),
];
/** Every key of the program, once. The footer, the help screen and the handling of keys all read this table. */
export const KEYS: readonly KeyBinding[] = [
  {action: 'stop', keys: ['s', 'ctrl-c'], on: OUTPUT, label: 'stop', rank: 1, when: now => now.live},
  {action: 'next', keys: ['n'], on: STEP, label: 'next step', rank: 2, when: now => now.done && goesOn(now)},
  {action: 'hint', keys: ['h'], on: STEP, label: 'hint', rank: 3, when: now => now.moreHints && now.stuck},
  // Enter never acts on what the student does not see.
  {action: 'go-on', keys: ['enter'], on: STEP, label: 'go on', rank: 4, when: now => !now.inSight},
  {action: 'run', keys: ['enter'], on: STEP, label: 'run', rank: 4, when: canRun},
  // Not promised, but it says what is in the way.
  {action: 'run', keys: ['enter'], on: STEP, label: 'run', when: now => isOnRun(now) && isLocked(now)},
  {action: 'run', keys: ['enter'], on: STEP, label: 'try', rank: 4, when: now => isOnRun(now) && isUnavailable(now)},
  {action: 'run-again', keys: ['enter'], on: ['why'], label: 'rerun', rank: 4, when: canRunAgain},
  {action: 'answer', keys: ['enter'], on: STEP, label: 'answer', rank: 4, when: canAnswer},
  {action: 'fold', keys: ['enter'], on: STEP, label: 'open or fold', rank: 4, when: explains},
  {action: 'hint', keys: ['enter'], on: STEP, label: 'next hint', when: isFolded('hint')},
  {action: 'solution', keys: ['enter'], on: STEP, label: 'solution', when: isFolded('solution')},
  {
    action: 'judge-one',
    keys: ['enter'],
    on: STEP,
    label: 'look now',
    rank: 4,
    when: now => focusedOn('check', 'task')(now) && now.canCheck,
  },
  {action: 'open-lesson', keys: ['enter'], on: ['home'], label: 'open', rank: 4},
  {action: 'jump', keys: ['enter'], on: ['list', 'report'], label: 'open', rank: 4, when: listsSteps},
  {action: 'evidence', keys: ['enter'], on: TOPOLOGY, label: 'rows', rank: 4, when: looked},
  {action: 'ask-again', keys: ['enter'], on: ['nodes'], label: 'retry', rank: 4, when: canAskAgain},
  {action: 'open-hit', keys: ['enter'], on: ['search'], label: 'open', rank: 4, when: hasHits},
  {action: 'next-hit', keys: ['n'], on: ['search'], label: 'next hit', rank: 5, when: hasHits},
  {action: 'previous-hit', keys: ['p'], on: ['search'], label: 'hit before', rank: 6, when: hasHits},
  {action: 'next-line', keys: ['n'], on: ['output'], label: 'next hit', rank: 3, when: hasHits},
  {action: 'previous-line', keys: ['N'], on: ['output'], label: 'hit before', rank: 4, when: hasHits},
  {action: 'find', keys: ['/'], on: ['output'], label: 'find', rank: 5, when: now => now.canFind},
  {action: 'find', keys: ['/'], on: ['list'], label: 'narrow', rank: 6},
  {action: 'search', keys: ['tab'], on: ['list'], label: 'search all text', rank: 7},
  {action: 'filter', keys: ['f'], on: ['list'], label: 'filter', rank: 5.5},
  {action: 'node-after', keys: [']'], on: OUTPUT, label: 'next output', rank: 6, when: now => now.hasTabs},
  {action: 'node-before', keys: ['['], on: OUTPUT, label: 'output before', when: now => now.hasTabs},
  {action: 'node-after', keys: ['right'], on: ['output'], label: 'next output', when: onlyTabs},
  {action: 'node-before', keys: ['left'], on: ['output'], label: 'output before', when: onlyTabs},
  {action: 'show-node', keys: ['1-9'], on: OUTPUT, label: 'show output', when: now => now.hasTabs && !picksNode(now)},
  {action: 'more-right', keys: ['right'], on: ['output'], label: 'more right', rank: 7, when: now => now.isClipped},
  {action: 'more-left', keys: ['left'], on: ['output'], label: 'more left', when: now => now.isClipped},
  {action: 'numbers', keys: ['#'], on: ['output'], label: 'line numbers', rank: 12, when: now => now.canFind},
  {action: 'choose-way', keys: ['enter'], on: ['ways'], label: 'choose', rank: 4},
  {action: 'choose-cluster', keys: ['enter'], on: CLUSTERS, label: 'choose', rank: 4, when: canChoose},
  {action: 'make-lab', keys: ['y'], on: LAB, label: 'make it', rank: 4, when: canMake},
  {action: 'stop-lab', keys: ['s', 'ctrl-c'], on: LAB, label: 'stop', rank: 1, when: now => isMaking(now.clusters)},
  {action: 'walk', keys: ['p'], on: TOPOLOGY, label: "a packet's way", rank: 5, when: looked},
  {action: 'look', keys: ['l'], on: TOPOLOGY, label: 'look now', rank: 6, when: idle},
  {
    action: 'all-things',
    keys: ['a'],
    on: TOPOLOGY,
    label: 'show all',
    rank: 7,
    when: now => looked(now) && !now.view.map.all,
  },
  {action: 'all-things', keys: ['a'], on: TOPOLOGY, label: 'only what I met', rank: 7, when: now => now.view.map.all},
  {action: 'pick-node', keys: ['1-9'], on: STEP, label: 'node', rank: 5, when: severalNodes},
  {action: 'all-nodes', keys: ['@'], on: STEP, label: 'all nodes', when: severalNodes},
  {action: 'check', keys: ['c'], on: ['step', 'why'], label: 'check', rank: 6, when: now => now.canCheck},
  {action: 'why', keys: ['w'], on: STEP, label: 'why', rank: 7, when: now => now.hasVerdict},
  {action: 'next-verdict', keys: ['tab'], on: ['why'], label: 'next check', rank: 7, when: severalVerdicts},
  {
    action: 'swap',
    keys: ['tab'],
    on: STEP,
    label: 'output',
    rank: 8,
    when: now => now.hasOutput && now.view.pane === 'text',
  },
  {action: 'swap', keys: ['tab'], on: STEP, label: 'text', rank: 8, when: now => now.view.pane === 'output'},
  {
    action: 'parsed',
    keys: ['r'],
    on: OUTPUT,
    label: 'raw or parsed',
    rank: 9,
    when: now => now.hasOutput && isRead(now),
  },
  {action: 'difference', keys: ['d'], on: OUTPUT, label: 'compare', rank: 9, when: now => now.compares.length > 0},
  {action: 'notes', keys: ['a'], on: OUTPUT, label: 'notes', rank: 9.5, when: now => now.hasNotes},
  {action: 'output', keys: ['o'], on: STEP, label: 'full output', rank: 10, when: now => now.hasOutput},
  {action: 'hint', keys: ['h'], on: STEP, label: 'hint', rank: 11, when: now => now.moreHints && !now.stuck},
  {action: 'hint', keys: ['h'], on: ['why'], label: 'hint', rank: 6.5, when: now => now.moreHints},
  {action: 'edit', keys: ['e'], on: STEP, label: 'edit', rank: 12, when: canRun},
  {action: 'next', keys: ['n'], on: STEP, label: 'next', rank: 13, when: now => !now.done && goesOn(now)},
  {action: 'report', keys: ['n'], on: STEP, label: 'how you stand', rank: 2, when: now => now.done && isLast(now)},
  // Not promised at the ends, but they say what is in the way.
  {action: 'next', keys: ['n'], on: STEP, label: 'next', when: now => !now.done && isLast(now)},
  {action: 'back', keys: ['b'], on: STEP, label: 'back', rank: 14, when: now => !isFirst(now)},
  {action: 'back', keys: ['b'], on: STEP, label: 'back', when: isFirst},
  {action: 'list', keys: ['l'], on: ['home', 'step', 'nodes', 'values'], label: 'list', rank: 15},
  {action: 'search', keys: ['/'], on: ['home', 'step', 'nodes', 'values', 'search'], label: 'search', rank: 16},
  {
    action: 'catch-up',
    keys: ['X'],
    on: ['step', 'list'],
    label: 'catch me up',
    rank: 5,
    when: now => idle(now) && isBehind(now),
  },
  {action: 'undo', keys: ['x'], on: STEP, label: 'undo', rank: 17, when: now => now.canUndo && idle(now)},
  {action: 'solution', keys: ['S'], on: STEP, label: 'solution', rank: 18, when: now => now.hasSolution && now.idle},
  {action: 'values', keys: ['v'], on: ['home', 'step', 'list', 'nodes'], label: 'values', rank: 19},
  {
    action: 'topology',
    keys: ['t'],
    on: ['home', 'step', 'why', 'list', 'nodes', 'values', 'output'],
    label: 'topology',
    rank: 18.5,
  },
  {action: 'nodes', keys: ['N'], on: ['home', 'step', 'list', 'values', 'why'], label: 'nodes', rank: 20},
  {action: 'report', keys: ['R'], on: ['home', 'step', 'list'], label: 'report', rank: 20.5},
  {action: 'keep-transcript', keys: ['s'], on: ['report'], label: 'transcript', rank: 5},
  {action: 'keep-redacted', keys: ['S'], on: ['report'], label: 'redacted transcript', rank: 6},
  {
    action: 'report-check',
    keys: ['!'],
    on: ['step', 'why'],
    label: 'report a bad check',
    rank: 21.5,
    when: now => now.badCheck !== undefined,
  },
  {action: 'copy', keys: ['y'], on: OUTPUT, label: 'copy', rank: 21, when: canCopy},
  {action: 'clusters', keys: ['C'], on: ['home'], label: 'cluster', rank: 4.5, when: hasClusters},
  {action: 'clusters', keys: ['C'], on: AWAY, label: 'cluster', rank: 20.5, when: hasClusters},
  {
    action: 'shell',
    keys: ['p'],
    on: ['step', 'nodes'],
    label: 'shell',
    rank: 22,
    when: now => now.shell !== undefined && idle(now),
  },
  {action: 'close', keys: ['esc'], on: ['output'], label: 'clear', rank: 2.55, when: hasFound},
  {action: 'close', keys: ['esc'], on: ['list'], label: 'all', rank: 2.55, when: isNarrowed},
  {action: 'close', keys: ['esc'], on: TOPOLOGY, label: 'map', rank: 2.55, when: walks},
  {action: 'close', keys: ['esc'], on: OVER_ANOTHER, label: 'back', rank: 2.55, when: leavesScreen},
  {action: 'close', keys: ['esc'], on: STEP, label: 'back', rank: 23},
  {action: 'help', keys: ['?'], label: 'help', rank: 2.5},
  {action: 'quit', keys: ['q'], label: 'quit', rank: 2.6},
  {action: 'quit', keys: ['ctrl-c'], label: 'quit when nothing runs', when: canQuitByControl},
  {action: 'up', keys: ['up', 'k'], label: 'up'},
  {action: 'down', keys: ['down', 'j'], label: 'down'},
  {action: 'machine-before', keys: ['left'], on: TOPOLOGY, label: 'the machine before', when: looked},
  {action: 'machine-after', keys: ['right'], on: TOPOLOGY, label: 'the next machine', when: looked},
  {action: 'page-down', keys: ['space', 'pagedown'], label: 'a page on'},
  {action: 'page-up', keys: ['pageup'], label: 'a page back'},
  {action: 'to-start', keys: ['home', 'g'], label: 'to the start'},
  {action: 'to-end', keys: ['end', 'G'], label: 'to the end'},
  {action: 'suspend', keys: ['ctrl-z'], label: 'suspend'},
];

/** To another place in the lessons: not while the session goes through them by itself. */
const LEAVING: ReadonlySet<Action> = new Set(['next', 'back', 'open-lesson', 'jump', 'open-hit', 'choose-cluster']);

/** The bindings that are valid now, in the order of the table. */
export function validKeys(now: Situation): readonly KeyBinding[] {
  const led = now.state.catchingUp !== null;
  return KEYS.filter(
    ({action, on, when}) =>
      (on?.includes(now.view.screen) ?? true) && (when?.(now) ?? true) && !(led && LEAVING.has(action)),
  );
}

export function bindingFor(key: string, now: Situation): KeyBinding | undefined {
  return validKeys(now).find(({keys}) => keys.includes(key) || (keys[0] === '1-9' && /^[1-9]$/.test(key)));
}

const MOVES = ['up', 'down', 'page-up', 'page-down', 'to-start', 'to-end'] as const;

/** How a key moves what a screen shows, wherever it is pressed. */
export function moveFor(key: string): (typeof MOVES)[number] | undefined {
  return MOVES.find(how => KEYS.some(({action, keys}) => action === how && keys.includes(key)));
}
