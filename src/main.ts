import {Command, CommanderError} from 'commander';
import manifest from '../package.json' with {type: 'json'};
import {verbFirst} from './commands/verb-first.ts';
import {addVerbs} from './commands/verbs.ts';
import {EXIT, Failure} from './core/failure.ts';

/** The one place that prints errors and decides the exit code. */
async function main(): Promise<void> {
  const program = new Command('deepdive')
    .description('guided tutorials for the terminal whose exercises are checked on real machines')
    .version(manifest.version, '--version', 'the version of the program')
    .showSuggestionAfterError()
    // Options behind `lab ssh NODE COMMAND` are the command's own.
    .enablePositionalOptions()
    .exitOverride();
  addVerbs(program);
  try {
    const verbs = program.commands.map(command => command.name());
    await program.parseAsync(verbFirst(process.argv.slice(2), verbs), {from: 'user'});
  } catch (error) {
    process.exitCode = await explain(error);
  }
}

async function explain(error: unknown): Promise<number> {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.passed : EXIT.usage;
  if (error instanceof Failure) {
    const {lettersFor} = await import('./render/letters.ts');
    process.stderr.write(lettersFor(process.env).words(`deepdive: ${error.message}\n`));
    return error.exitCode;
  }
  process.stderr.write(
    `deepdive: this is a fault of the program, please report it\n${(error as Error)?.stack ?? error}\n`,
  );
  return 70;
}

for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', error => {
    const {code} = error as NodeJS.ErrnoException;
    // A reader that closes the pipe early (`| head`) is no error; what the work came to is told where it is over.
    if (code === 'EPIPE') {
      setImmediate(() => process.exit());
      return;
    }
    // The terminal is gone; its signal has told so, and what runs comes to an orderly end.
    if (code !== 'EIO') throw error;
  });
}

// Thrown where nobody waits for it, such as a full disk met while a key is handled; the screen was left before this.
process.on('uncaughtException', error => {
  void explain(error).then(
    code => process.exit(code),
    // It cannot even be told.
    () => process.exit(70),
  );
});

void main();
