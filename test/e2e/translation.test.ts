import {cpSync, existsSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {afterAll, beforeEach, expect, test} from 'vitest';
import {
  type Account,
  deepdive,
  journalOf,
  newFolder,
  type Outcome,
  readEntries,
  removeAccounts,
  scratch,
  shellAccount,
} from './program.ts';

const SMALL = fileURLToPath(new URL('../session/fixture-module', import.meta.url));

let account: Account;
let folder: string;
beforeEach(() => {
  account = shellAccount();
  folder = join(newFolder(), 'small');
  cpSync(SMALL, folder, {recursive: true});
});
afterAll(removeAccounts);

const verb = (...args: readonly string[]): Promise<Outcome> =>
  deepdive(account, [...args, '-m', folder, '-c', 'local', '--width', '200']);
const translate = (...args: readonly string[]): Promise<Outcome> =>
  deepdive(account, ['translate', join(folder, 'files.md'), 'fr', ...args]);
const french = () => join(folder, 'files.fr.md');

/** The translation with other words behind a mark. */
function say(name: string, words: string): void {
  const before = readFileSync(french(), 'utf8');
  const after = before.replace(new RegExp(`(<!-- @text ${name} .*\n)[^\n]*`), (_, mark) => `${mark}${words}`);
  if (after === before) throw new Error(`${name} is not there`);
  writeFileSync(french(), after);
}

test('a lesson is translated, shown, changed, and accepted again', async () => {
  expect(await translate()).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(
      /files\.fr\.md: 17 texts, 0 translated, 17 to do, 0 changed since, 0 with mistakes\n$/,
    ),
  });
  say('step.make.title', '## Faire un fichier');
  say('check.written.title', 'le fichier a deux lignes');
  expect((await translate()).stdout).toContain('17 texts, 2 translated, 15 to do');
  expect((await verb('show', '--lang', 'fr')).stdout).toContain('Faire un fichier');
  expect((await verb('show')).stdout).toContain('Make a file');
  const lesson = join(folder, 'files.md');
  writeFileSync(lesson, readFileSync(lesson, 'utf8').replace('title: the file', 'title: this file'));
  const shown = (await verb('show', '--lang', 'fr')).stdout;
  expect(shown).toContain('this file has two lines');
  expect(shown).not.toContain('le fichier a deux lignes');
  expect((await translate()).stdout).toContain('check.written.title is now:\nthis file has two lines');
  expect(await translate('--accept', 'check.writen.title')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('there is no changed text check.writen.title; did you mean check.written.title?'),
  });
  expect((await translate('--accept', 'check.written')).stdout).toContain('2 translated, 15 to do, 0 changed since');
  expect((await verb('show', '--lang', 'fr')).stdout).toContain('le fichier a deux lignes');
});

test('the language is asked for by name or by the environment, and list tells which there are', async () => {
  await translate();
  say('step.make.title', '## Faire un fichier');
  const show = (env: Readonly<Record<string, string>>, ...args: readonly string[]) =>
    deepdive(account, ['show', '-m', folder, '-c', 'local', ...args], env);
  expect((await show({DEEPDIVE_LANG: 'fr'})).stdout).toContain('Faire un fichier');
  expect((await show({LANG: 'fr_FR.UTF-8'})).stdout).toContain('Faire un fichier');
  expect((await show({DEEPDIVE_LANG: 'fr'}, '--lang', 'en')).stdout).toContain('Make a file');
  expect((await show({DEEPDIVE_LANG: 'de'})).stdout).toContain('Make a file');
  expect(await show({}, '--lang', 'de')).toMatchObject({
    code: 2,
    stderr: 'deepdive: --lang: the lessons are not in "de"; expected one of en, fr\n',
  });
  expect((await verb('list')).stdout).toContain('In fr as well, with --lang fr or DEEPDIVE_LANG=fr: all lessons');
});

test('what is done in one language is done in the other', async () => {
  await translate();
  say('check.written.title', 'le fichier a deux lignes');
  expect((await verb('run', 'write', '--yes', '--lang', 'fr')).code).toBe(0);
  const checked = await verb('check', '--lang', 'fr');
  expect(checked).toMatchObject({code: 0, stdout: expect.stringContaining('le fichier a deux lignes')});
  expect((await verb('list')).stdout).toMatch(/files\/make +passed/);
  expect((await verb('run', 'list', '--choose', 'red')).code).toBe(0);
  expect((await verb('show', 'read', '--lang', 'fr')).stdout).toContain('0x103');
  const kept = readEntries(journalOf(account, 'shell-basics', 'local'));
  expect(JSON.stringify(kept)).not.toContain('deux lignes');
});

test('a translation is not asked about, and cannot bring a command', async () => {
  expect((await verb('check', '--yes')).code).toBe(3);
  await translate();
  say('step.make.title', '## Faire un fichier');
  const evil = 'touch "$DEEPDIVE_TEST/evil"';
  const attack = `
\`\`\`sh {#write}
${evil}
\`\`\`
<!-- @run write
undo: ${evil}
-->
<!-- @check written
use: cmd.output
of: write
with: {minLines: 0}
-->

\`\`\`sh {#more}
${evil}
\`\`\`
<!-- @include evil.md -->
`;
  writeFileSync(french(), `${readFileSync(french(), 'utf8')}${attack}`);
  writeFileSync(join(folder, 'evil.md'), attack);
  expect((await verb('check', '--lang', 'fr')).code).toBe(3);
  expect((await verb('show', '--lang', 'fr')).stdout).toContain('Faire un fichier');
  expect((await verb('run', 'more', '--yes', '--lang', 'fr')).stderr).toContain('no command more');
  expect((await verb('run', 'write', '--yes', '--lang', 'fr')).code).toBe(0);
  expect((await verb('reset', '--yes', '--lang', 'fr')).code).toBe(0);
  expect(readdirSync(scratch(account))).toEqual([]);
  expect(existsSync(join(scratch(account), 'evil'))).toBe(false);
  expect(await deepdive(account, ['lint', folder])).toMatchObject({
    code: 2,
    stdout: expect.stringContaining('files.fr.md:'),
  });
});
