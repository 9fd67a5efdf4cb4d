import {isPassed} from '../session/step-progress.ts';
import {clipboardSequence} from './clipboard.ts';
import {editLine} from './edit-line.ts';
import {type Action, bindingFor} from './key-table.ts';
import {allSteps} from './list-page.ts';
import {outputText} from './output-text.ts';
import {pasteKey, promptKey} from './prompt-keys.ts';
import {reveal} from './reveal.ts';
import {type Move, move} from './scroll.ts';
import {shownRuns} from './shown-runs.ts';
import {focusOn} from './step-focus.ts';
import type {Store} from './store.ts';
import {createTrack} from './track.ts';
import {closeScreen, type OutputMode, openScreen, type View} from './view.ts';
import {judgedChecks, whyCursor} from './why-page.ts';

/** What keys can do outside the session and the view. */
export interface Outside {
  quit(): void;
  /** Sends a control sequence to the terminal. */
  send(sequence: string): void;
  shell(node: string): void;
  suspend(): void;
  /** Loads what the topology is drawn with, and what the student's earlier outputs showed of it. */
  loadTopology(): void;
}

/** Turns keys into verbs of the session and changes of the view. */
export function createController(store: Store, outside: Outside): (key: string) => void {
  const {session} = store;
  const track = createTrack(store);
  let pasting = false;
  /** Whether the command that runs now was already asked to stop. */
  let interrupted = false;

  const set = (change: (view: View) => View) => store.update(change);
  const say = (kind: 'info' | 'bad', text: string, whileLive = false) =>
    set(view => ({...view, message: {kind, text, whileLive}}));

  const focusedRun = () => {
    const {focused} = store.snapshot().situation;
    return focused?.kind === 'run' ? focused : undefined;
  };

  const actions: Readonly<Record<Action, (key: string) => void>> = {
    up: () => moveBy('up'),
    down: () => moveBy('down'),
    'page-up': () => moveBy('page-up'),
    'page-down': () => moveBy('page-down'),
    'to-start': () => moveBy('to-start'),
    'to-end': () => moveBy('to-end'),
    'go-on'() {
      store.update((view, {document, geometry}) => ({
        ...view,
        ...focusOn(document, view, geometry.body, view.focus ?? ''),
      }));
    },
    run() {
      const block = focusedRun();
      if (block === undefined) return;
      set(view => ({...view, outputTop: null, outputMode: 'raw'}));
      track(session.run(block.id, block.picked === null ? {} : {on: [block.picked]}));
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
    'open-lesson': openLesson,
    jump() {
      const {state, view} = store.snapshot();
      const to = allSteps(state)[view.cursor];
      if (to === undefined) return;
      const done = session.go(to.lesson, to.step);
      if (!done.ok) return say('bad', done.message);
      set(now => openScreen(now, 'step'));
      askNodes();
    },
    'pick-node'(key) {
      const block = focusedRun();
      const node = block?.nodes[Number(key) - 1];
      if (block === undefined || node === undefined) return;
      set(view => ({...view, picked: {...view.picked, [block.id]: node}, outputTop: null}));
    },
    'all-nodes'() {
      const block = focusedRun();
      if (block === undefined) return;
      set(view => {
        const {[block.id]: _, ...picked} = view.picked;
        return {...view, picked, outputTop: null};
      });
    },
    stop() {
      session.stop(interrupted ? 'kill' : 'interrupt');
      say('info', interrupted ? 'killed' : 'asked it to stop; once more kills it', true);
      interrupted = true;
    },
    check: () => track(session.check()),
    why: () => set(view => openScreen(view, 'why', whyCursor(store.snapshot().state, view.focus))),
    'next-verdict'() {
      const count = Math.max(1, judgedChecks(store.snapshot().state).length);
      set(view => ({...view, cursor: (view.cursor + 1) % count, scroll: 0}));
    },
    hint: () => track(session.hint(), () => reveal(store, 'hint')),
    solution: () => track(session.solution()),
    undo: () => track(session.undo()),
    'catch-up'() {
      const {state, view} = store.snapshot();
      const to = view.screen === 'list' ? allSteps(state)[view.cursor] : state;
      if (to === undefined) return;
      set(now => openScreen(now, 'step'));
      track(session.catchUp(to.lesson, to.step));
    },
    copy,
    edit() {
      const block = focusedRun();
      if (block === undefined) return;
      const node = block.picked ?? (block.nodes.length === 1 ? block.nodes[0] : undefined);
      set(view => ({...view, prompt: {kind: 'edit', run: block.id, node, edit: editLine(block.line)}}));
    },
    swap: () => set(view => ({...view, pane: view.pane === 'text' ? 'output' : 'text'})),
    output: () => set(view => openScreen(view, 'output')),
    parsed: () => set(view => ({...view, outputMode: view.outputMode === 'rows' ? 'raw' : 'rows', outputTop: null})),
    difference: () =>
      set(view => ({
        ...view,
        outputMode: nextOf(['raw', ...store.snapshot().situation.compares], view.outputMode),
        outputTop: null,
      })),
    notes: () => set(view => ({...view, notes: !view.notes})),
    next: () => track(session.next()),
    back: () => track(session.back()),
    list() {
      const {state} = store.snapshot();
      const at = allSteps(state).findIndex(one => one.lesson === state.lesson && one.step === state.step);
      set(view => openScreen(view, 'list', at));
    },
    values: () => set(view => openScreen(view, 'values')),
    nodes() {
      set(view => openScreen(view, 'nodes'));
      void session.probe();
    },
    shell() {
      const node = store.snapshot().situation.shell;
      if (node !== undefined) outside.shell(node);
    },
    topology() {
      set(view => openScreen(view, 'topology'));
      outside.loadTopology();
    },
    look: () => track(session.look(), () => undefined),
    'all-things': () => set(view => ({...view, map: {...view.map, all: !view.map.all}})),
    walk: () => set(view => openScreen({...view, map: {...view.map, from: null}}, 'ways')),
    'choose-way': () => store.update((view, {state, topology}) => topology?.choose(state, view) ?? view),
    evidence: () => set(view => openScreen(view, 'evidence')),
    'machine-before': () => store.update((view, {state, topology}) => topology?.moveAcross(state, view, -1) ?? view),
    'machine-after': () => store.update((view, {state, topology}) => topology?.moveAcross(state, view, 1) ?? view),
    help: () => set(view => openScreen(view, 'help')),
    close: () => set(stepBack),
    quit: () => outside.quit(),
    suspend: () => outside.suspend(),
  };

  function moveBy(how: Move): void {
    store.update((_, snapshot) => move(store, snapshot, how));
  }

  function openLesson(): void {
    const {state, view} = store.snapshot();
    const lesson = state.module.lessons[view.cursor];
    if (lesson === undefined) return;
    if (lesson.id !== state.lesson) {
      const open = lesson.steps.find(step => !isPassed(state.steps[`${lesson.id}/${step.id}`]));
      const done = session.go(lesson.id, open?.id);
      if (!done.ok) {
        say('bad', done.message);
        return;
      }
    }
    set(now => openScreen(now, 'step'));
    askNodes();
  }

  /** What a lesson says of the nodes is filled in once they were asked. Who has run commands there has agreed to that. */
  function askNodes(): void {
    const {cluster, runs} = store.snapshot().state;
    if (cluster.transport === 'recording' || Object.keys(runs).length > 0) void session.probe();
  }

  function copy(): void {
    const {state, view} = store.snapshot();
    const outputs = shownRuns(state, view).flatMap(run => (run.result === undefined ? [] : [outputText(run.result)]));
    const text = view.screen === 'output' ? outputs.join('\n') : (focusedRun()?.line ?? '');
    const sequence = clipboardSequence(text);
    if (sequence === undefined) {
      say('bad', 'too long for the clipboard of a terminal');
      return;
    }
    outside.send(sequence);
    say('info', view.screen === 'output' ? 'output copied' : 'command copied');
  }

  return key => {
    if (key === 'paste-start' || key === 'paste-end') {
      pasting = key === 'paste-start';
      return;
    }
    if (pasting) {
      pasteKey(store, key);
      return;
    }
    const {state, view, situation} = store.snapshot();
    if (!situation.live) interrupted = false;
    if (view.message !== null || view.readNotice !== state.notice) {
      set(now => ({...now, message: null, readNotice: state.notice}));
    }
    if (promptKey(store, track, key)) return;
    const binding = bindingFor(key, store.snapshot().situation);
    if (binding === undefined) return;
    actions[binding.action](key);
  };
}

/** Out of what is open on the screen, else out of the screen. */
function stepBack(view: View): View {
  const {screen, map} = view;
  if (screen === 'step' && view.pane === 'output') return {...view, pane: 'text'};
  if (screen === 'topology' && map.walk !== null) return {...view, map: {...map, walk: null}};
  if (screen === 'ways' && map.from !== null) return {...view, cursor: 0, map: {...map, from: null}};
  return closeScreen(view);
}

function nextOf(modes: readonly OutputMode[], mode: OutputMode): OutputMode {
  return modes[(modes.indexOf(mode) + 1) % modes.length] ?? 'raw';
}
