import {beginAnew} from '../begin-anew.ts';
import {editLine} from '../edit-line.ts';
import {reveal, revealVerdicts} from '../reveal.ts';
import {chosenStep} from '../step-filter.ts';
import {focusOn} from '../step-focus.ts';
import {openScreen} from '../view.ts';
import {feedingRun, judgedChecks, whyCursor} from '../why-page.ts';
import {type Actions, focusedRun, type Tools} from './tools.ts';

type Names =
  | 'go-on'
  | 'run'
  | 'run-again'
  | 'answer'
  | 'fold'
  | 'judge-one'
  | 'pick-node'
  | 'all-nodes'
  | 'edit'
  | 'check'
  | 'why'
  | 'next-verdict'
  | 'hint'
  | 'solution'
  | 'undo'
  | 'catch-up';

/** What keys do on a step. */
export function stepActions({store, track, set, say}: Tools): Actions<Names> {
  const {session} = store;
  function run(): void {
    const block = focusedRun(store);
    if (block === undefined) return;
    set(view => ({...view, outputTop: null, outputMode: 'raw'}));
    const other = store.snapshot().view.picked[block.partner ?? ''];
    const beside = other === undefined ? {} : {beside: {on: [other]}};
    track(session.run(block.id, {...(block.picked !== null && {on: [block.picked]}), ...beside}));
  }

  return {
    'go-on'() {
      store.update((view, {document, geometry}) => ({
        ...view,
        ...focusOn(document, view, geometry.body, view.focus ?? ''),
        ...(geometry.twoPanes ? {} : {pane: 'text'}),
      }));
    },
    run,
    'run-again'() {
      const {state, view} = store.snapshot();
      const id = feedingRun(state, view);
      if (id === undefined) return;
      // Where it is seen while it runs.
      store.update((now, {document, geometry}) => {
        const step = openScreen(now, 'step');
        return {...step, pane: 'text', ...focusOn(document, step, geometry.body, id)};
      });
      run();
    },
    answer() {
      const {focused} = store.snapshot().situation;
      if (focused === undefined) return;
      set(view => ({...view, prompt: {kind: 'answer', quiz: focused.id, edit: editLine('')}}));
    },
    fold() {
      const id = store.snapshot().situation.focused?.id;
      if (id === undefined) return;
      set(view => {
        const opened = view.opened.includes(id) ? view.opened.filter(one => one !== id) : [...view.opened, id];
        return {...view, opened};
      });
    },
    'judge-one'() {
      const id = store.snapshot().situation.focused?.id;
      if (id !== undefined) track(session.check(id));
    },
    'pick-node'(key) {
      const block = focusedRun(store);
      const node = block?.nodes[Number(key) - 1];
      if (block === undefined || node === undefined) return;
      set(view => ({...view, picked: {...view.picked, [block.id]: node}, outputTop: null, tab: null}));
    },
    'all-nodes'() {
      const block = focusedRun(store);
      if (block === undefined) return;
      set(view => {
        const {[block.id]: _, ...picked} = view.picked;
        return {...view, picked, outputTop: null, tab: null};
      });
    },
    edit() {
      const block = focusedRun(store);
      if (block === undefined) return;
      const node = block.picked ?? (block.nodes.length === 1 ? block.nodes[0] : undefined);
      set(view => ({
        ...view,
        prompt: {kind: 'edit', run: block.id, node, from: block.line, edit: editLine(block.line)},
      }));
    },
    check() {
      const {notice} = store.snapshot().state;
      const checked = session.check();
      track(checked, () => {
        // Without a word a key that found all as it was would seem dead.
        if (store.snapshot().state.notice === notice) say('good', 'looked again: all checks of this step hold');
      });
      void checked.then(() => revealVerdicts(store));
    },
    why: () => set(view => openScreen(view, 'why', whyCursor(store.snapshot().state, view.focus))),
    'next-verdict'() {
      const count = Math.max(1, judgedChecks(store.snapshot().state).length);
      set(view => ({...view, cursor: (view.cursor + 1) % count, scroll: 0}));
    },
    hint() {
      set(view => openScreen(view, 'step'));
      track(session.hint(), () => reveal(store, 'hint'));
    },
    solution: () => track(session.solution()),
    undo: () => track(session.undo(), () => beginAnew(store, 'there was nothing to take back')),
    'catch-up'() {
      const {state, view} = store.snapshot();
      const to = view.screen === 'list' ? chosenStep(state, view) : state;
      if (to === undefined) return;
      set(now => openScreen(now, 'step'));
      track(session.catchUp(to.lesson, to.step));
    },
  };
}
