import {EXIT} from '../core/failure.ts';
import {namingOptions, type Options} from './action.ts';
import {answerStop} from './answer-stop.ts';
import {watchInterruption} from './interruption.ts';
import {actions} from './plain-actions.ts';
import {stdoutWriter} from './stdout-writer.ts';
import {openStudentSession} from './student.ts';

/** Opens the saved session, does one thing, closes it. */
export async function act(name: keyof typeof actions, args: readonly string[], options: Options): Promise<number> {
  const out = stdoutWriter(options.width);
  const {session, folder} = await openStudentSession(options, 'instant');
  const interruption = watchInterruption(session);
  const release = answerStop(session, folder);
  try {
    const code = await actions[name](session, out, args, options, namingOptions(out));
    if (!interruption.signal.aborted) return code;
    out.text('Interrupted; what was done is saved.');
    return EXIT.interrupted;
  } finally {
    release();
    interruption.release();
    await session.close();
  }
}
