import {relative} from 'node:path';
import {Command, Option} from 'commander';
import type {LintFormat} from '../author/lint.ts';
import {EXIT, Failure} from '../core/failure.ts';
import {hasErrors} from '../core/problem.ts';

/** `deepdive lint [PATH...]`: what is wrong in lessons, by file, line and column. */
export function lintCommand(): Command {
  return new Command('lint')
    .description('check the lessons of modules')
    .argument('[path...]', 'folders of modules, or single lessons; the bundled modules when left out')
    .addOption(
      new Option('--format <format>', 'how problems are told').choices(['text', 'json', 'github']).default('text'),
    )
    .addHelpText('after', '\nExits with 0 when there is no error (warnings do not count), else with 2.')
    .action(async (paths: readonly string[], {format}: {readonly format: LintFormat}) => {
      const {formatLint, lint, summarise} = await import('../author/lint.ts');
      const result = await lint(paths.length > 0 ? paths : await bundled());
      process.stdout.write(formatLint(result, format));
      if (hasErrors(result.problems)) throw new Failure(`lint: ${summarise(result)}`, EXIT.usage);
      if (format !== 'json') process.stdout.write(`${summarise(result)}\n`);
    });
}

async function bundled(): Promise<readonly string[]> {
  const {moduleFolder, moduleNames} = await import('./modules.ts');
  const folders = moduleNames().map(name => relative(process.cwd(), moduleFolder(name)) || '.');
  if (folders.length === 0) throw new Failure('lint: no module is bundled; give the folder of one', EXIT.nothing);
  return folders;
}
