import {expect, test} from 'vitest';
import {writeTranslation} from '../../src/author/write-translation.ts';
import type {Lesson} from '../../src/core/lesson.ts';
import {translateLesson} from '../../src/lesson/translation/translate-lesson.ts';
import {openLocal} from '../session/open.ts';
import {show, tooWide} from './terminal-model.ts';

const JAPANESE: Readonly<Record<string, string>> = {
  'step.read.title': '## ファイルを読む',
  'check.two-colours.title': '二つの色が出力にあり、どちらの色もそれぞれ一度だけ現れる',
  'quiz.decimal.question':
    '値`<mark>`を十進数で書くといくつになりますか。前の手順で表示された十六進数をよく見て、落ち着いて計算してください。',
  'quiz.decimal.wrong.1': '258は0x102のことです。あなたの値は<mark>なので、もう一度よく確かめてください。',
  'step.read.hint.1': 'ヒント',
  'step.read.1': '256から数えてください。',
};

function inJapanese(lesson: Lesson): Lesson {
  const written = writeTranslation(lesson, '', {file: 'files.ja.md', language: 'ja', accept: []});
  if (written.kind === 'refused') throw new Error('an empty file is never refused');
  const content = Object.entries(JAPANESE).reduce(
    (text, [name, words]) =>
      text.replace(new RegExp(`(<!-- @text ${name} .*\n)[^\n]*`), (_, mark) => `${mark}${words}`),
    written.text,
  );
  return translateLesson(lesson, content, {from: 'en', to: 'ja'});
}

test('a translation into a wide script fits a narrow screen, with nothing lost between the lines', async () => {
  const {session} = await openLocal(undefined, undefined, module => ({
    ...module,
    lessons: module.lessons.map(inJapanese),
  }));
  await session.run('write', {confirmed: true});
  await session.check();
  session.go('files', 'read');
  await session.run('list');
  await session.reply('red');
  const shown = await show(session, 40, 40);
  await shown.until('ファイルを読む');
  const words = () => shown.terminal.text().replace(/[\s▌│┃]/g, '');
  expect(words()).toContain(
    '値0x103を十進数で書くといくつになりますか。前の手順で表示された十六進数をよく見て、落ち着いて計算してください。',
  );
  expect(tooWide(shown.terminal)).toEqual([]);
  session.answer('decimal', '258');
  await shown.until('258は');
  expect(words()).toContain('258は0x102のことです。あなたの値は0x103なので、もう一度よく確かめてください。(1moretry)');
  expect(tooWide(shown.terminal)).toEqual([]);
  await shown.press('q');
  await shown.ended;
  await session.close();
});
