import {Command} from 'commander';

/** `deepdive preview PATH`: a step as students will see it, drawn anew whenever its file is saved. */
export function previewCommand(): Command {
  return new Command('preview')
    .description('show the steps of a lesson while you write it: checked and drawn anew whenever you save')
    .argument('<path>', 'a module, its folder, one of its lessons, or a translation: ID.fr.md')
    .option('-s, --step <id>', 'the step to begin with: lesson/step, or the id of a step')
    .addHelpText(
      'after',
      `
Hints and solutions stand open, all variants are shown, and values are those of
the samples; nothing runs. Without a terminal the step is printed once, with
what is wrong in it; exits then with 0 when there is no error, else with 2.`,
    )
    .action(async (path: string, {step}: {readonly step?: string}) => {
      const {previewLessons} = await import('./preview-lessons.ts');
      process.exitCode = await previewLessons(path, step);
    });
}
