import {openScreen} from '../view.ts';
import type {Actions, Tools} from './tools.ts';

type Names = 'clusters' | 'choose-cluster' | 'make-lab' | 'stop-lab';

/** What keys do where the student chooses a cluster. */
export function clusterActions({store, outside, set}: Tools): Actions<Names> {
  const board = outside.clusters;
  return {
    clusters() {
      set(view => openScreen(view, 'clusters'));
      void board?.load();
    },
    'choose-cluster'() {
      const {clusters, view} = store.snapshot();
      const choice = clusters?.choices?.[view.cursor];
      if (choice !== undefined) void board?.choose(choice);
    },
    'make-lab': () => void board?.make(),
    'stop-lab': () => board?.stop(),
  };
}
