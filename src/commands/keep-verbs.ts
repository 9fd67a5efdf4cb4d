import type {Command} from 'commander';

type Name = keyof typeof import('./keep-actions.ts').keepActions;

/** Verbs that tell of the student's work, and keep files of it. */
export function keepVerbs(verb: (name: Name, description: string) => Command): readonly Command[] {
  return [
    verb('report', 'how each lesson and step stands: points, time, what fails and why, what is left').option(
      '--json',
      'print it as JSON',
    ),
    verb('transcript', 'all that you did as Markdown: commands, outputs, verdicts, answers')
      .argument('[file]', 'where to write it; printed when left out')
      .option('--redact', 'put stand-ins for host names, addresses, MACs and ids')
      .option('--all', 'outputs in their whole length')
      .option('-f, --force', 'write over a file that this program did not write'),
    verb('report-check', 'write a file with all that a check judged, for its authors; nothing is sent')
      .argument('[id]', 'a check of the current step; the first that does not pass when left out')
      .argument('[file]', 'where to write it; bad-check-ID.json when left out')
      .option('--say <words>', 'what is wrong with it, in a line of your own')
      .option('--as-it-is', 'no stand-ins for host names, addresses, MACs and ids')
      .option('-f, --force', 'write over a file that this program did not write'),
  ];
}
