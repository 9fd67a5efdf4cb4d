import {openScreen} from '../view.ts';
import type {Actions, Tools} from './tools.ts';

type Names =
  | 'topology'
  | 'look'
  | 'all-things'
  | 'walk'
  | 'choose-way'
  | 'evidence'
  | 'machine-before'
  | 'machine-after';

/** What keys do on the topology. */
export function topologyActions({store, outside, track, set}: Tools): Actions<Names> {
  return {
    topology() {
      set(view => openScreen(view, 'topology'));
      outside.loadTopology();
    },
    look: () => track(store.session.look(), () => undefined),
    'all-things': () => set(view => ({...view, map: {...view.map, all: !view.map.all}})),
    walk: () => set(view => openScreen({...view, map: {...view.map, from: null}}, 'ways')),
    'choose-way': () => store.update((view, {state, topology}) => topology?.choose(state, view) ?? view),
    evidence: () => set(view => openScreen(view, 'evidence')),
    'machine-before': () => store.update((view, {state, topology}) => topology?.moveAcross(state, view, -1) ?? view),
    'machine-after': () => store.update((view, {state, topology}) => topology?.moveAcross(state, view, 1) ?? view),
  };
}
