/** `fr`, `pt-BR`, `zh-Hant`. */
const TAG = /^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}$/;

export function isLanguage(word: string): boolean {
  return TAG.test(word);
}

/** Name of the file that has the texts of a lesson in a language. */
export function translationFile(lesson: string, language: string): string {
  return `${lesson}.${language}.md`;
}

/** What a file name says: `fdb.fr.md` is lesson `fdb` in `fr`. Ids of lessons have no dots. */
export function asTranslation(name: string): {readonly lesson: string; readonly language: string} | undefined {
  const [, lesson, language] = /^([^.]+)\.([^.]+)\.md$/.exec(name) ?? [];
  return lesson !== undefined && language !== undefined && isLanguage(language) ? {lesson, language} : undefined;
}
