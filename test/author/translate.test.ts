import {cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {expect, onTestFinished, test} from 'vitest';
import {lint} from '../../src/author/lint.ts';
import {writeTranslation} from '../../src/author/write-translation.ts';
import type {Lesson} from '../../src/core/lesson.ts';
import {formatProblem} from '../../src/core/problem.ts';
import {FRENCH, LESSON, lessonOf, problemsIn, translation} from '../lesson/translated.ts';

const lesson = await lessonOf();
const full = translation(lesson);
const changed = await lessonOf(LESSON.replace('Third text.', 'Third text, and more.'));

function write(of: Lesson, before: string, accept: readonly string[] = []) {
  const written = writeTranslation(of, before, {file: 'm/fdb.fr.md', language: 'fr', accept});
  if (written.kind === 'refused') throw new Error(written.problems.map(formatProblem).join('\n'));
  return written;
}

test('what is translated stays as it is, word for word', () => {
  const own = `<!-- Made by us. -->\n\n${full.replace('Troisième texte.', 'Troisième\ntexte.\n\n<!-- ça ira -->')}`;
  expect(write(lesson, own).text).toBe(own);
});

test('a new text takes its place, and what lost its text stays at the end', async () => {
  const other = await lessonOf(
    LESSON.replace('goal: you have looked\n', '').replace(
      'Fifth text.',
      'Fifth text.\n\n```sh\nls\n```\n\nSixth text.',
    ),
  );
  const {text} = write(other, full);
  expect(text.trim().split('\n').slice(-4)).toEqual([
    'Sixth text.',
    '',
    expect.stringMatching(/^<!-- @text step.look.goal [0-9a-f]{8} -->$/),
    FRENCH['step.look.goal'],
  ]);
});

test('a text that has changed is accepted by its name, by its step, or with all others', () => {
  for (const wish of ['step.look.3', 'step.look', 'step', 'all']) {
    const {text, accepted, unknown} = write(changed, full, [wish]);
    expect([accepted, unknown, problemsIn(changed, text)]).toEqual([['step.look.3'], [], []]);
  }
  expect(problemsIn(changed, write(changed, full).text)).toHaveLength(1);
  expect(write(changed, full, ['step.look.2']).unknown).toEqual(['step.look.2']);
  expect(write(changed, full, ['step.lo']).unknown).toEqual(['step.lo']);
});

test('a file with what would be lost is left alone', () => {
  for (const lost of ['Un texte.\n\n', '```sh\nls\n```\n\n']) {
    expect(() => write(lesson, `${lost}${full}`)).toThrow('m/fdb.fr.md:1:1');
  }
  expect(write(lesson, `${full}\n<!-- @text step.look.3 00000000 -->\nAutre.\n`).text).toContain('Autre.');
});

const OVERLAY = fileURLToPath(new URL('../lesson/fixtures/overlay', import.meta.url));

async function linted(file: string, content: string, wanted = ''): Promise<readonly string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'translated-'));
  onTestFinished(() => rmSync(folder, {recursive: true}));
  cpSync(OVERLAY, folder, {recursive: true});
  writeFileSync(join(folder, file), content);
  const {problems, files} = await lint([join(folder, wanted)]);
  expect(files).toContain(join(folder, file));
  return problems.map(problem => formatProblem(problem).replace(`${folder}/`, ''));
}

test('lint reads the translations beside the lessons', async () => {
  const mistake = '<!-- @text lesson.titel 00000000 -->\nUne table\n';
  const problems = [
    'overlay-forwarding.fr.md:1:12 @text: overlay-forwarding.md has no text "lesson.titel"; did you mean "lesson.title"?',
    expect.stringMatching(
      /^overlay-forwarding.fr.md:1:1 warning: not translated, so the original is shown: lesson.title, step.launch.title, .* and \d+ more \(of \d+ texts\)$/,
    ),
  ];
  expect(await linted('overlay-forwarding.fr.md', mistake)).toEqual(problems);
  expect(await linted('overlay-forwarding.fr.md', mistake, 'overlay-forwarding.fr.md')).toEqual(problems);
  expect(await linted('overlay-forwarding.fr.md', mistake, 'overlay-forwarding.md')).toEqual([]);
});

test('lint tells a translation of no lesson', async () => {
  expect(await linted('overlay-forwardin.fr.md', '')).toEqual([
    'overlay-forwardin.fr.md:1:1 this translates "overlay-forwardin", which is no lesson of this module; did you mean "overlay-forwarding"?',
  ]);
});

test('the French of the bundled lessons has no mistakes, and lacks nothing', async () => {
  const folder = fileURLToPath(new URL('../../lessons/swarm-networking', import.meta.url));
  const {problems, files} = await lint([folder]);
  expect(problems).toEqual([]);
  const french = files.filter(file => file.endsWith('.fr.md'));
  expect(french).toHaveLength(1);
  expect(readFileSync(french[0]!, 'utf8')).toContain('Trois machines qui s’ignorent');
});
