import {enterLesson} from '../../session/enter-lesson.ts';
import {chosenStep, listedSteps} from '../step-filter.ts';
import type {Store} from '../store.ts';
import {closeScreen, openScreen} from '../view.ts';
import type {Actions, Tools} from './tools.ts';

type Names = 'open-lesson' | 'jump' | 'next' | 'back' | 'list' | 'values' | 'nodes' | 'ask-again' | 'shell' | 'help';

/** What a lesson says of the nodes is filled in once they were asked. Who has run commands there has agreed to that. */
export function askNodes({session}: Pick<Store, 'session'>): void {
  const {cluster, runs, trusted} = session.state();
  if (cluster.transport === 'recording' || (trusted && Object.keys(runs).length > 0)) void session.probe();
}

/** The keys that lead somewhere else. */
export function placeActions({store, outside, track, set, say}: Tools): Actions<Names> {
  const {session} = store;
  function openLesson(): void {
    const {state, view} = store.snapshot();
    const lesson = state.module.lessons[view.cursor];
    if (lesson === undefined) return;
    const done = enterLesson(session, lesson.id);
    if (!done.ok) {
      say('bad', done.message);
      return;
    }
    set(now => openScreen(now, 'step'));
    askNodes(store);
  }

  const askAgain = () => track(session.reach(), () => undefined);

  return {
    'open-lesson': openLesson,
    jump() {
      const {state, view} = store.snapshot();
      const to = chosenStep(state, view);
      if (to === undefined) return;
      const done = session.go(to.lesson, to.step);
      if (!done.ok) return say('bad', done.message);
      set(now => openScreen(now, 'step'));
      askNodes(store);
    },
    next: () => track(session.next()),
    back: () => track(session.back()),
    list() {
      const {state, view} = store.snapshot();
      const at = listedSteps(state, view).findIndex(one => one.lesson === state.lesson && one.step === state.step);
      set(now => openScreen(now, 'list', Math.max(0, at)));
    },
    values: () => set(view => openScreen(view, 'values')),
    nodes() {
      set(view => openScreen(view, 'nodes'));
      askAgain();
    },
    'ask-again': askAgain,
    shell() {
      const node = store.snapshot().situation.shell;
      if (node !== undefined) outside.shell(node);
    },
    help: () => set(view => (view.screen === 'help' ? closeScreen(view) : openScreen(view, 'help'))),
  };
}
