import {existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync} from 'node:fs';
import {homedir} from 'node:os';
import {basename, dirname, join, relative, resolve} from 'node:path';
import {listLesson} from '../author/list-lesson.ts';
import {exampleFile, lessonText} from '../author/template/lesson.ts';
import {moduleFiles, titleOf} from '../author/template/module.ts';
import {EXIT, Failure} from '../core/failure.ts';
import {isId} from '../lesson/schema/fields.ts';
import {writeAtomic} from '../state/atomic.ts';
import {failureFor} from '../state/or-say.ts';
import {isModuleFolder} from './modules.ts';
import {print} from './print.ts';
import {recordModule} from './prove-module.ts';
import {readModuleYaml} from './read-module-yaml.ts';

/** Makes a module in a new folder, or a lesson in that of a module; gives the exit code. */
export async function makeNew(name: string, lesson: string | undefined): Promise<number> {
  if (lesson === undefined && isModuleFolder('.')) return makeLesson('.', name);
  if (lesson !== undefined && isModuleFolder(name)) return makeLesson(name, lesson);
  if (isModuleFolder('.')) throw new Failure('this folder is a module: `deepdive new ID` makes a lesson of it');
  return makeModule(name, lesson ?? 'first');
}

/** Everything is made beside the place, and moved there when it is proven: half a module is never left. */
async function makeModule(name: string, lesson: string): Promise<number> {
  const folder = resolve(name);
  const id = basename(folder);
  demandId(id, 'module');
  demandId(lesson, 'lesson');
  if (existsSync(folder))
    throw new Failure(`${name} is there already, and nothing is overwritten: choose another name`);
  if (!existsSync(dirname(folder))) throw new Failure(`there is no folder ${dirname(folder)} to make ${id} in`);
  const files = moduleFiles({id, title: titleOf(id), lesson: {id: lesson, title: titleOf(lesson)}});
  let fresh: string | undefined;
  try {
    fresh = mkdtempSync(join(dirname(folder), `.${id}-`));
    const place = join(fresh, id);
    mkdirSync(place);
    for (const [file, text] of files) writeFileSync(join(place, file), text);
    const told: string[] = [];
    const code = await recordModule(place, {cluster: 'local', say: text => told.push(text)});
    if (code !== EXIT.passed) {
      // The proof ends where a step cannot be played, and leaves what that has made.
      rmSync(join(homedir(), exampleFile(lesson)), {force: true});
      print(told.join(''));
      print('nothing was made: the new module could not be proven on this machine\n');
      return code;
    }
    renameSync(place, folder);
  } catch (error) {
    throw failureFor(folder, error);
  } finally {
    if (fresh !== undefined) rmSync(fresh, {recursive: true, force: true});
  }
  print(
    nextSteps(`made ${here(folder)}, a module with the lesson ${lesson}: proven on this machine, and recorded`, folder),
  );
  return EXIT.passed;
}

function makeLesson(folder: string, id: string): number {
  demandId(id, 'lesson');
  const yaml = join(folder, 'module.yaml');
  const file = join(folder, `${id}.md`);
  if (existsSync(file)) throw new Failure(`${file} is there already, and nothing is overwritten: choose another id`);
  const before = readFileSync(yaml, 'utf8');
  const {lessons, nodes} = readModuleYaml(yaml, before);
  const listed = lessons.includes(id) ? before : listLesson(before, id);
  if (listed === undefined) throw new Failure(`${yaml}: write the lessons as a list, each on a line of its own`);
  const [first, ...more] = Object.entries(nodes);
  const mustSay = first?.[1].role === undefined && more.length > 0;
  try {
    writeFileSync(file, lessonText({id, title: titleOf(id), ...(mustSay && first && {on: first[0]})}), {flag: 'wx'});
    if (listed !== before) writeAtomic(yaml, listed);
  } catch (error) {
    throw failureFor(file, error);
  }
  print(nextSteps(`made ${file}, the last lesson of the module; its recording does not have it yet`, folder));
  return EXIT.passed;
}

function demandId(id: string, what: string): void {
  if (isId(id)) return;
  const near = id
    .toLowerCase()
    .replace(/\.md$/, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[-\d]+|-$/g, '');
  const guess = isId(near) ? `, such as ${near}` : '';
  throw new Failure(`a ${what} is called by small letters, digits and single dashes${guess}; found "${id}"`);
}

function nextSteps(done: string, folder: string): string {
  const path = here(folder);
  const ways = [
    [`deepdive lint ${path}`, 'what is wrong, by file, line and column'],
    [`deepdive preview ${path}`, 'a step as students see it, while you write it'],
    [`deepdive prove ${path} --cluster recording`, 'each check fails before the work, and passes after it'],
    [`deepdive record ${path} --cluster local`, 'play it on this machine, and keep the answers'],
    [`deepdive -m ${path}`, 'as students see it'],
  ] as const;
  const width = Math.max(...ways.map(([command]) => command.length));
  return `${done}\n${ways.map(([command, what]) => `  ${command.padEnd(width)}   ${what}\n`).join('')}`;
}

/** A folder as one names it from here, and never as a module's name. */
function here(folder: string): string {
  const path = relative(process.cwd(), resolve(folder));
  return path === '' ? '.' : path.startsWith('..') ? path : `./${path}`;
}
