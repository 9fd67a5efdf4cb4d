import fc from 'fast-check';
import {expect, test} from 'vitest';
import type {Lesson} from '../../src/core/lesson.ts';
import {textHash} from '../../src/lesson/translation/text-hash.ts';
import {textsOf} from '../../src/lesson/translation/texts.ts';
import {translateLesson} from '../../src/lesson/translation/translate-lesson.ts';
import {dataOf, FRENCH, LESSON, lessonOf, problemsIn, translation} from './translated.ts';

const TO_FRENCH = {from: 'en', to: 'fr'};
const lesson = await lessonOf();
const full = translation(lesson);
const wordsIn = (of: Lesson) => Object.fromEntries(textsOf(of).map(({name, text}) => [name, text]));
const inFrench = (content: string, of = lesson) => wordsIn(translateLesson(of, content, TO_FRENCH));

/** The mark of a text of \`LESSON\`. */
function mark(name: string, of = lesson): string {
  return `<!-- @text ${name} ${textHash(wordsIn(of)[name]!)} -->`;
}

test('every text is said in the other language, and all else is the same', () => {
  expect(problemsIn(lesson, full)).toEqual([]);
  const french = translateLesson(lesson, full, TO_FRENCH);
  const {choices, labels} = quizOf(french);
  expect([choices, labels]).toEqual([
    ['one', 'two'],
    ['une', 'deux'],
  ]);
  const shown = {...wordsIn(french), 'quiz.which.choice.1': labels![0], 'quiz.which.choice.2': labels![1]};
  const wanted = Object.entries(FRENCH).map(([name, text]) => [
    name,
    /^step.look.6$/.test(name) ? text : text.replace(/^#+ /, ''),
  ]);
  expect(shown).toEqual(Object.fromEntries(wanted));
  expect(dataOf(french)).toEqual(dataOf(lesson));
});

function quizOf({steps}: Lesson) {
  const quiz = steps[0]!.items.find(item => item.kind === 'quiz');
  if (quiz === undefined) throw new Error('no quiz');
  return quiz.quiz;
}

const EVIL = [
  '```sh {#where on=all}\nrm -rf /\n```',
  '<!-- @run where\nmutates: all/things\nundo: rm -rf /\n-->',
  '<!-- @check there\nuse: svc.replicas\n-->',
  '<!-- @include ../secret.md -->',
  '<!-- @step\nid: other\n-->',
  '</details>',
  '<details><!-- @solution --><summary>x</summary>',
  '<!-- @when {overlay: host} -->',
  '__proto__',
  '=',
  '<home>',
  '`<host@manager>`',
  '{seen}',
  '# x',
  'une\n\ndeux',
  '\u0000\u001b[2J',
  '---\nlesson: fdb\n---',
];

test('whatever a translation holds, the data of the lesson stays', () => {
  const names = [...textsOf(lesson).map(({name}) => name), 'step.look.99', '__proto__', 'step.other.1'];
  const hashes = textsOf(lesson).map(({text}) => textHash(text));
  const piece = fc.oneof(
    fc
      .tuple(fc.constantFrom(...names), fc.constantFrom(...hashes, '', '00000000'))
      .map(([name, hash]) => `<!-- @text ${name} ${hash} -->`),
    fc.constantFrom(...textsOf(lesson).map(({name}) => mark(name))),
    fc.constantFrom(...Object.entries(FRENCH).map(([name, words]) => `${mark(name)}\n${words}`)),
    fc.constantFrom(...EVIL),
    fc.string(),
  );
  let changed = 0;
  fc.assert(
    fc.property(fc.array(piece, {maxLength: 30}), pieces => {
      const french = translateLesson(lesson, pieces.join('\n\n'), TO_FRENCH);
      if (JSON.stringify(french) !== JSON.stringify(translateLesson(lesson, '', TO_FRENCH))) changed++;
      expect(dataOf(french)).toEqual(dataOf(lesson));
    }),
    {numRuns: 300},
  );
  expect(changed).toBeGreaterThan(50);
});

test('what is not translated is the original, and its prose says so', () => {
  const words = inFrench(`${mark('lesson.title')}\nLa table\n`);
  expect(words).toMatchObject({
    'lesson.title': 'La table',
    'lesson.1': '[en] Before `all`.',
    'step.look.6': '[en]\n\n### Your turn',
    'check.there.title': 'it is there',
  });
});

test('an equals sign says that the words are the same', () => {
  const content = full.replace('Troisième texte.', '=');
  expect(problemsIn(lesson, content)).toEqual([]);
  expect(inFrench(content)['step.look.3']).toBe('Third text.');
});

const line = (text: string, content = full) => content.slice(0, content.indexOf(text)).split('\n').length;

test.each<[string, (content: string) => string, string, string]>([
  [
    'a placeholder that is another',
    text => text.replace('sur `<home>`', 'sur `<hme>`'),
    'step.look.2',
    `m/fdb.fr.md:${line('Deuxième')}:22 @text step.look.2: the original has no \`<hme>\`; did you mean "\`<home>\`"?`,
  ],
  [
    'a placeholder that is lost',
    text => text.replace(' : sur `<home>`', ''),
    'step.look.2',
    `m/fdb.fr.md:${line('<!-- @text step.look.2')}:12 @text step.look.2: the original has \`<home>\`, and this has not`,
  ],
  [
    'a placeholder out of its backticks',
    text => text.replace('`<home>`', '<home>'),
    'step.look.2',
    `m/fdb.fr.md:${line('Deuxième')}:22 @text step.look.2: the original has no <home>; did you mean "\`<home>\`"?`,
  ],
  [
    'a word in braces that is another',
    text => text.replace('que {seen}', 'que {vu}'),
    'check.there.else.too_few',
    `m/fdb.fr.md:${line('Il n’en')}:20 @text check.there.else.too_few: the original has no {vu}; expected "{seen}"`,
  ],
  [
    'code that is another',
    text => text.replace('`all`', '`rm -rf /`'),
    'lesson.1',
    `m/fdb.fr.md:${line('Avant')}:7 @text lesson.1: the original has no \`rm -rf /\`; expected "\`all\`"`,
  ],
  [
    'code by its indent',
    text => text.replace('Troisième texte.', 'Troisième texte.\n\n    rm -rf /'),
    'step.look.3',
    `m/fdb.fr.md:${line('Troisième') + 2}:5 @text step.look.3: the original has no rm -rf /`,
  ],
  [
    'code in a list, between tildes',
    text => text.replace('Troisième texte.', '- ~~~\n  rm -rf /\n  ~~~'),
    'step.look.3',
    `m/fdb.fr.md:${line('Troisième')}:3 @text step.look.3: the original has no ~~~`,
  ],
  [
    'a title of two lines',
    text => text.replace('Indice', 'Indice\n\nun'),
    'step.look.hint.1',
    `m/fdb.fr.md:${line('<!-- @text step.look.hint')}:12 @text step.look.hint.1: expected one line, as the original is`,
  ],
  [
    'a mark without a hash',
    text => text.replace(mark('step.look.3'), '<!-- @text step.look.3 -->'),
    'step.look.3',
    `m/fdb.fr.md:${line('<!-- @text step.look.3')}:12 @text step.look.3: expected the hash of the original, eight digits such as 3f09ab12, found nothing`,
  ],
  [
    'a text that has changed',
    text => text.replace(mark('step.look.3'), '<!-- @text step.look.3 00000000 -->'),
    'step.look.3',
    `m/fdb.fr.md:${line('<!-- @text step.look.3')}:12 warning: step.look.3 has changed at m/fdb.md:48, so the original is shown: look at the two, then run deepdive translate m/fdb.md fr --accept step.look.3`,
  ],
  [
    'a text that the lesson has not',
    text => text.replace('check.there.title', 'check.thre.title'),
    'check.there.title',
    `m/fdb.fr.md:${line('<!-- @text check.there.title')}:12 @text: fdb.md has no text "check.thre.title"; did you mean "check.there.title"?`,
  ],
  ['words that are those of the original', text => text.replace('Troisième texte.', 'Third\ntext.'), 'step.look.3', ''],
])('%s is told, and the original shown', (_, change, name, problem) => {
  const content = change(full);
  expect(content).not.toBe(full);
  expect(problemsIn(lesson, content)).toEqual(problem === '' ? [] : [problem]);
  const original = wordsIn(lesson)[name]!;
  expect([original, `[en] ${original}`]).toContain(inFrench(content)[name]);
});

test.each([
  ['a command', '```sh {#where on=manager}\nrm -rf /\n```', 'a fence of code'],
  ['a fence', '```sh\nrm -rf /\n```', 'a fence of code'],
  ['a check', '<!-- @check there\nuse: x\n-->', '@check'],
  ['the text of another file', '<!-- @include parts/x.md -->', '@include'],
  ['a folded text', '<details>', '<details>'],
])('%s does not belong in a translation', (_, block, what) => {
  const content = `${full}\n${block}\n`;
  expect(problemsIn(lesson, content)).toEqual([
    `m/fdb.fr.md:${full.split('\n').length + 1}:1 ${what} does not belong in a translation: it comes from fdb.md in every language`,
  ]);
  expect(dataOf(translateLesson(lesson, content, TO_FRENCH))).toEqual(dataOf(lesson));
});

test('a text without a mark, and one that stands twice, are told', () => {
  expect(problemsIn(lesson, `Un texte.\n\nEncore.\n\n${full}`)).toEqual([
    'm/fdb.fr.md:1:1 this text stands before the first mark: expected <!-- @text NAME HASH -->',
  ]);
  expect(problemsIn(lesson, `${full}\n${mark('step.look.3')}\nAutre.\n`)).toEqual([
    `m/fdb.fr.md:${full.split('\n').length + 1}:12 @text step.look.3 stands here twice`,
  ]);
  expect(inFrench(`${full}\n${mark('step.look.3')}\nAutre.\n`)['step.look.3']).toBe('Troisième texte.');
});

test('prose that has moved within its step is still translated, and prose between it is not', async () => {
  const longer = await lessonOf(LESSON.replace('First text', 'One text more.\n\n```sh\nls\n```\n\nFirst text'));
  const words = inFrench(full, longer);
  expect(words).toMatchObject({
    'step.look.1': '[en] One text more.',
    'step.look.2': 'Premier texte, avec `<host@manager>`.',
    'step.look.3': 'Deuxième texte : sur `<home>`.',
    'step.look.9': 'Cinquième texte.',
  });
  expect(problemsIn(longer, full)).toEqual([]);
});

test('where the lines of the original break does not count', async () => {
  const broken = await lessonOf(LESSON.replace('First text, with', 'First text,\nwith'));
  expect(problemsIn(broken, full)).toEqual([]);
  expect(inFrench(full, broken)['step.look.1']).toBe('Premier texte, avec `<host@manager>`.');
});

test('marks belong in translations only', async () => {
  await expect(lessonOf(LESSON.replace('Third text.', `${mark('step.look.3')}\nx`))).rejects.toThrow(
    '@text belongs in a translation: ID.fr.md beside ID.md',
  );
});

test('the texts of every bundled lesson have names of their own', async () => {
  const {loadModule, moduleNames} = await import('../../src/commands/modules.ts');
  for (const one of await Promise.all(moduleNames().map(loadModule))) {
    for (const of of one.lessons) {
      const names = textsOf(of).map(({name}) => name);
      expect(new Set(names).size).toBe(names.length);
      expect(problemsIn(of, translation(of, {}))).toEqual([]);
    }
  }
});
