import {join} from 'node:path';
import {withClaim} from '../../state/claim.ts';
import {addedFolder} from '../../state/module-lock.ts';
import {interruptible} from '../interruptible.ts';

/**
 * One program at a time, so that none takes away what another has just added. The signal is aborted when the person asks
 * for the end, and what was begun is then put away.
 */
export async function whileAlone<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const {signal, release} = interruptible();
  const claim = join(addedFolder(process.env), '.claim');
  try {
    return await withClaim(claim, 'modules are being added or removed', () => work(signal));
  } finally {
    release();
  }
}
