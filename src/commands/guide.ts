import {Command} from 'commander';

/** `deepdive guide`: how to write a module. */
export function guideCommand(): Command {
  return new Command('guide')
    .description('how to write lessons, as Markdown: the format, every comment, check and parser with an example')
    .option('--types', 'the types for code of a module: what its parsers and assertions are given, and have to give')
    .action(async ({types}: {readonly types?: boolean}) => {
      const {print} = await import('./print.ts');
      if (types === true) print((await import('../author/own-types.ts')).ownTypes());
      else print((await import('../author/guide/guide.ts')).guide());
    });
}
