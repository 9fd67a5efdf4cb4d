import {existsSync, readdirSync} from 'node:fs';
import {Failure} from '../core/failure.ts';
import {suggest} from '../core/nearest.ts';
import {asTranslation} from '../lesson/translation/language-files.ts';

/** Asked for by name, or what the environment of a person says. */
export interface Wish {
  readonly option: string | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * The translation to show, or undefined for the lessons as they are written. A language that was asked for by name must
 * be there; one of the environment is a wish.
 */
export function chooseLanguage(
  {option, env}: Wish,
  written: string,
  translations: readonly string[],
): string | undefined {
  const all = [written, ...translations];
  if (option !== undefined) {
    const found = among(all, option);
    if (found === undefined) throw new Failure(`--lang: the lessons are not in "${option}"${suggest(option, all)}`);
    return found === written ? undefined : found;
  }
  const wish = [env.DEEPDIVE_LANG, env.LC_ALL, env.LC_MESSAGES, env.LANG].find(
    value => value !== undefined && value !== '',
  );
  const found = wish === undefined ? undefined : among(all, fromLocale(wish));
  return found === written ? undefined : found;
}

/** The languages that lessons of a module are translated into, with those lessons. */
export function translationsIn(folder: string): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  for (const name of existsSync(folder) ? readdirSync(folder).sort() : []) {
    const file = asTranslation(name);
    if (file !== undefined) found.set(file.language, [...(found.get(file.language) ?? []), file.lesson]);
  }
  return found;
}

/** `pt_BR.UTF-8@latin` is `pt-BR`. */
function fromLocale(locale: string): string {
  return (/^[^.@]*/.exec(locale)?.[0] ?? '').replaceAll('_', '-');
}

/** The language itself, else that without its region, else one of another region. */
function among(all: readonly string[], wish: string): string | undefined {
  const [wanted, ...languages] = [wish, ...all].map(tag => tag.toLowerCase());
  const start = (tag: string) => tag.split('-', 1)[0];
  const near = [
    (tag: string) => tag === wanted,
    (tag: string) => tag === start(wanted!),
    (tag: string) => start(tag) === start(wanted!),
  ];
  for (const isNear of near) {
    const index = languages.findIndex(isNear);
    if (index >= 0) return all[index];
  }
  return undefined;
}
