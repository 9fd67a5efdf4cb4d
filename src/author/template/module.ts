import {guide} from '../guide/guide.ts';
import {ownTypes, TYPES_FILE} from '../own-types.ts';
import {lessonText, type NewLesson} from './lesson.ts';
import {yamlWord} from './yaml-word.ts';

export interface NewModule {
  readonly id: string;
  readonly title: string;
  readonly lesson: NewLesson;
}

/** The files of a new module by their names; its recording is made by playing it. */
export function moduleFiles({id, title, lesson}: NewModule): ReadonlyMap<string, string> {
  return new Map([
    ['module.yaml', moduleText(id, title, lesson.id)],
    [`${lesson.id}.md`, lessonText(lesson)],
    ['README.md', readme(title)],
    ['AUTHORING.md', guide()],
    [TYPES_FILE, ownTypes()],
  ]);
}

/** The `module.yaml` of a module with one lesson, on one machine. */
export function moduleText(id: string, title: string, lesson: string): string {
  return `id: ${yamlWord(id)}
title: ${yamlWord(title)}
summary: One sentence on what one can do after it
version: 1.0.0
format: 1
runner: ">=0.1"
lessons:
  - ${yamlWord(lesson)}
nodes:
  here: {}
`;
}

function readme(title: string): string {
  return `# ${title}

A module of deepdive: lessons whose commands run on real machines, and are checked there. \`AUTHORING.md\` has all that can stand in them.

\`\`\`sh
deepdive -m .                              # as students see it, on the recording
deepdive prove . --cluster recording       # each check fails before the work, and passes after it
deepdive record . --cluster local          # play it on this machine, and keep the answers
\`\`\`
`;
}

/** `ip-routing` as a title: `Ip routing`. */
export function titleOf(id: string): string {
  const words = id.replaceAll('-', ' ');
  return words.slice(0, 1).toUpperCase() + words.slice(1);
}
