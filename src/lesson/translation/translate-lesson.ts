import type {Lesson} from '../../core/lesson.ts';
import {makeSource, reportInto} from '../../core/source.ts';
import {bind} from './bind.ts';
import {readTranslation} from './read-translation.ts';
import {replaceTexts, textsOf} from './texts.ts';

interface Languages {
  readonly from: string;
  readonly to: string;
}

/**
 * The lesson with the texts of a translation. A text that is not there, is wrong, or is of another state of the lesson
 * stays as it is; prose among translated prose then says in which language it is.
 */
export function translateLesson(lesson: Lesson, content: string, {from, to}: Languages): Lesson {
  const report = reportInto([]);
  const entries = readTranslation(makeSource('', content), lesson.id, report);
  const {bounds} = bind(textsOf(lesson), entries, {lesson: lesson.id, language: to}, report);
  const words = new Map(bounds.map(({text, words: said}) => [text.name, said]));
  return replaceTexts(lesson, ({name, kind, text}) => {
    const said = words.get(name);
    if (said !== undefined) return said;
    return kind === 'prose' ? inLanguage(text, from) : text;
  });
}

/** On a line of its own where words in front would make a list or a heading something else. */
function inLanguage(markdown: string, language: string): string {
  return `[${language}]${/^\p{L}/u.test(markdown) ? ' ' : '\n\n'}${markdown}`;
}
