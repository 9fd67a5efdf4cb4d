import {existsSync, statSync} from 'node:fs';
import {basename} from 'node:path';
import {emitKeypressEvents, type Key} from 'node:readline';
import {type LintResult, lint, summarise} from '../author/lint.ts';
import {LintCache} from '../author/lint-cache.ts';
import {
  bodyOf,
  nextPreview,
  openPreview,
  type Preview,
  type PreviewEvent,
  previewLines,
} from '../author/preview/preview.ts';
import {EXIT, Failure} from '../core/failure.ts';
import {suggest} from '../core/nearest.ts';
import {hasErrors} from '../core/problem.ts';
import {readText} from '../lesson/read-text.ts';
import {asTranslation} from '../lesson/translation/language-files.ts';
import {translateLesson} from '../lesson/translation/translate-lesson.ts';
import {lettersFor} from '../render/letters.ts';
import {lineText} from '../render/line.ts';
import {createStepRenderer} from '../render/step-lines.ts';
import {styleLine, themeFor} from '../render/theme.ts';
import {Screen} from '../ui/screen.ts';
import {guardTerminal} from '../ui/terminal.ts';
import {authorsFolder, moduleNames} from './modules.ts';
import {print, sayAside} from './print.ts';
import {readWidth} from './width.ts';

/** Editors save in different ways, and some by another file of the name: looking at the times works with all. */
const LOOK_MS = 250;

export async function previewLessons(named: string, step: string | undefined): Promise<number> {
  const path = await pathOf(named);
  const cache = new LintCache();
  const found = await look(path, cache, sayAside);
  const size = {columns: readWidth(undefined), rows: process.stdout.rows || 24};
  const preview = openPreview(found, wantedOf(path, step, found), size);
  if (!process.stdin.isTTY || !process.stdout.isTTY) return printOnce(preview, found);
  await watch(path, preview, found, cache);
  return EXIT.passed;
}

/** What is wrong, and what is to be shown: of a translation the lesson in its words. */
async function look(path: string, cache: LintCache, say: (text: string) => void): Promise<LintResult> {
  const found = await lint([path], say, cache);
  const translation = statSync(path).isFile() ? asTranslation(basename(path)) : undefined;
  if (translation === undefined) return found;
  const read = await readText(path);
  const languages = {from: 'original', to: translation.language};
  const shown = found.shown.map(lesson =>
    lesson.id === translation.lesson && 'text' in read ? translateLesson(lesson, read.text, languages) : lesson,
  );
  return {...found, shown};
}

async function pathOf(named: string): Promise<string> {
  if (existsSync(named)) return named;
  if (moduleNames().includes(named)) return authorsFolder(named);
  throw new Failure(`there is no ${named}: give a module, its folder, or one of its lessons`);
}

/** A step by its own id is that of the lesson that is named, else of the first that has one. */
function wantedOf(path: string, step: string | undefined, {shown}: LintResult): string | undefined {
  const name = basename(path);
  const named = statSync(path).isFile() ? (asTranslation(name)?.lesson ?? basename(name, '.md')) : undefined;
  if (step === undefined) return named;
  if (step.includes('/')) return step;
  const lesson = shown.find(
    ({id, steps}) => (named === undefined || id === named) && steps.some(one => one.id === step),
  );
  if (lesson === undefined) {
    const ids = shown.flatMap(({steps}) => steps.map(({id}) => id));
    throw new Failure(`there is no step ${step} in ${path}${suggest(step, ids)}`, EXIT.usage);
  }
  return `${lesson.id}/${step}`;
}

function printOnce(preview: Preview, found: LintResult): number {
  const rows = bodyOf(preview, createStepRenderer()).lines.map(row => lineText(row).trimEnd());
  print(`${rows.join('\n').trim()}\n\n${summarise(found)}\n`);
  return hasErrors(found.problems) ? EXIT.usage : EXIT.passed;
}

/** Until the author leaves. */
function watch(path: string, first: Preview, {files}: LintResult, cache: LintCache): Promise<void> {
  const {stdin, stdout, env} = process;
  const screen = new Screen(stdout, text => lettersFor(env).words(text));
  const [theme, draw] = [themeFor(env), createStepRenderer()];
  let preview = first;
  const paint = () =>
    screen.write(
      previewLines(preview, draw)
        .map(row => styleLine(row, theme))
        .join('\n'),
    );
  return new Promise(resolve => {
    const unguard = guardTerminal(screen, stdin, process, () => process.exit(130));
    const take = (event: PreviewEvent) => {
      const next = nextPreview(preview, event, draw);
      if (next === undefined) return end();
      preview = next;
      paint();
    };
    const onKey = (text: string | undefined, key: Key) => take({kind: 'key', key: keyName(text, key)});
    const onResize = () => {
      screen.forget();
      take({kind: 'resized', size: {columns: screen.columns, rows: screen.rows}});
    };
    const again = () => look(path, cache, () => {});
    const stopLooking = onSave(again, files, result => take({kind: 'saved', found: result}));
    const end = () => {
      stopLooking();
      stdin.off('keypress', onKey);
      stdout.off('resize', onResize);
      stdin.setRawMode(false);
      stdin.pause();
      screen.leave();
      unguard();
      resolve();
    };
    emitKeypressEvents(stdin);
    stdin.setRawMode(true);
    stdin.resume();
    stdin.on('keypress', onKey);
    stdout.on('resize', onResize);
    screen.enter();
    paint();
  });
}

function keyName(text: string | undefined, {name, ctrl}: Key): string {
  return `${ctrl === true ? 'ctrl-' : ''}${name ?? text ?? ''}`;
}

/** Looks again whenever one of the files is another than before; returns the way to stop. */
function onSave(
  again: () => Promise<LintResult>,
  first: readonly string[],
  take: (found: LintResult) => void,
): () => void {
  let files = first;
  let seen = timesOf(files);
  let isBusy = false;
  const timer = setInterval(() => {
    const now = timesOf(files);
    if (isBusy || now === seen) return;
    [isBusy, seen] = [true, now];
    void again().then(found => {
      files = found.files.length > 0 ? found.files : files;
      isBusy = false;
      take(found);
    });
  }, LOOK_MS);
  return () => clearInterval(timer);
}

function timesOf(files: readonly string[]): string {
  return files.map(file => statSync(file, {throwIfNoEntry: false})?.mtimeMs ?? 'gone').join();
}
