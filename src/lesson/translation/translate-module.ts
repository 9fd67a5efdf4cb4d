import {join} from 'node:path';
import type {Module} from '../../core/lesson.ts';
import {readText} from '../read-text.ts';
import {translationFile} from './language-files.ts';
import {translateLesson} from './translate-lesson.ts';

/**
 * The module with its lessons in a language, where there is a translation. Its hash stays that of the files that say
 * what may run, which translations cannot.
 */
export async function translateModule(module: Module, language: string): Promise<Module> {
  const languages = {from: module.language, to: language};
  const lessons = await Promise.all(
    module.lessons.map(async lesson => {
      const file = await readText(join(module.folder, translationFile(lesson.id, language)));
      return 'text' in file ? translateLesson(lesson, file.text, languages) : lesson;
    }),
  );
  return {...module, lessons};
}
