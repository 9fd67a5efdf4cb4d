import {Failure} from '../../core/failure.ts';
import type {Session} from '../../session/session.ts';
import type {Store} from '../store.ts';
import {closeScreen, openScreen, type View} from '../view.ts';
import {type Choice, type Clusters, type ClustersShown, isMaking, type Wanted} from './clusters.ts';
import {afterEvent} from './making.ts';

/** Where the screen goes on after a switch. */
export interface Switch {
  readonly session: Session;
  readonly open: 'home' | 'step';
}

/** Looks for clusters, makes them, and takes the student there. */
export interface Switchboard {
  /** Looks anew at what there is. */
  load(): Promise<void>;
  /** Goes there, or asks first where it has to be made. */
  choose(choice: Choice): Promise<void>;
  make(): Promise<void>;
  stop(): void;
  /** Ends what is being made; resolves when nothing is left of it. */
  close(): Promise<void>;
}

const TICK_MS = 1000;

export function createSwitchboard(store: Store, clusters: Clusters, go: (to: Switch) => void): Switchboard {
  let stop = new AbortController();
  let under: Promise<void> = Promise.resolve();
  let closed = false;

  const put = (change: (now: ClustersShown) => ClustersShown) => store.setClusters(change);
  const say = (kind: 'info' | 'bad', text: string) => store.update(view => ({...view, message: {kind, text}}));

  function open(wanted: Wanted): Promise<void> {
    under = goTo(wanted);
    return under;
  }

  async function goTo(wanted: Wanted): Promise<void> {
    say('info', `opening ${wanted.cluster}`);
    try {
      const session = await clusters.open(wanted);
      // The student has left meanwhile.
      if (closed) return await session.close();
      const {state, view} = store.snapshot();
      const isInLesson = [view, ...view.trail].some(one => one.screen === 'step');
      // From within a lesson the same step is shown there; from Home the student goes on where they were there.
      if (isInLesson && session.state().module.id === state.module.id) session.go(state.lesson, state.step);
      go({session, open: isInLesson ? 'step' : 'home'});
    } catch (error) {
      say('bad', reasonOf(error));
    }
  }

  async function make(choice: Choice, takes: string): Promise<void> {
    stop = new AbortController();
    const since = store.clock();
    const making = {name: choice.name, takes, since, phases: [], line: '', end: null, stopping: false};
    put(now => ({...now, making}));
    const timer = setInterval(() => put(now => ({...now})), TICK_MS);
    try {
      await clusters.make(
        choice.name,
        event =>
          put(now => ({...now, making: now.making === null ? null : afterEvent(now.making, event, store.clock())})),
        stop.signal,
      );
      put(now => ({...now, making: null, asked: null}));
    } catch (error) {
      const end = stop.signal.aborted
        ? {kind: 'stopped' as const}
        : {kind: 'failed' as const, message: reasonOf(error)};
      put(now => ({...now, making: now.making === null ? null : {...now.making, end}}));
      return;
    } finally {
      clearInterval(timer);
    }
    if (store.snapshot().view.screen === 'lab') await open({cluster: choice.name, module: moduleName(store)});
    else say('info', `the ${choice.name} is up: C goes there`);
  }

  return {
    async load() {
      const choices = await clusters.list();
      put(now => ({...now, choices}));
      store.update(view => startOn(view, choices, store));
    },
    async choose(choice) {
      const {state, clusters: shown} = store.snapshot();
      if (isHere(choice, store)) return store.update(closeScreen);
      if (choice.use.kind === 'missing') return say('bad', missingWords(choice.use.missing));
      if (choice.use.kind === 'make') {
        if (!isMaking(shown)) put(now => ({...now, asked: choice, making: null}));
        return store.update(view => openScreen(view, 'lab'));
      }
      if (isMaking(shown)) return say('bad', 'a lab is being made: wait for it, or stop it first');
      if (choice.kind === 'cluster') return open({cluster: choice.name, module: moduleName(store)});
      const recorded = state.cluster.transport === 'recording';
      return open({cluster: recorded ? 'recording' : state.cluster.name, module: choice.name});
    },
    async make() {
      const {asked} = store.snapshot().clusters ?? {asked: null};
      if (asked?.use.kind !== 'make') return;
      under = make(asked, asked.use.takes);
      await under;
    },
    stop() {
      put(now => ({...now, making: now.making === null ? null : {...now.making, stopping: true}}));
      stop.abort();
    },
    async close() {
      closed = true;
      stop.abort();
      await under;
    },
  };
}

function moduleName(store: Store): string {
  return store.snapshot().state.module.folder;
}

/** Whether the student is there already. */
function isHere({kind, name}: Choice, store: Pick<Store, 'snapshot'>): boolean {
  const {cluster, module} = store.snapshot().state;
  return kind === 'cluster' ? name === cluster.name : name === module.id;
}

/** The list begins with where the student is. */
function startOn(view: View, choices: readonly Choice[], store: Store): View {
  if (view.screen !== 'clusters' || view.cursor !== 0) return view;
  return {
    ...view,
    cursor: Math.max(
      0,
      choices.findIndex(choice => choice.kind === 'cluster' && isHere(choice, store)),
    ),
  };
}

function missingWords(missing: readonly {readonly what: string; readonly mend?: string}[]): string {
  const [first] = missing;
  if (first === undefined) return 'it cannot be used here';
  return first.mend === undefined ? first.what : `${first.what}: ${first.mend}`;
}

/** What the world did not allow is told; a bug is thrown on. */
function reasonOf(error: unknown): string {
  if (error instanceof Failure) return error.message;
  const {code, message} = error as NodeJS.ErrnoException;
  if (typeof code === 'string') return message;
  throw error;
}
