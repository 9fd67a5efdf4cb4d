import {outputText} from '../../session/output-text.ts';
import {clipboardSequence} from '../clipboard.ts';
import {shownRuns} from '../shown-runs.ts';
import {type OutputMode, openScreen, type View} from '../view.ts';
import {type Actions, focusedRun, type Tools} from './tools.ts';

type Names = 'swap' | 'output' | 'parsed' | 'difference' | 'notes' | 'copy';

/** What keys do with outputs. */
export function outputActions({store, outside, set, say}: Tools): Actions<Names> {
  /** With one pane the output takes the place of the text, or its key would do nothing that can be seen. */
  const isHidden = ({screen, pane}: View) =>
    screen === 'step' && pane === 'text' && !store.snapshot().geometry.twoPanes;
  const showIn = (view: View, outputMode: OutputMode): View => ({
    ...view,
    outputMode,
    outputTop: null,
    pane: isHidden(view) ? 'output' : view.pane,
  });
  return {
    swap: () => set(view => ({...view, pane: view.pane === 'text' ? 'output' : 'text'})),
    output: () => set(view => openScreen({...view, find: {text: '', hit: null}, sideways: 0}, 'output')),
    parsed: () => set(view => showIn(view, view.outputMode === 'rows' && !isHidden(view) ? 'raw' : 'rows')),
    difference: () =>
      set(view => {
        const modes: readonly OutputMode[] = ['raw', ...store.snapshot().situation.compares];
        const isPlain = isHidden(view) || view.outputMode === 'rows';
        return showIn(view, nextOf(modes, isPlain ? 'raw' : view.outputMode));
      }),
    notes: () => set(view => ({...view, notes: !view.notes})),
    copy() {
      const {state, view} = store.snapshot();
      const outputs = shownRuns(state, view).flatMap(run => (run.result === undefined ? [] : [outputText(run.result)]));
      const text = view.screen === 'output' ? outputs.join('\n') : (focusedRun(store)?.line ?? '');
      const sequence = clipboardSequence(text);
      if (sequence === undefined) {
        say('bad', 'too long for the clipboard of a terminal');
        return;
      }
      outside.send(sequence);
      say('info', view.screen === 'output' ? 'output copied' : 'command copied');
    },
  };
}

function nextOf(modes: readonly OutputMode[], mode: OutputMode): OutputMode {
  return modes[(modes.indexOf(mode) + 1) % modes.length] ?? 'raw';
}
