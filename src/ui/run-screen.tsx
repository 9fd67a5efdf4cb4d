import {EXIT, Failure} from '../core/failure.ts';
import {lettersFor} from '../render/letters.ts';
import {themeFor} from '../render/theme.ts';
import {wrapWords} from '../render/wrap-words.ts';
import {doctorWords} from '../session/no-answer.ts';
import type {Session} from '../session/session.ts';
import {askNodes} from './actions/places.ts';
import {type Clusters, isMaking, NOTHING_KNOWN} from './clusters/clusters.ts';
import {createSwitchboard, type Switch} from './clusters/switchboard.ts';
import {createController} from './controller.ts';
import {lessonIndex} from './home-page.ts';
import type {Mounted} from './mount.tsx';
import {Screen} from './screen.ts';
import {readAhead} from './search/read-ahead.ts';
import type {SearchModel} from './search/search-model.ts';
import type {StepModel} from './step-model.ts';
import {createStore} from './store.ts';
import {type EndingSignal, guardTerminal, type Lifecycle} from './terminal.ts';
import {transcript} from './transcript.ts';
import {openingView, type ScreenName} from './view.ts';
import {watchIdle} from './watch-idle.ts';
import {watchTasks} from './watch-tasks.ts';

export interface ScreenIo {
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  /** Says what of colours and letters is shown. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** `process`; tests hand in an emitter. */
  readonly lifecycle: Lifecycle;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  /** Where files that the student asks for are written; the current one when not said. */
  readonly folder?: string;
  /** Where to begin; Home when not said. */
  readonly open?: Extract<ScreenName, 'home' | 'step' | 'clusters'>;
  /** Other clusters that the student can go to. */
  readonly clusters?: Clusters;
  /** Told of the session that is shown after a switch, which is the caller's to close. */
  readonly switched?: (to: Session) => void;
  /** The command that comes back to this session; `deepdive` when not said. */
  readonly again?: string;
  /** Stops the whole job as Ctrl-Z does in a shell; returns after it was continued. */
  readonly suspend: () => Promise<void>;
  /** Runs an interactive program on the terminal, to its end; returns its exit status where it has one. */
  readonly interactive: (argv: readonly string[]) => Promise<number | undefined>;
}

/** The exit status with which ssh tells of its own failure. */
const SSH_FAILED = 255;

/** How the showing of one session ends. */
type Ending = EndingSignal | 'quit' | Switch;

/**
 * Shows the session on the whole terminal until the student quits, and the one after a switch in its place; a session
 * that was left is closed. Leaves the last one open; throws a Failure after a signal, with the terminal already given
 * back.
 */
export async function runScreen(session: Session, io: ScreenIo): Promise<void> {
  const screen = new Screen(io.stdout, lettersFor(io.env).cells);
  const signalled = deferred<EndingSignal>();
  const unguard = guardTerminal(screen, io.stdin, io.lifecycle, signalled.resolve);
  const left: Promise<void>[] = [];
  let shown = session;
  let ending: Ending;
  try {
    ending = await showSession(shown, io, screen, signalled.promise);
    while (typeof ending === 'object') {
      left.push(shown.close());
      shown = ending.session;
      io.switched?.(shown);
      if (ending.open === 'step') askNodes({session: shown});
      ending = await showSession(
        shown,
        {...io, open: ending.open, again: againOn(shown, session)},
        screen,
        signalled.promise,
      );
    }
  } finally {
    screen.leave();
    unguard();
    io.stdin.pause();
    await Promise.all(left);
  }
  if (ending !== 'quit') throw new Failure(`ended by ${ending}; all is saved`, EXIT.interrupted);
}

