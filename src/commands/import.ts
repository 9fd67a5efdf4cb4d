import {Command} from 'commander';

/** `deepdive import FILE.md|FOLDER`: a tutorial becomes a lesson. */
export function importCommand(): Command {
  return new Command('import')
    .description('make a lesson of a tutorial in Markdown, or of a Killercoda or Katacoda scenario')
    .argument('<path>', 'a Markdown file; or the folder of a scenario, with its index.json')
    .option(
      '-o, --output <folder>',
      'where the module is made, or a module that gets the lesson (default: named as <path>)',
    )
    .addHelpText(
      'after',
      `
Commands and outputs are parted, prompts taken away, outputs attached as samples. The report says by file:line
what runs, what may change the machine, and what is left to do. Nothing is run, and nothing is overwritten.`,
    )
    .action(async (path: string, {output}: {readonly output?: string}) => {
      const {importTutorial} = await import('./import-tutorial.ts');
      process.exitCode = await importTutorial(path, output);
    });
}
