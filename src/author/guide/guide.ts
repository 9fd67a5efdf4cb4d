import manifest from '../../../package.json' with {type: 'json'};
import {inventorySchema} from '../../cluster/inventory.ts';
import type {CaptureType} from '../../core/lesson.ts';
import {CAPTURE_TYPES, expectedForm} from '../../core/value-type.ts';
import {gradingSchema} from '../../grade/read-grading.ts';
import {FUNCTIONS} from '../../lesson/build/answer.ts';
import {OVERLAY, PER_NODE} from '../../lesson/rules/built-in.ts';
import {FENCE_KEYS} from '../../lesson/schema/fence-keys.ts';
import {moduleFile} from '../../lesson/schema/module.ts';
import {frontMatter} from '../../lesson/schema/step.ts';
import {lessonText} from '../template/lesson.ts';
import {assertionPages} from './assertion-pages.ts';
import {kindPages} from './kind-pages.ts';
import {fence, keyTable, page, table} from './markdown.ts';
import {ownPages} from './own-pages.ts';
import {parserPages} from './parser-pages.ts';
import {CHECKING, COMMANDS, LESSON, MODULE, PLACEHOLDERS, PROOF, QUERIES, START, TRANSLATIONS} from './words.ts';

/** The example that the guide begins with. */
export const EXAMPLE = lessonText({id: 'first', title: 'A list of hosts'});

/** All that one has to know to write a module, as Markdown; what there is comes from the program itself. */
export function guide(): string {
  const made = `Made by deepdive ${manifest.version}; \`deepdive guide\` prints that of the version you have. In tables * marks what must be there.`;
  return `${page(
    '# Writing lessons',
    made,
    START,
    '## A whole lesson',
    'This is the lesson that `deepdive new` makes. It has one of almost everything.',
    fence('markdown', EXAMPLE),
    MODULE,
    keyTable(moduleFile),
    LESSON,
    keyTable(frontMatter),
    COMMANDS,
    table(['word', 'takes', 'what it says'], fenceRows()),
    PLACEHOLDERS,
    table(['placeholder', 'what it stands for'], builtInRows()),
    '### Types of captured values',
    table(['type', 'what it takes'], CAPTURE_TYPES.map(typeRow)),
    QUERIES,
    CHECKING,
    PROOF,
    TRANSLATIONS,
    '## Comments',
    kindPages(),
    '### What the answer of a quiz can be',
    'A literal such as `answer: 259`; a placeholder such as `answer: <address>`; or one function of a placeholder such as `answer: {hexToInt: <mark>}`:',
    table(
      ['function', 'what it gives'],
      Object.entries(FUNCTIONS).map(([name, about]) => [`\`${name}\``, about]),
    ),
    '## Assertions',
    assertionPages(),
    '## Parsers',
    'Each with a sample of what it reads, and the data that it makes of it. `deepdive parse NAME FILE` shows that of your own output.',
    parserPages(),
    '## Code of your own',
    ownPages(),
    '## clusters.yaml',
    'In `~/.config/deepdive`: the machines of a person, by the names that a module has for its nodes. `--cluster NAME` works on them.',
    keyTable(inventorySchema),
    '## grading.yaml',
    'Beside the lessons: checks that only graders see. `deepdive grade FOLDER` judges by them. Only assertions that look at the cluster by themselves can stand here; those of the module’s own judge with `--code FOLDER`, by which the grader lets that code run.',
    keyTable(gradingSchema),
  )}\n`;
}

function fenceRows(): readonly (readonly string[])[] {
  return Object.entries(FENCE_KEYS).map(([key, {about, ...rest}]) => {
    const word = key === '#' ? '`#ID` *' : 'takes' in rest ? `\`${key}=\`` : `\`${key}\``;
    return [word, 'takes' in rest ? rest.takes : '', about];
  });
}

function builtInRows(): readonly (readonly string[])[] {
  return [
    ...Object.entries(PER_NODE).map(([name, {about}]) => [`\`<${name}>\``, about]),
    ['`<image.NAME>`', 'an image of `module.yaml`, or what the cluster has in its place'],
    ...Object.entries(OVERLAY).map(([part, {about}]) => [
      `\`<overlay.NET.${part}>\``,
      `of Docker’s network NET on the node: ${about}`,
    ]),
  ];
}

function typeRow(type: CaptureType): readonly string[] {
  return [`\`${type}\``, expectedForm(type)];
}
