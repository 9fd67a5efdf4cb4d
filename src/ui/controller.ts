import type {SessionState} from '../session/state.ts';
import type {Action} from './action.ts';
import {clusterActions} from './actions/clusters.ts';
import {inspectActions} from './actions/inspect.ts';
import {outputActions} from './actions/output.ts';
import {placeActions} from './actions/places.ts';
import {reportActions} from './actions/report.ts';
import {searchActions} from './actions/search.ts';
import {stepActions} from './actions/step.ts';
import {type Actions, createTools, type Outside} from './actions/tools.ts';
import {topologyActions} from './actions/topology.ts';
import {lessonIndex} from './home-page.ts';
import {bindingFor} from './key-table.ts';
import {pasteKey, promptKey} from './prompt-keys.ts';
import {type Move, move} from './scroll.ts';
import {narrow} from './step-filter.ts';
import type {Store} from './store.ts';
import {createTrack} from './track.ts';
import {closeScreen, type View} from './view.ts';

/** Turns keys into verbs of the session and changes of the view. */
export function createController(store: Store, outside: Outside): (key: string) => void {
  const {session} = store;
  const track = createTrack(store);
  let pasting = false;
  /** Whether the command that runs now was already asked to stop. */
  let interrupted = false;

  const tools = createTools(store, outside, track);
  const {set, say} = tools;

  const actions: Actions<Action> = {
    ...stepActions(tools),
    ...placeActions(tools),
    ...outputActions(tools),
    ...topologyActions(tools),
    ...reportActions(tools),
    ...searchActions(tools),
    ...clusterActions(tools),
    ...inspectActions(tools),
    up: () => moveBy('up'),
    down: () => moveBy('down'),
    'page-up': () => moveBy('page-up'),
    'page-down': () => moveBy('page-down'),
    'to-start': () => moveBy('to-start'),
    'to-end': () => moveBy('to-end'),
    stop() {
      session.stop(interrupted ? 'kill' : 'interrupt');
      say('info', interrupted ? 'killed' : 'asked it to stop; once more kills it', true);
      interrupted = true;
    },
    close: () => store.update((view, {state}) => stepBack(state, view)),
    quit: () => outside.quit(),
    suspend: () => outside.suspend(),
  };

  function moveBy(how: Move): void {
    store.update((_, snapshot) => move(store, snapshot, how));
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
    // It leads to the shell and back, whatever is asked or typed.
    if (key !== 'ctrl-z' && promptKey(store, track, key)) return;
    const binding = bindingFor(key, store.snapshot().situation);
    if (binding === undefined) return;
    actions[binding.action](key);
  };
}

/** Out of what is open on the screen, else out of the screen. */
function stepBack(state: SessionState, view: View): View {
  const {screen, map} = view;
  if (screen === 'step' && view.pane === 'output') return {...view, pane: 'text'};
  if (screen === 'output' && view.find.text !== '') return {...view, find: {text: '', hit: null}};
  if (screen === 'list' && (view.list.text !== '' || view.list.filter !== 'all'))
    return narrow(state, view, {filter: 'all', text: ''});
  if (screen === 'topology' && map.walk !== null) return {...view, map: {...map, walk: null}};
  if (screen === 'ways' && map.from !== null) return {...view, cursor: 0, map: {...map, from: null}};
  const back = closeScreen(view);
  return screen === 'step' && back.screen === 'home' ? {...back, cursor: lessonIndex(state)} : back;
}
