import {Command} from 'commander';
import {Failure} from '../core/failure.ts';

/** `deepdive parse NAME [FILE]`: text of a command as JSON, with what was not understood. */
export function parseCommand(): Command {
  return new Command('parse')
    .description('print the output of a command as JSON, with what was not understood')
    .argument('[name]', 'what printed it, e.g. bridge.fdb (see --list)')
    .argument('[file]', 'file with the output; standard input when left out or -')
    .option('-m, --module <folder>', 'take the parser from the code of this module, which runs it')
    .option('--list', 'list the names, with commands whose output they read')
    .addHelpText('after', '\nExits with 0 when every line was understood, 1 when not, 2 when the name is not known.')
    .action(
      async (
        name: string | undefined,
        file: string | undefined,
        options: {readonly list?: boolean; readonly module?: string},
      ) => {
        const {listParsers, parseFile} = await import('./parse-file.ts');
        if (options.list) {
          process.stdout.write(listParsers());
          return;
        }
        if (name === undefined) throw new Failure('parse: expected a name; `deepdive parse --list` lists them');
        process.exitCode = await parseFile(name, file, options.module);
      },
    );
}
