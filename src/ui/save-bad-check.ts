import {join} from 'node:path';
import type {Store} from './store.ts';

/** Writes the bundle of a check that the student finds wrong, and says where it is. */
export async function saveBadCheck(store: Store, check: string, words: string): Promise<void> {
  const {session, folder, clock} = store;
  const say = (kind: 'info' | 'bad', text: string) => store.update(view => ({...view, message: {kind, text}}));
  const name = `bad-check-${check}.json`;
  const bundle = await import('../session/bad-check/save.ts');
  const wanted = {id: `${session.state().lesson}/${check}`, words, redacted: true, at: clock()};
  const kept = await bundle.saveBadCheck(session, join(folder, name), wanted);
  if (kept.kind === 'refused') say('bad', kept.message);
  else say('info', `in this folder: ${name}; nothing was sent`);
}
