import {Command, InvalidArgumentError, Option} from 'commander';
import type {AddOptions} from './added/add.ts';
import type {UpdateOptions} from './added/update.ts';

/** `deepdive modules`: what there is, and modules from elsewhere. */
export function modulesVerb(): Command {
  const verb = new Command('modules')
    .description('the modules there are; `add` takes further ones, from a folder, a git URL or an npm package')
    .option('--width <columns>', 'width of plain text')
    .action(async (options: {readonly width?: string}) => {
      const {listModules} = await import('./added/list.ts');
      listModules(options);
    });
  verb.addCommand(addCommand());
  verb.addCommand(updateCommand());
  verb.addCommand(removeCommand());
  for (const each of verb.commands) each.exitOverride();
  return verb;
}

function addCommand(): Command {
  return new Command('add')
    .description('add a module; nothing of it runs before you were asked')
    .argument('<source>', 'a folder, a git URL, or npm:PACKAGE')
    .option('-n, --name <name>', 'what it is called here (default: the id in its module.yaml)')
    .option('--hash <sha256>', 'refuse it when its files have another digest')
    .addOption(timeout())
    .addHelpText(
      'after',
      `
A folder is read in place, so what changes there is used at once. Of all else a
copy is kept, and pinned by its commit or version and the digest of its files:
  deepdive modules add ../my-course
  deepdive modules add https://example.org/course.git#v1.2
  deepdive modules add git@example.org:school/courses.git#main:routing   # a folder of it
  deepdive modules add npm:@school/course@1.2`,
    )
    .action(async (source: string, options: AddOptions) => {
      const {addModule} = await import('./added/add.ts');
      await addModule(source, options);
    });
}

function updateCommand(): Command {
  return new Command('update')
    .description('fetch an added module anew, and show what is other before it is taken')
    .argument('<name>', 'an added module')
    .option('-y, --yes', 'take it without asking')
    .addOption(timeout())
    .action(async (name: string, options: UpdateOptions) => {
      const {updateModule} = await import('./added/update.ts');
      process.exitCode = await updateModule(name, options);
    });
}

function removeCommand(): Command {
  return new Command('remove')
    .description('take an added module away; your progress in it stays')
    .argument('<name>', 'an added module')
    .action(async (name: string) => {
      const {removeModule} = await import('./added/remove.ts');
      await removeModule(name);
    });
}

function timeout(): Option {
  return new Option('--timeout <seconds>', 'how long the source is waited for').argParser(seconds).default(300);
}

function seconds(text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < 1 || value > 86_400)
    throw new InvalidArgumentError('expected whole seconds from 1 to 86400, a day.');
  return value;
}
