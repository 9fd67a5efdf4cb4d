import {Command, Option} from 'commander';
import type {LintFormat} from '../author/lint-formats.ts';

/** `deepdive lint [PATH...]`: what is wrong in lessons, by file, line and column. */
export function lintCommand(): Command {
  return new Command('lint')
    .description('check the lessons of modules, and suites of graders')
    .argument(
      '[path...]',
      'modules by name or folder, single lessons, or files of suites; when left out the module that you stand in, or else the bundled ones',
    )
    .addOption(
      new Option('--format <format>', 'how problems are told')
        .choices(['text', 'json', 'github', 'sarif'])
        .default('text'),
    )
    .addHelpText('after', '\nExits with 0 when there is no error (warnings do not count), else with 2.')
    .action(async (paths: readonly string[], {format}: {readonly format: LintFormat}) => {
      const {lintPaths} = await import('./lint-paths.ts');
      await lintPaths(paths, format);
    });
}
