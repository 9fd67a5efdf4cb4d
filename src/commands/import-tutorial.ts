import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import {basename, dirname, join, relative, resolve, sep} from 'node:path';
import type {Tutorial} from '../author/import/document.ts';
import {type Imported, importLesson} from '../author/import/import-lesson.ts';
import {importReport} from '../author/import/import-report.ts';
import type {Finding} from '../author/import/part.ts';
import {readScenario} from '../author/import/scenario.ts';
import {known} from '../author/known.ts';
import {listLesson} from '../author/list-lesson.ts';
import {moduleText} from '../author/template/module.ts';
import {EXIT, Failure} from '../core/failure.ts';
import {readText} from '../lesson/read-text.ts';
import {isId} from '../lesson/schema/fields.ts';
import {writeAtomic} from '../state/atomic.ts';
import {failureFor} from '../state/or-say.ts';
import {isModuleFolder} from './modules.ts';
import {print} from './print.ts';
import {readModuleYaml} from './read-module-yaml.ts';

const MAX_LESSON = 1024 * 1024;

/** Makes a module of a tutorial, or a lesson in that at `output`; gives the exit code. */
export async function importTutorial(path: string, output: string | undefined): Promise<number> {
  if (!existsSync(path)) throw new Failure(`${path}: no such file or folder`);
  const isFolder = statSync(path).isDirectory();
  const {tutorial, findings} = isFolder ? await readFolder(path) : await readFile(path);
  const id = idOf(basename(resolve(path)));
  const folder = output ?? (isModuleFolder('.') ? '.' : id);
  const pathOf = (file: string): string => relative('.', isFolder ? join(path, file) : path) || file;
  const made = isModuleFolder(folder) ? await addLesson(folder, id, tutorial) : await makeModule(folder, id, tutorial);
  print(importReport([...findings, ...made.findings], pathOf));
  print(nextSteps(made, folder, id));
  return EXIT.passed;
}

interface Source {
  readonly tutorial: Tutorial;
  readonly findings: readonly Finding[];
}

async function readFile(path: string): Promise<Source> {
  const read = await readText(path);
  if ('problem' in read) throw new Failure(`${path}: ${read.problem}`);
  if (read.text.trim() === '') throw new Failure(`${path}: the file is empty`);
  return {tutorial: {pages: [{file: path, text: read.text}]}, findings: []};
}

async function readFolder(path: string): Promise<Source> {
  const index = join(path, 'index.json');
  if (!existsSync(index))
    throw new Failure(
      `${path} has no index.json, so it is no scenario: name a Markdown file, or the folder of a scenario`,
    );
  const read = await readText(index);
  if ('problem' in read) throw new Failure(`${index}: ${read.problem}`);
  const root = realpathSync(path);
  const result = await readScenario('index.json', read.text, async name => {
    const file = resolve(root, name);
    const real = existsSync(file) ? realpathSync(file) : file;
    // The file is a stranger's: it may name no other file of this machine.
    if (!real.startsWith(root + sep)) return {problem: 'it is outside of the folder of the scenario'};
    return readText(real);
  });
  if (!result.ok) throw new Failure(`${path}: ${result.problem}`);
  return result;
}

async function makeModule(folder: string, id: string, tutorial: Tutorial): Promise<Imported> {
  const place = resolve(folder);
  const module = idOf(basename(place));
  if (existsSync(place))
    throw new Failure(`${folder} is there already and is no module, and nothing is overwritten: say another with -o`);
  if (!existsSync(dirname(place)))
    throw new Failure(`there is no folder ${dirname(place)} to make ${basename(place)} in`);
  const made = await importLesson(tutorial, {id, nodes: [{id: 'here', role: undefined}], known});
  demandSize(made);
  let fresh: string | undefined;
  try {
    fresh = mkdtempSync(join(dirname(place), `.${module}-`));
    const inside = join(fresh, module);
    mkdirSync(inside);
    writeFileSync(join(inside, 'module.yaml'), moduleText(module, made.title, id));
    writeFileSync(join(inside, `${id}.md`), made.text);
    renameSync(inside, place);
  } catch (error) {
    throw failureFor(place, error);
  } finally {
    if (fresh !== undefined) rmSync(fresh, {recursive: true, force: true});
  }
  return made;
}

async function addLesson(folder: string, id: string, tutorial: Tutorial): Promise<Imported> {
  const yaml = join(folder, 'module.yaml');
  const file = join(folder, `${id}.md`);
  if (existsSync(file))
    throw new Failure(
      `${file} is there already, and nothing is overwritten: rename the tutorial, or say another folder with -o`,
    );
  const before = readFileSync(yaml, 'utf8');
  const {lessons, nodes} = readModuleYaml(yaml, before);
  const listed = lessons.includes(id) ? before : listLesson(before, id);
  if (listed === undefined) throw new Failure(`${yaml}: write the lessons as a list, each on a line of its own`);
  const made = await importLesson(tutorial, {
    id,
    nodes: Object.entries(nodes).map(([name, {role}]) => ({id: name, role})),
    known,
  });
  demandSize(made);
  try {
    writeFileSync(file, made.text, {flag: 'wx'});
    if (listed !== before) writeAtomic(yaml, listed);
  } catch (error) {
    throw failureFor(file, error);
  }
  return made;
}

function demandSize({text}: Imported): void {
  const bytes = Buffer.byteLength(text);
  if (bytes > MAX_LESSON)
    throw new Failure(
      `the lesson would have ${bytes} bytes, and a lesson has at most ${MAX_LESSON}: cut the tutorial in parts`,
    );
}

/** The name of a file or folder as an id. */
function idOf(name: string): string {
  const id = name
    .replace(/\.(?:md|markdown|txt)$/i, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[-\d]+|-$/g, '');
  return isId(id) && !/^(?:readme|authoring)$/.test(id) ? id : 'lesson';
}

function nextSteps({steps, runs}: Imported, folder: string, id: string): string {
  const path = relative('.', resolve(folder)) || '.';

  const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? '' : 's'}`;
  return `made ${join(path, `${id}.md`)}: ${count(steps, 'step')}, ${count(runs, 'command')}
  deepdive lint ${path}   # no errors; a warning for each step that nothing proves yet: write its checks next
`;
}
