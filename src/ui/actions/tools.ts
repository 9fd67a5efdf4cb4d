import type {StepBlock} from '../../render/step-block.ts';
import type {Action} from '../action.ts';
import type {Switchboard} from '../clusters/switchboard.ts';
import type {Store} from '../store.ts';
import type {Track} from '../track.ts';
import type {Message, View} from '../view.ts';

/** What keys can do outside the session and the view. */
export interface Outside {
  quit(): void;
  /** Sends a control sequence to the terminal. */
  send(sequence: string): void;
  shell(node: string): void;
  suspend(): void;
  /** Loads what the topology is drawn with, and what the student's earlier outputs showed of it. */
  loadTopology(): void;
  /** Loads what searches the module, and what the student's earlier outputs were. */
  loadSearch(): void;
  /** Undefined where there is no other cluster to go to. */
  readonly clusters: Switchboard | undefined;
}

/** What the actions of keys are made from. */
export interface Tools {
  readonly store: Store;
  readonly outside: Outside;
  /** Follows a verb of the session to its end, and shows what it came to. */
  readonly track: Track;
  set(change: (view: View) => View): void;
  /** One line at the bottom, gone with the next key; with `whileLive` also when nothing runs any more. */
  say(kind: Message['kind'], text: string, whileLive?: boolean): void;
}

/** Some of the actions, by their names; each is told the key. */
export type Actions<Names extends Action> = Readonly<Record<Names, (key: string) => void>>;

/** The command that has the focus. */
export function focusedRun(store: Store): Extract<StepBlock, {readonly kind: 'run'}> | undefined {
  const {focused} = store.snapshot().situation;
  return focused?.kind === 'run' ? focused : undefined;
}

export function createTools(store: Store, outside: Outside, track: Track): Tools {
  const set: Tools['set'] = change => store.update(change);
  return {
    store,
    outside,
    track,
    set,
    say: (kind, text, whileLive = false) => set(view => ({...view, message: {kind, text, whileLive}})),
  };
}
