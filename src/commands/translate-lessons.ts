import {existsSync, readFileSync, statSync} from 'node:fs';
import {basename, dirname, join} from 'node:path';
import {readAsAuthor} from '../author/read-own.ts';
import {writeTranslation} from '../author/write-translation.ts';
import {EXIT, Failure} from '../core/failure.ts';
import type {Lesson} from '../core/lesson.ts';
import {formatProblem} from '../core/problem.ts';
import type {Bound} from '../lesson/translation/bind.ts';
import {isLanguage, translationFile} from '../lesson/translation/language-files.ts';
import {writeAtomic} from '../state/atomic.ts';
import {orSay} from '../state/or-say.ts';
import {isModuleFolder} from './modules.ts';
import {print, sayAside} from './print.ts';
import {unknownName} from './unknown-name.ts';

export async function translateLessons(path: string, language: string, accept: readonly string[]): Promise<void> {
  if (!isLanguage(language)) throw new Failure(`expected a language such as fr or pt-BR, found "${language}"`);
  if (!existsSync(path)) throw new Failure(`there is no ${path}: give a lesson, or the folder of a module`);
  const isFolder = statSync(path).isDirectory();
  const folder = isFolder ? path : dirname(path);
  if (!isModuleFolder(folder)) throw new Failure(`${folder} is not the folder of a module: it has no module.yaml`);
  const {shown, module, problems} = await readAsAuthor(folder, sayAside);
  if (module === undefined) {
    throw new Failure(`${folder} has errors\n${problems.map(formatProblem).join('\n')}`, EXIT.usage);
  }
  const id = basename(path, '.md');
  const wanted = shown.filter(lesson =>
    isFolder ? existsSync(join(folder, fileOf(lesson, language))) : lesson.id === id,
  );
  if (wanted.length === 0) {
    if (!isFolder)
      throw unknownName(
        'lesson',
        id,
        shown.map(lesson => lesson.id),
      );
    throw new Failure(`no lesson of ${folder} is in ${language}: give a lesson to begin with`, EXIT.nothing);
  }
  for (const lesson of wanted) translateOne(lesson, folder, language, accept);
}

function translateOne(lesson: Lesson, folder: string, language: string, accept: readonly string[]): void {
  const file = join(folder, fileOf(lesson, language));
  const before = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const written = writeTranslation(lesson, before, {file, language, accept});
  if (written.kind === 'refused') {
    throw new Failure(`${file} was left as it is\n${written.problems.map(formatProblem).join('\n')}`, EXIT.usage);
  }
  const {text, bounds, accepted, unknown} = written;
  if (unknown.length > 0) {
    const changed = bounds.filter(({state}) => state === 'changed').map(one => one.text.name);
    throw unknownName('changed text', unknown[0]!, changed);
  }
  if (text !== before) orSay(file, () => writeAtomic(file, text));
  const left = bounds.filter(one => !accepted.includes(one.text.name));
  const count = (state: Bound['state']) => left.filter(one => one.state === state).length;
  print(
    `${file}: ${bounds.length} texts, ${count('translated') + accepted.length} translated, ${count('todo')} to do, ${count('changed')} changed since, ${count('wrong')} with mistakes\n`,
  );
  for (const {text: original, state} of left) {
    if (state === 'changed') print(`\n${original.name} is now:\n${original.text}\n`);
  }
}

function fileOf(lesson: Lesson, language: string): string {
  return translationFile(lesson.id, language);
}
