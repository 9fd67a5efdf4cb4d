import {writeTranslation} from '../../src/author/write-translation.ts';
import type {Lesson} from '../../src/core/lesson.ts';
import {formatProblem, type Problem} from '../../src/core/problem.ts';
import {makeSource, reportInto} from '../../src/core/source.ts';
import {bind} from '../../src/lesson/translation/bind.ts';
import {readTranslation} from '../../src/lesson/translation/read-translation.ts';
import {textsOf} from '../../src/lesson/translation/texts.ts';
import {read} from './example.ts';

/** A lesson with a text of every kind. */
export const LESSON = `---
lesson: fdb
title: The table
version: 1.0.0
minutes: 5
---

Before \`all\`.

## Look
<!-- @step
id: look
goal: you have looked
-->

First text, with \`<host@manager>\`.

\`\`\`sh {#where on=manager parse=docker.service-ps}
docker service ps redis
\`\`\`
<!-- @run where
capture:
  home: {type: node, from: "rows[0].node", sample: swarm-01}
-->
<!-- @notes where
- {row: {node: <home>}, say: "this one is on {node}, that is <home>"}
-->
<!-- @check there
title: it is there
use: svc.replicas
with: {service: redis, replicas: 2}
else:
  too_few: "Only {seen} run."
-->

Second text: on \`<home>\`.

<!-- @quiz which
type: choice
choices: [one, two]
answer: two
wrong: {one: "Count again."}
-->
**Question.** How many?

<details><!-- @hint --><summary>Hint</summary>

Third text.
</details>

<!-- @when {overlay: netns} -->
Arm one.
<!-- @when {overlay: host} -->
Arm two.
<!-- @end -->

### Your turn
<!-- @task turn
check: {use: svc.replicas, with: {service: redis, replicas: 3}, else: {too_few: "Still {seen}."}}
-->

Fourth text.

<details><!-- @hint --><summary>Another hint</summary>

Fifth text.
</details>
`;

export async function lessonOf(text = LESSON): Promise<Lesson> {
  const {lesson, problems} = await read(text);
  if (lesson === undefined || problems.length > 0) throw new Error(problems.map(formatProblem).join('\n'));
  return lesson;
}

/** The words of every text of \`LESSON\`. */
export const FRENCH: Readonly<Record<string, string>> = {
  'lesson.title': '# La table',
  'lesson.1': 'Avant `all`.',
  'step.look.title': '## Regarder',
  'step.look.goal': 'vous avez regardé',
  'step.look.1': 'Premier texte, avec `<host@manager>`.',
  'notes.where.1': 'celle-ci est sur {node}, donc <home>',
  'check.there.title': 'elle est là',
  'check.there.else.too_few': 'Il n’en tourne que {seen}.',
  'step.look.2': 'Deuxième texte : sur `<home>`.',
  'quiz.which.question': 'Combien ?',
  'quiz.which.choice.1': 'une',
  'quiz.which.choice.2': 'deux',
  'quiz.which.wrong.1': 'Recomptez.',
  'step.look.hint.1': 'Indice',
  'step.look.3': 'Troisième texte.',
  'step.look.4': 'Premier cas.',
  'step.look.5': 'Second cas.',
  'step.look.6': '### À vous',
  'task.turn.title': 'À vous',
  'task.turn.else.too_few': 'Encore {seen}.',
  'step.look.7': 'Quatrième texte.',
  'step.look.hint.2': 'Autre indice',
  'step.look.8': 'Cinquième texte.',
};

/** The translation with all marks, and these words behind them. */
export function translation(lesson: Lesson, words: Readonly<Record<string, string>> = FRENCH): string {
  const written = writeTranslation(lesson, '', {file: 'm/fdb.fr.md', language: 'fr', accept: []});
  if (written.kind === 'refused') throw new Error('an empty file is never refused');
  return written.text.replace(/(<!-- @text (\S+) .*\n)([\s\S]*?)(?=\n\n<!-- @text|\n$)/g, (_, mark, name, original) => {
    return `${mark}${words[name] ?? original}`;
  });
}

export function problemsIn(lesson: Lesson, content: string): readonly string[] {
  const problems: Problem[] = [];
  const report = reportInto(problems);
  const entries = readTranslation(makeSource('m/fdb.fr.md', content), lesson.id, report);
  bind(textsOf(lesson), entries, {lesson: lesson.id, language: 'fr'}, report);
  return problems.map(formatProblem);
}

const WORDS = ['title', 'goal', 'markdown', 'say', 'question', 'summary'];

/** All of a lesson that is not for reading only: of what is said by code or by answer, the codes and answers stay. */
export function dataOf(lesson: Lesson): unknown {
  return JSON.parse(JSON.stringify(lesson), (key, value) => {
    if (WORDS.includes(key)) return '…';
    if (key === 'else' || key === 'wrong') return Object.keys(value);
    return key === 'labels' ? undefined : value;
  });
}
