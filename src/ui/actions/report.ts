import {join} from 'node:path';
import {places} from '../../session/navigate.ts';
import {editLine} from '../edit-line.ts';
import {openScreen} from '../view.ts';
import type {Actions, Tools} from './tools.ts';

type Names = 'report' | 'keep-transcript' | 'keep-redacted' | 'report-check';

/** What keys do with the report, and with files of the student's work. */
export function reportActions({store, set, say}: Tools): Actions<Names> {
  async function keepTranscript(redacted: boolean): Promise<void> {
    const {saveTranscript, unknownHosts} = await import('../../session/transcript/save.ts');
    const name = `${store.session.state().module.id}-transcript${redacted ? '-redacted' : ''}.md`;
    const options = {whole: false, redacted, at: store.clock()};
    const kept = await saveTranscript(store.session, join(store.folder, name), options);
    if (kept.kind === 'refused') return say('bad', kept.message);
    const hidden = redacted && unknownHosts(store.session).length > 0 ? '; some host names are not known' : '';
    say('info', `${kept.replaced ? 'kept anew' : 'kept'} in this folder: ${name}${hidden}`);
  }

  return {
    report() {
      const {state} = store.snapshot();
      const at = places(state).findIndex(one => one.lesson === state.lesson && one.step === state.step);
      set(view => openScreen(view, 'report', at));
    },
    'keep-transcript': () => void keepTranscript(false),
    'keep-redacted': () => void keepTranscript(true),
    'report-check'() {
      const check = store.snapshot().situation.badCheck;
      if (check !== undefined) set(view => ({...view, prompt: {kind: 'report', check, edit: editLine('')}}));
    },
  };
}
