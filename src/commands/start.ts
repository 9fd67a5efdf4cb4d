import {Command} from 'commander';
import {type StudentOptions, withStudentOptions} from './student-options.ts';

export interface StartOptions extends StudentOptions {
  readonly plain?: boolean;
  readonly yes?: boolean;
}

/** Opens the tutorial: the screen or typed verbs on a terminal, a lesson played through anywhere else. */
export function startCommand(): Command {
  return (
    withStudentOptions(new Command('start').description('open the tutorial where you left it (the default)'))
      .argument('[what]', 'a module, a lesson of it, or LESSON/STEP')
      .option('--plain', 'no screen: plain words; on a terminal you type verbs, in a pipe a lesson is played through')
      .option('-y, --yes', 'with --plain: play the lesson through, and on a real cluster run it without asking')
      // A word that is no verb arrives here with all that follows it.
      .allowExcessArguments()
      .action(async (what: string | undefined, options: StartOptions, {args, parent}: Command) => {
        const {startTutorial} = await import('./start-tutorial.ts');
        const verbs = (parent?.commands ?? []).map(command => command.name());
        await startTutorial(what, options, verbs, args.length > 1);
      })
  );
}
