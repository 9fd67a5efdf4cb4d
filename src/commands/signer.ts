import type {ChainedJournal} from '../grade/chain.ts';
import {readSigningKey, signJournal} from '../grade/signature.ts';

/** What signs a run in the end; the key is read, and refused, before anything is done. */
export function signer(file: string | undefined): (journal: ChainedJournal) => void {
  if (file === undefined) return () => {};
  const key = readSigningKey(file);
  return journal => signJournal(journal, key);
}
