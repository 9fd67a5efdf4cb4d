import {Command} from 'commander';
import {withStudentOptions} from './student-options.ts';

type Actions = typeof import('./plain-actions.ts');

/** The student's verbs as one-shot commands; all work on the saved state, so they mix with the screen and each other. */
export function plainVerbs(): readonly Command[] {
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
    verb('check', "judge the current step's checks")
      .argument('[id]', 'one check only')
      .option('--json', 'print the verdicts with their evidence as JSON'),
    verb('why', 'the evidence behind each verdict of the current step').argument('[id]', 'one check only'),
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
    searchVerb(),
    verb('nodes', "the cluster's nodes, and whether each answers"),
    verb('shell', 'a real shell on a node').argument('<node>', 'node id'),
  ];
}

function searchVerb(): Command {
  const command = new Command('search')
    .description('find words in the text, the commands and your outputs of all lessons; all must be in one line')
    .argument('<words...>', 'what to look for; capital letters do not matter');
  return withStudentOptions(command).action(async (words: readonly string[]) => {
    const {searchModule} = await import('./search-module.ts');
    process.exitCode = await searchModule(words, command.opts());
  });
}

function verb(name: keyof Actions['actions'], description: string): Command {
  const command = withStudentOptions(new Command(name).description(description));
  return command.action(async (...received: unknown[]) => {
    const args = received
      .slice(0, -2)
      .flat()
      .filter(arg => typeof arg === 'string');
    const {actions, act} = await import('./plain-actions.ts');
    process.exitCode = await act(actions[name], args, command.opts());
  });
}
