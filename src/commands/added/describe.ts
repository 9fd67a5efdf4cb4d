import {neutralise} from '../../core/neutral.ts';
import type {AddedModule} from '../../state/module-lock.ts';

/** Where a module came from: `https://…#v1.2, commit 3f2a…`. */
export function originWords(added: AddedModule): string {
  if (added.kind === 'folder') return `${neutralise(added.folder)}, read in place`;
  const at = added.kind === 'git' ? `commit ${added.at.slice(0, 12)}` : `package version ${added.at}`;
  return `${neutralise(added.source)}, ${at}`;
}

/** Enough to tell two by. */
export function shortHash(hash: string): string {
  return hash.slice(0, 16);
}
