import {Command} from 'commander';

/** `deepdive new NAME`: a module to write lessons in, or a lesson of one. */
export function newCommand(): Command {
  return new Command('new')
    .description('make a module with a first lesson that works, or a further lesson of a module')
    .argument('<name>', 'the folder of the new module; within the folder of a module, the id of a new lesson')
    .option('-l, --lesson <id>', 'id of the first lesson (default: first), or of a new one where <name> is a module')
    .addHelpText(
      'after',
      `
A new module is played once on this machine, proven and recorded: its commands
make a file in your home folder, read it and remove it. Nothing is overwritten.`,
    )
    .action(async (name: string, {lesson}: {readonly lesson?: string}) => {
      const {makeNew} = await import('./make-new.ts');
      process.exitCode = await makeNew(name, lesson);
    });
}
