import {isMap, isScalar, isSeq, parseDocument} from 'yaml';
import {yamlWord} from './template/yaml-word.ts';

/**
 * The text of a `module.yaml` with one lesson more at the end of its list, and nothing else changed; undefined where the
 * list is written in a way that this does not know.
 */
export function listLesson(text: string, id: string): string | undefined {
  const document = parseDocument(text);
  const lessons = isMap(document.contents) ? document.get('lessons', true) : undefined;
  const last = isSeq(lessons) ? lessons.items.at(-1) : undefined;
  if (!isSeq(lessons) || !isScalar(last) || !last.range) return undefined;
  const [start, valueEnd] = last.range;
  const line = text.slice(text.lastIndexOf('\n', start - 1) + 1, start);
  // A comment may stand behind it.
  const end = lessons.flow ? valueEnd : (/\n|$/.exec(text.slice(valueEnd))?.index ?? 0) + valueEnd;
  const word = yamlWord(id);
  const added = lessons.flow ? `, ${word}` : `\n${line}${word}`;
  const listed = `${text.slice(0, end)}${added}${text.slice(end)}`;
  return holds(listed, [...(document.toJS() as {lessons: unknown[]}).lessons, id]) ? listed : undefined;
}

function holds(text: string, lessons: readonly unknown[]): boolean {
  const document = parseDocument(text);
  const found: unknown = document.errors.length === 0 && document.toJS().lessons;
  return JSON.stringify(found) === JSON.stringify(lessons);
}
