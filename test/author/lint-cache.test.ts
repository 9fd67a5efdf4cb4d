import {cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeEach, expect, test} from 'vitest';
import {lint} from '../../src/author/lint.ts';
import {LintCache} from '../../src/author/lint-cache.ts';

const home = mkdtempSync(join(tmpdir(), 'deepdive-lint-cache-'));
const folder = join(home, 'm');
afterAll(() => rmSync(home, {recursive: true}));

const INCLUDED = 'Each of `<left>` and `<right>` is a machine of its own.\n';
const OUTSIDE = 'This stands in no module.\n';
const FRENCH = '<!-- @text lesson.title -->\n# Deux réseaux et un routeur\n';
const GRADING = `grading: first-steps
title: For graders only
version: 1.0.0
lessons:
  two-networks:
    build:
      - {id: again, title: the same once more, use: ping.answered, with: {from: 192.0.2.1, routers: 0}}
`;

const at = (file: string): string => join(folder, file);
const textOf = (file: string): string => readFileSync(at(file), 'utf8');

/** A module with all that a lint reads: an included file, code of its own, a translation, and what graders see. */
beforeEach(() => {
  rmSync(folder, {recursive: true, force: true});
  cpSync('lessons/first-steps', folder, {recursive: true});
  mkdirSync(at('parts'));
  writeFileSync(at('parts/machines.md'), INCLUDED);
  writeFileSync(join(home, 'outside.md'), OUTSIDE);
  writeFileSync(at('two-networks.fr.md'), FRENCH);
  writeFileSync(at('grading.yaml'), GRADING);
  const lesson = textOf('two-networks.md');
  writeFileSync(
    at('two-networks.md'),
    lesson.replace('## A route', '<!-- @include parts/machines.md -->\n\n## A route'),
  );
});

const messages = async (cache?: LintCache): Promise<readonly string[]> =>
  (await lint([folder], () => {}, cache)).problems.map(({file, line, message}) => `${file}:${line} ${message}`);

function edit(file: string, from: string, to: string): void {
  const text = textOf(file);
  if (!text.includes(from)) throw new Error(`${file} has no ${from}`);
  writeFileSync(at(file), text.replace(from, to));
}

test.each([
  ['a lesson', 'two-networks.md', 'use: output.query', 'use: output.qeury', 'output.qeury'],
  ['an included file', 'parts/machines.md', '<left>', '<lfet>', '<lfet>'],
  [
    'the nodes of a module',
    'module.yaml',
    'here: {}',
    'here: {}\n  there: {}',
    'say where this runs, one of here, there',
  ],
  ['the order of lessons', 'module.yaml', '- two-networks', '- two-networks\n  - gone', 'gone.md: cannot be read'],
  ['what graders see', 'grading.yaml', 'build:', 'biuld:', 'no step "biuld"'],
  ['a translation', 'two-networks.fr.md', 'lesson.title', 'lesson.titel', 'lesson.titel'],
  ['a parser of its own', 'parsers/ping.ts', "name: 'ping'", "name: 'pings'", 'ping'],
  ['the sample of a parser of its own', 'parsers/ping.ts', '--- 198', '=== 198', 'sample'],
  [
    'an assertion of its own',
    'assertions/ping-answered.ts',
    "id: 'ping.answered'",
    "id: 'ping.answers'",
    'no assertion "ping.answered"',
  ],
])('a change in %s is told at once, and gone when it is', async (_, file, from, to, told) => {
  const cache = new LintCache();
  const before = await messages(cache);
  const text = textOf(file);
  edit(file, from, to);
  const now = await messages(cache);
  expect(now).toEqual(await messages());
  expect(now.filter(message => !before.includes(message)).join('\n')).toContain(told);
  writeFileSync(at(file), text);
  expect(await messages(cache)).toEqual(before);
});

test('an included file that goes, comes back, or becomes a link to the outside is told at once', async () => {
  const cache = new LintCache();
  const before = await messages(cache);
  rmSync(at('parts/machines.md'));
  expect(await messages(cache)).toContainEqual(expect.stringContaining('no such file'));
  symlinkSync('../../outside.md', at('parts/machines.md'));
  expect(await messages(cache)).toContainEqual(expect.stringContaining('a link that leads out of the module'));
  rmSync(at('parts/machines.md'));
  writeFileSync(at('parts/machines.md'), INCLUDED);
  expect(await messages(cache)).toEqual(before);
});

test('the lessons that are shown, and the files that are looked at, are those of a lint without it', async () => {
  const cache = new LintCache();
  await lint([folder], () => {}, cache);
  const {shown, files} = await lint([folder], () => {}, cache);
  expect({shown, files}).toEqual(await lint([folder]).then(fresh => ({shown: fresh.shown, files: fresh.files})));
  expect(files).toContain(at('parts/machines.md'));
});

test('code of a module is run again only when it is other code, and what it writes goes to whom it may now', async () => {
  edit('parsers/ping.ts', 'parse: text =>', 'parse: text => (console.log("parses"), 0) ||');
  const cache = new LintCache();
  const told: string[][] = [[], []];
  await lint([folder], text => told[0]!.push(text), cache);
  const first = told[0]!.length;
  // It has to parse again.
  edit(
    'two-networks.md',
    '*Network is unreachable*',
    '```text {sample=silent}\n4 packets transmitted, 0 received, 100% packet loss\n```\n\n*Network is unreachable*',
  );
  await lint([folder], text => told[1]!.push(text), cache);
  expect(told[0]![0]).toContain('runs code that');
  expect([told[0]!.length, [...new Set(told[1])]]).toEqual([first, ['parses\n']]);
});
