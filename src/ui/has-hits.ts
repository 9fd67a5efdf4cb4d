import type {Session} from '../session/session.ts';
import {inspect} from './inspector/inspect.ts';
import {isPaneLive} from './output-pane.ts';
import {shownSides} from './shown-runs.ts';
import type {Snapshot} from './store.ts';

/** Whether there is a line to go to with the words that are looked for; what still prints may have one at any time. */
export function hasHits(session: Session, snapshot: Snapshot): boolean {
  const {state, view, search, situation} = snapshot;
  if (view.screen === 'search') return search?.chosen(state, view) !== undefined;
  if (view.screen !== 'output' || view.find.text.trim() === '' || !situation.canFind) return false;
  return isPaneLive(shownSides(state, view)) || (inspect(session, snapshot)?.sheet.hits.length ?? 0) > 0;
}
