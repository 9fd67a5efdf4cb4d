import {existsSync, readdirSync} from 'node:fs';
import {join} from 'node:path';
import type {Lesson} from '../core/lesson.ts';
import {suggest} from '../core/nearest.ts';
import type {Problem} from '../core/problem.ts';
import {makeSource, reportInto, type Source} from '../core/source.ts';
import {readText} from '../lesson/read-text.ts';
import {type Bound, bind} from '../lesson/translation/bind.ts';
import {asTranslation} from '../lesson/translation/language-files.ts';
import {readTranslation} from '../lesson/translation/read-translation.ts';
import {textsOf} from '../lesson/translation/texts.ts';

/** More names are not read by anyone. */
const NAMED = 5;

interface Linted {
  readonly problems: readonly Problem[];
  readonly files: readonly string[];
}

/** What is wrong in the translations of these lessons: what is not theirs, has changed, lacks, or differs where it must not. */
export async function lintTranslations(folder: string, lessons: readonly Lesson[]): Promise<Linted> {
  const problems: Problem[] = [];
  const report = reportInto(problems);
  const files: string[] = [];
  for (const name of existsSync(folder) ? readdirSync(folder).sort() : []) {
    const translation = asTranslation(name);
    if (translation === undefined) continue;
    const file = join(folder, name);
    files.push(file);
    const lesson = lessons.find(({id}) => id === translation.lesson);
    const read = await readText(file);
    const source = makeSource(file, 'text' in read ? read.text : '');
    const start = {source, offset: 0};
    if ('problem' in read) report(start, read.problem);
    else if (lesson === undefined) {
      // A lesson that cannot be read is told already.
      if (existsSync(join(folder, `${translation.lesson}.md`))) continue;
      const ids = lessons.map(({id}) => id);
      report(
        start,
        `this translates "${translation.lesson}", which is no lesson of this module${suggest(translation.lesson, ids)}`,
      );
    } else {
      const entries = readTranslation(source, lesson.id, report);
      const {bounds} = bind(textsOf(lesson), entries, {lesson: lesson.id, language: translation.language}, report);
      reportToDo(bounds, source, problems);
    }
  }
  return {problems, files};
}

function reportToDo(bounds: readonly Bound[], source: Source, problems: Problem[]): void {
  const open = bounds.filter(({state}) => state === 'todo');
  if (open.length === 0) return;
  const spot = open.find(({entry}) => entry !== undefined)?.entry?.spot ?? {source, offset: 0};
  const names = open.slice(0, NAMED).map(({text}) => text.name);
  const more = open.length > NAMED ? ` and ${open.length - NAMED} more` : '';
  reportInto(problems)(
    spot,
    `not translated, so the original is shown: ${names.join(', ')}${more} (of ${bounds.length} texts)`,
    'warning',
  );
}
