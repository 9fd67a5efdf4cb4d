import {MUTANTS} from '../../../assertions/mutant-name.ts';
import {TYPES_FILE} from '../own-types.ts';
import {OWN_ASSERTION, OWN_PARSER} from '../template/own.ts';
import {fence, page, table} from './markdown.ts';

/** How a module brings parsers and assertions of its own. */
export function ownPages(): string {
  return page(
    'Where no parser reads a command, and no assertion says what you mean, write your own: a file each, in the folders `parsers` and `assertions` of the module, in TypeScript (`.ts`) or JavaScript (`.js`, `.mjs`). Nothing has to be installed or compiled. What a file exports by default is a function. It is given all that it may use, and gives the definition.',
    `- Names are of your own: none that is in this guide, and none twice.
- A file whose name begins with \`_\` defines nothing; others import it by its path. Nothing else can be imported but types. There is no file, network, timer or \`process\`, and what asks for time or chance is not proven. \`console.log\` writes beside what \`lint\` and \`prove\` say.
- \`${TYPES_FILE}\` in the folder of the module tells your editor, and you, of all that there is; \`deepdive new\` puts it there, and \`deepdive guide --types > ${TYPES_FILE}\` makes it anew.
- \`deepdive parse ping FILE --module .\` shows what your parser makes of an output.
- What throws, takes longer than five seconds, or gives nonsense (a pass without a witness, a result that loses lines) makes its check one that could not look: no pass, and no fail. \`lint\` and \`prove\` name file, line and column.`,
    'Code of a module runs on the machine of whoever learns from it, with all their rights: what is closed to it keeps it pure, and keeps nobody out who means harm. So nothing of it runs before a student has agreed to it, by the names of the files, on a recording as well; when a file has changed they are asked again. `lint`, `preview`, `prove` and `record` are for authors, and run it at once; they say so.',
    '### A parser of your own',
    'This is `parsers/ping.ts`. A command then says `parse=ping`. The sample is a real output, and the names in its data are those that captures and queries may ask for.',
    fence('ts', OWN_PARSER),
    '### An assertion of your own',
    'This is `assertions/ping-routed.ts`. A check then says `use: ping.routed`. It judges what the commands printed (`output`), the facts of a cluster (`snapshot`), or those before and after a command (`delta`).',
    fence('ts', OWN_ASSERTION),
    '### How they are proven',
    '`deepdive prove` tests each parser by its sample and by what the commands of the module printed, cut, mixed, disguised, and with a line that means nothing: it must not break, and the line must be told as not understood, or be in the data. Each damage in `mutants` is done to what a pass rests on. The check must fail by it, and no form of the evidence may break it.',
    table(
      ['damage', 'what is wrong then'],
      Object.entries(MUTANTS).map(([name, about]) => [`\`${name}\``, about]),
    ),
  );
}
