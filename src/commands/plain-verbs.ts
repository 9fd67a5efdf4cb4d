import {Command} from 'commander';
import type {Options} from './action.ts';
import {keepVerbs} from './keep-verbs.ts';
import {withStudentOptions} from './student-options.ts';

const AGREE = 'agree to what the module may run on the cluster, where that is still asked';

type Name = keyof typeof import('./plain-actions.ts').actions;

/** Does what a verb says. */
export type Perform = (name: Name, args: readonly string[], options: Options) => Promise<unknown>;

/** The student's verbs as one-shot commands; all work on the saved state, so they mix with the screen and each other. */
export function plainVerbs(): readonly Command[] {
  return studentVerbs(async (name, args, options) => {
    const {act} = await import('./act.ts');
    process.exitCode = await act(name, args, options);
  }).map(withStudentOptions);
}

export function studentVerbs(perform: Perform): readonly Command[] {
  const verb = (name: Name, description: string): Command => {
    const command = new Command(name).description(description);
    return command.action(async (...received: unknown[]) => {
      const args = received
        .slice(0, -2)
        .flat()
        .filter(arg => typeof arg === 'string');
      await perform(name, args, command.opts());
    });
  };
  return [
    verb('list', 'all lessons and steps, with how they stand'),
    verb('show', 'show the current step, or go to another').argument(
      '[step]',
      'a step of this lesson, LESSON/STEP, or a lesson',
    ),
    verb('next', 'go to the next step'),
    verb('back', 'go to the step before'),
    verb('run', 'run a command of the lesson on its nodes')
      .argument('<id>', "the command's id, as `show` names it")
      .option('--on <node...>', 'run it on these nodes instead')
      .option('--edit <line>', 'run this line instead; placeholders are filled')
      .option('--choose <value>', 'the value to take where several rows match')
      .option('-y, --yes', 'run it even though it changes the cluster'),
    verb('stop', 'end what another terminal or the screen runs on this progress; the second time it is killed'),
    verb('output', 'what a command printed, with what the lesson says about its rows')
      .argument('<id>', "the command's id")
      .option('--rows', 'as the rows that were read from it')
      .option('--previous', 'what is other than in the run before')
      .option('--sample', "what is other than in the lesson's example")
      .option('--node <node>', 'of this node only'),
    verb('check', "judge the current step's checks")
      .argument('[id]', 'one check only')
      .option('--json', 'print the verdicts with their evidence as JSON')
      .option('-y, --yes', AGREE),
    verb('why', 'the evidence behind each verdict of the current step')
      .argument('[id]', 'one check only')
      .option('-y, --yes', AGREE),
    verb('hint', 'show the next hint'),
    verb('answer', 'answer a question of the current step')
      .argument('<id>', "the question's id")
      .argument('<value...>', 'your answer'),
    verb('solution', 'show the solution; the step then counts as assisted').option('-y, --yes', 'do not ask'),
    verb('reset', "take back what a step's commands did, and start the step anew")
      .argument('[step]', 'a step of this lesson; the current one when left out')
      .option('-y, --yes', 'do not ask'),
    verb('catch-up', 'have all that the current step builds on done for you; it counts as assisted')
      .argument('[step]', 'a step of this lesson, or LESSON/STEP, to go to')
      .option('-y, --yes', 'do it even though it changes the cluster'),
    verb('values', 'the values captured so far, with where they came from'),
    verb(
      'search',
      'find words in the text, the commands and your outputs of all lessons; all must be in one line',
    ).argument('<words...>', 'what to look for; capital letters do not matter'),
    verb('nodes', "the cluster's nodes, and whether each answers"),
    verb('shell', 'a real shell on a node').argument('<node>', 'node id'),
    ...keepVerbs(verb),
  ];
}
