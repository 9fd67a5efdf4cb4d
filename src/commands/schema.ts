import {Command} from 'commander';

/** `deepdive schema [NAME]`: JSON Schemas, for editors and other programs. */
export function schemaCommand(): Command {
  return new Command('schema')
    .description('JSON Schema of what one writes in modules, suites, rosters and clusters.yaml')
    .argument('[name]', 'of which; without it the names are listed')
    .addHelpText(
      'after',
      '\nWith `# yaml-language-server: $schema=FILE` as first line of a YAML file, editors check and complete it.',
    )
    .action(async (name: string | undefined) => {
      const {printSchema} = await import('./print-schema.ts');
      printSchema(name);
    });
}
