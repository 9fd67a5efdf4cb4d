import {EXIT} from '../core/failure.ts';
import type {Session} from '../session/session.ts';
import {namingOptions, type Options} from './action.ts';
import {answerStop} from './answer-stop.ts';
import {watchInterruption} from './interruption.ts';
import {actions} from './plain-actions.ts';
import {stdoutWriter} from './stdout-writer.ts';
import {openStudentSession} from './student.ts';

type Name = keyof typeof actions;

/** The verbs that cannot do without the nodes; the others say what is known without them. */
const REACHING: ReadonlySet<Name> = new Set<Name>(['run', 'check', 'why', 'reset', 'catch-up', 'report-check']);

/** Opens the saved session, does one thing, closes it. */
export async function act(name: Name, args: readonly string[], options: Options): Promise<number> {
  const out = stdoutWriter(options.width, options);
  const {session, folder} = await openStudentSession(options, 'instant');
  const interruption = watchInterruption(session);
  const release = answerStop(session, folder);
  try {
    const refused = await refusal(session, name, {...options, yes: options.yes === true});
    const code = refused ?? (await actions[name](session, out, args, options, namingOptions(out)));
    if (!interruption.signal.aborted) return code;
    out.text('Interrupted; what was done is saved.');
    return EXIT.interrupted;
  } finally {
    release();
    interruption.release();
    await session.close();
  }
}

/** The exit code when the module may not run; what asks is not loaded where it may. */
export async function refusal(
  session: Session,
  name: Name,
  asking: Parameters<typeof import('./ask-trust.ts').askTrust>[1],
): Promise<number | undefined> {
  if (!REACHING.has(name) || session.state().trusted) return undefined;
  const {askTrust} = await import('./ask-trust.ts');
  return askTrust(session, asking);
}
