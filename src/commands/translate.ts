import {Command} from 'commander';

/** `deepdive translate PATH LANGUAGE`: makes and renews the file that has a lesson's texts in another language. */
export function translateCommand(): Command {
  return new Command('translate')
    .description("put a lesson's texts into a file to be translated, or bring that up to date")
    .argument('<path>', 'a lesson: PATH/ID.md; or the folder of a module, for all that are in that language already')
    .argument('<language>', 'such as fr or pt-BR')
    .option(
      '--accept <name...>',
      'texts that are right although the original has changed: names, a step as step.ID, or all',
    )
    .addHelpText(
      'after',
      `
Writes ID.LANGUAGE.md beside the lesson: each text behind a mark with its name
and a hash of the original. Put your words in place of the text; write = where
they are the same. What is translated already stays as it is. \`deepdive lint\`
tells what is not translated, what has changed, and what must not differ.`,
    )
    .action(async (path: string, language: string, {accept = []}: {readonly accept?: readonly string[]}) => {
      const {translateLessons} = await import('./translate-lessons.ts');
      await translateLessons(path, language, accept);
    });
}
