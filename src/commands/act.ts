import {EXIT} from '../core/failure.ts';
import type {Session} from '../session/session.ts';
import {watchInterruption} from './interruption.ts';
import {actions, type Options} from './plain-actions.ts';
import {stdoutWriter} from './stdout-writer.ts';
import {openStudentSession} from './student.ts';

type Name = keyof typeof actions;

/** The verbs that cannot do without the nodes; the others say what is known without them. */
const REACHING: ReadonlySet<Name> = new Set<Name>(['run', 'check', 'why', 'reset', 'catch-up', 'nodes']);

/** Opens the saved session, does one thing, closes it. */
export async function act(name: Name, args: readonly string[], options: Options): Promise<number> {
  const out = stdoutWriter(options.width);
  const {session} = await openStudentSession(options, 'instant');
  const interruption = watchInterruption(session);
  try {
    const asked = REACHING.has(name) ? await refusal(session, options) : undefined;
    const code = asked ?? (await actions[name](session, out, args, options));
    if (!interruption.signal.aborted) return code;
    out.text('Interrupted; what was done is saved.');
    return EXIT.interrupted;
  } finally {
    interruption.release();
    await session.close();
  }
}

/** The exit code when the module may not run; what asks is not loaded where it may. */
async function refusal(session: Session, {yes, width}: Options): Promise<number | undefined> {
  if (session.state().trusted) return undefined;
  const {askTrust} = await import('./ask-trust.ts');
  return askTrust(session, {yes: yes === true, width});
}
