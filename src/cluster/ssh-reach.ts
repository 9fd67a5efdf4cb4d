import {execa} from 'execa';
import type {SshTarget} from './ssh-talk.ts';

/** A connection that is being opened. */
export interface Reaching {
  /** Gives up, unless it is open by now. */
  end(): Promise<void>;
}

/**
 * Opens the connection to a node and runs nothing there, so that all of that is done by the time a first command comes.
 * Commands wait for it; where it fails they are told why. The connection stays as long as one that a command opened:
 * until the node is closed, or its ControlPersist is over.
 */
export function reachOverSsh({args, lane, log}: SshTarget): Reaching {
  const giveUp = new AbortController();
  const open = async (): Promise<void> => {
    const entry = await lane.enter();
    if (entry.kind === 'refused') return;
    const {pass} = entry;
    const mark = log.mark();
    const {exitCode} = await execa('ssh', ['-N', '-f', ...args], {
      detached: true,
      reject: false,
      stdio: 'ignore',
      cancelSignal: giveUp.signal,
    });
    if (exitCode === 0) pass.opened();
    else pass.failed(log.since(mark) ?? 'ssh ended without a connection');
    pass.leave();
  };
  const done = open();
  return {
    async end() {
      giveUp.abort();
      await done;
    },
  };
}
