import {Command} from 'commander';

/** `deepdive guide`: how to write a module. */
export function guideCommand(): Command {
  return new Command('guide')
    .description('how to write lessons, as Markdown: the format, every comment, check and parser with an example')
    .action(async () => {
      const [{guide}, {print}] = await Promise.all([import('../author/guide/guide.ts'), import('./print.ts')]);
      print(guide());
    });
}