async function showSession(
  session: Session,
  io: ScreenIo,
  screen: Screen,
  signalled: Promise<EndingSignal>,
): Promise<Ending> {
  const view = openingView(io.open ?? 'home', screen.columns, screen.rows);
  const theme = themeFor(io.env);
  const steps = io.open === 'step' ? await loadSteps(session) : undefined;
  const known = io.clusters && NOTHING_KNOWN;
  const store = createStore({
    session,
    // Home begins with the lesson that the student is in.
    view: {...view, cursor: lessonIndex(session.state())},
    theme,
    clock: io.clock,
    folder: io.folder,
    steps,
    clusters: known,
  });
  const end = deferred<Ending>();
  const board = io.clusters && createSwitchboard(store, io.clusters, end.resolve);
  let mounted: Mounted | undefined;
  let aside = false;
  const over = new AbortController();
  let searching: Promise<SearchModel> | undefined;
  let isReadBack = false;
  let unwatchFile: () => void = () => undefined;

  // Not before it is needed: React and Ink are most of the start.
  const [{mountApp}, {loadLayout}] = await Promise.all([import('./mount.tsx'), import('./yoga.ts')]);
  await loadLayout();
  const idle = watchIdle(store);
  const act = createController(store, {
    quit: () => end.resolve('quit'),
    send: sequence => screen.send(sequence),
    shell: node => void stepAside(() => openShell(node)),
    suspend: () => void stepAside(io.suspend),
    loadTopology: () => void loadTopology(),
    loadSearch: () => void loadSearch(),
    clusters: board,
  });
  const onKey = (key: string) => {
    idle.touch();
    act(key);
  };
  const mount = () => {
    screen.enter();
    mounted = mountApp(store, onKey, screen, io.stdin);
    mounted.ended.catch(end.reject);
  };
  const unmount = () => {
    mounted?.unmount();
    screen.leave();
  };

  async function stepAside(work: () => Promise<void>): Promise<void> {
    if (aside) return;
    aside = true;
    unmount();
    // Without this turn of the event loop node goes on reading the terminal and fails with EIO.
    await new Promise(resolve => setImmediate(resolve));
    io.stdin.pause();
    try {
      await work();
    } finally {
      aside = false;
      onResize();
      mount();
    }
  }

  async function openShell(node: string): Promise<void> {
    const argv = session.shell(node);
    if (argv === undefined) return;
    const said = `A shell on ${node}; exit or Ctrl-D comes back to the lesson.`;
    io.stdout.write(`${wrapWords(said, screen.columns).join('\n')}\n`);
    const status = await io.interactive(argv);
    if (argv[0] !== 'ssh' || status !== SSH_FAILED) return;
    const text = `the connection to ${node} failed: ${doctorWords(session.state().cluster)}`;
    store.update(now => ({...now, message: {kind: 'bad', text}}));
  }

  function onResize(): void {
    screen.forget();
    store.update(now => ({...now, columns: screen.columns, rows: screen.rows}));
    // React draws in a microtask; where nothing had to change, the last frame is painted again.
    setImmediate(() => screen.flush());
  }

  void signalled.then(end.resolve);
  const unwatch = watchTasks(store);
  io.stdout.on('resize', onResize);
  try {
    mount();
    void loadRest();
    if (io.open === 'clusters') void board?.load();
    const why = await end.promise;
    // After a switch the next session is painted over this one: what is the same stays on the screen.
    if (typeof why === 'object') mounted?.unmount();
    else {
      unmount();
      io.stdout.write(lettersFor(io.env).words(transcript(session.state(), screen.columns, io.again)));
    }
    return why;
  } finally {
    mounted?.unmount();
    io.stdout.off('resize', onResize);
    unwatch();
    idle.stop();
    over.abort();
    unwatchFile();
    if (isMaking(store.snapshot().clusters)) io.stdout.write('  the lab that was being made is removed\n');
    await board?.close();
    store.close();
  }

  async function loadTopology(): Promise<void> {
    if (store.snapshot().topology !== undefined) return;
    const {createTopologyModel} = await import('./topology/topology-model.ts');
    store.setTopology(createTopologyModel());
    await session.recall('all');
  }

  async function loadSearch(): Promise<void> {
    if (store.snapshot().search !== undefined) return;
    store.setSearch(await searchModel());
    await session.recall('all');
    isReadBack = true;
    store.update(now => ({...now}));
  }

  function searchModel(): Promise<SearchModel> {
    const load = () => import('./search/search-model.ts');
    searching ??= load().then(({createSearchModel}) => createSearchModel(session, () => !isReadBack));
    return searching;
  }

  async function watchOutputs(): Promise<void> {
    const {watchOutputFile} = await import('./inspector/watch-file.ts');
    if (!over.signal.aborted) unwatchFile = watchOutputFile(store);
  }

  /** What the first frame does without. */
  async function loadRest(): Promise<void> {
    await new Promise(resolve => setImmediate(resolve));
    if (steps === undefined) store.setSteps(await loadSteps(session));
    await session.recall();
    await watchOutputs();
    const {createHighlight} = await import('../render/highlight.ts');
    store.setHighlight(createHighlight());
    await readAhead(store, searchModel, over.signal);
  }
}

async function loadSteps(session: Session): Promise<StepModel> {
  const {createStepModel} = await import('./step-model.ts');
  return createStepModel(session);
}

/** The command that opens what the student went to; without it the next start would be where this one began. */
function againOn(shown: Session, first: Session): string {
  const {cluster, module: to} = shown.state();
  const from = first.state().module;
  return `deepdive${to.folder === from.folder ? '' : ` --module ${to.folder}`} --cluster ${cluster.name}`;
}

function deferred<T>(): {
  readonly promise: Promise<T>;
  readonly resolve: (value: T) => void;
  readonly reject: (error: unknown) => void;
} {
  let resolve!: (value: T) => void;
  let reject!: (error: unknown) => void;
  const promise = new Promise<T>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return {promise, resolve, reject};
}
