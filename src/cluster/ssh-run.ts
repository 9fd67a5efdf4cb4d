import type {Command, Running, RunOptions} from './cluster.ts';
import {runRemotely} from './remote-run.ts';
import {type SshTarget, talk} from './ssh-talk.ts';

/** Runs a command on a node over ssh, when there is a place on the way to it. */
export function runOverSsh(target: SshTarget, command: Command, options: RunOptions): Running {
  return runRemotely({...command, shell: target.shell}, options, async errand => {
    const entering = target.lane.enter();
    const entry = await Promise.race([entering, errand.orders.first]);
    if (entry === undefined) {
      void entering.then(late => late.kind === 'pass' && late.pass.leave());
      return {kind: 'stopped'};
    }
    if (entry.kind === 'refused') return {kind: 'unreachable', reason: entry.reason};
    return talk(target, entry.pass, errand);
  });
}
