import {mkdir, mkdtemp, rm, symlink, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {readLesson} from '../../src/lesson/read-lesson.ts';
import {edit, images, known, nodes, problemsOf, read} from './example.ts';

const including = (path: string): string => edit('Show the way back.', `<!-- @include ${path} -->`);

test('included text stands where it was included, and says from which file it is', async () => {
  const {lesson, problems} = await read(including('parts/back.md'), {'m/parts/back.md': 'One.\n\nShow `<away>`.\n'});
  expect(problems).toEqual([]);
  const prose = lesson!.steps[1]!.items.filter(item => item.kind === 'prose');
  expect(prose.at(-1)).toEqual({
    kind: 'prose',
    markdown: 'One.\n\nShow `<away>`.',
    at: {file: 'm/parts/back.md', line: 1, column: 1},
  });
});

test('a mistake in an included file is told there', async () => {
  expect(await problemsOf(including('parts/back.md'), {'m/parts/back.md': '\nShow `<awya>`.\n'})).toEqual([
    'm/parts/back.md:2:7 undeclared placeholder <awya>; did you mean "away"?',
  ]);
});

test('changing an included file changes the hash of the step', async () => {
  const hashes = async (text: string): Promise<readonly string[]> =>
    (await read(including('a.md'), {'m/a.md': text})).lesson!.steps.map(step => step.hash);
  const [before, after] = [await hashes('One.'), await hashes('Two.')];
  expect(after.map((hash, i) => hash === before[i])).toEqual([true, false, true]);
});

test.each([
  ['a file that is not there', 'x.md', {}, 'm/fdb.md:78:15 @include: x.md: no such file'],
  ['a file outside', '../x.md', {}, 'm/fdb.md:78:15 @include: "../x.md" lies outside of the module'],
  ['an absolute path', '/etc/x.md', {}, 'm/fdb.md:78:15 @include: "/etc/x.md" lies outside of the module'],
  ['a file that is no Markdown', 'x.yaml', {}, 'm/fdb.md:78:15 @include: expected a Markdown file, found "x.yaml"'],
  ['nothing', '', {}, 'm/fdb.md:78:1 @include: expected a file of this module: <!-- @include parts/name.md -->'],
  ['the lesson itself', 'fdb.md', {}, 'm/fdb.md:78:15 @include: the files include each other: m/fdb.md → m/fdb.md'],
  [
    'files that include each other',
    'a.md',
    {'m/a.md': 'a\n\n<!-- @include b.md -->', 'm/b.md': '<!-- @include a.md -->'},
    'm/b.md:1:15 @include: the files include each other: m/a.md → m/b.md → m/a.md',
  ],
])('%s cannot be included', async (_, path, files, problem) => {
  expect(await problemsOf(including(path), files)).toEqual([problem]);
});

test('includes that multiply come to an end', async () => {
  const files = Object.fromEntries(
    ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((name, i, all) => [
      `m/${name}.md`,
      `<!-- @include ${all[i + 1] ?? 'z'}.md -->\n\n`.repeat(40),
    ]),
  );
  const problems = await problemsOf(including('a.md'), files);
  expect(problems).toContainEqual(expect.stringContaining('a lesson may include at most 50 files'));
});

test('a link out of the module is not followed', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'include-'));
  try {
    await mkdir(join(folder, 'm'));
    await writeFile(join(folder, 'secret.md'), 'secret');
    await symlink(join(folder, 'secret.md'), join(folder, 'm', 'link.md'));
    const file = join(folder, 'm', 'fdb.md');
    const {problems} = await readLesson(file, including('link.md'), {folder: join(folder, 'm'), nodes, images, known});
    expect(problems.map(({message}) => message)).toEqual([
      '@include: "link.md" is a link that leads out of the module',
    ]);
  } finally {
    await rm(folder, {recursive: true});
  }
});
