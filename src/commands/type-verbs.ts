import type {Session} from '../session/session.ts';
import {answerStop} from './answer-stop.ts';
import {lineLoop} from './line-loop.ts';
import {outputLetters} from './print.ts';
import {stdoutWriter} from './stdout-writer.ts';
import type {StudentOptions} from './student-options.ts';

/** Lets the student type verbs on the terminal, on their own progress; gives the exit code. */
export async function typeVerbs(session: Session, folder: string, options: StudentOptions): Promise<number> {
  const letters = outputLetters();
  const release = answerStop(session, folder);
  try {
    return await lineLoop(
      session,
      {
        input: process.stdin,
        out: stdoutWriter(options.width),
        prompt: text => process.stdout.write(letters.words(text)),
        lifecycle: process,
      },
      options,
    );
  } finally {
    release();
    process.stdin.pause();
  }
}
