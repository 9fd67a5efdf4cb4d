import type {Writer} from '../plain/writer.ts';
import type {Session} from '../session/session.ts';
import type {StudentOptions} from './student-options.ts';

export type Options = StudentOptions & Readonly<Record<string, unknown>>;

/** How a question is put to the student: where someone types, in words; else it is said which option answers it. */
export interface Asking {
  confirm(): Promise<boolean>;
  /** One of these, or undefined when none was chosen. */
  choose(name: string, choices: readonly string[]): Promise<string | undefined>;
  /** A line of the student's own; empty where nobody is there to answer. */
  words(question: string): Promise<string>;
}

/** What a verb does with the session; gives the exit code. */
export type Action = (
  session: Session,
  out: Writer,
  args: readonly string[],
  options: Options,
  asking: Asking,
) => Promise<number> | number;

/** For a verb that nobody answers: scripts, and one start a verb. */
export function namingOptions(out: Writer): Asking {
  return {
    async confirm() {
      out.text('Run it with --yes to go on.');
      return false;
    },
    async choose(name, choices) {
      out.text(`Several rows match ${name}: ${choices.join(', ')}. Run it again with --choose VALUE.`);
      return undefined;
    },
    async words(question) {
      if (process.stdin.isTTY !== true || process.stderr.isTTY !== true) return '';
      const {askLine} = await import('./ask-line.ts');
      return askLine(question);
    },
  };
}
