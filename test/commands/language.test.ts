import {expect, test} from 'vitest';
import {chooseLanguage} from '../../src/commands/language.ts';

const choose = (option: string | undefined, env: Readonly<Record<string, string>> = {}) =>
  chooseLanguage({option, env}, 'en', ['fr', 'pt-BR', 'zh-Hant']);

test.each([
  ['fr', 'fr'],
  ['FR', 'fr'],
  ['fr-CA', 'fr'],
  ['pt', 'pt-BR'],
  ['pt-PT', 'pt-BR'],
  ['zh-Hant', 'zh-Hant'],
  ['en', undefined],
  ['en-GB', undefined],
])('--lang %s shows %s', (option, language) => {
  expect(choose(option, {DEEPDIVE_LANG: 'pt-BR'})).toBe(language);
});

test.each([
  [{DEEPDIVE_LANG: 'fr', LC_ALL: 'pt_BR.UTF-8'}, 'fr'],
  [{LC_ALL: 'fr_FR.UTF-8', LC_MESSAGES: 'pt_BR', LANG: 'en_US.UTF-8'}, 'fr'],
  [{LC_ALL: '', LC_MESSAGES: 'pt_BR@latin', LANG: 'fr_FR'}, 'pt-BR'],
  [{LANG: 'fr_BE'}, 'fr'],
  [{LANG: 'en_US.UTF-8'}, undefined],
  [{LANG: 'C.UTF-8'}, undefined],
  [{LANG: 'POSIX'}, undefined],
  [{DEEPDIVE_LANG: 'de', LANG: 'fr_FR'}, undefined],
  [{}, undefined],
])('%j shows %s', (env, language) => {
  expect(choose(undefined, env as unknown as Readonly<Record<string, string>>)).toBe(language);
});

test('a language that is asked for by name must be there', () => {
  expect(() => choose('de')).toThrow('--lang: the lessons are not in "de"; expected one of en, fr, pt-BR, zh-Hant');
});
