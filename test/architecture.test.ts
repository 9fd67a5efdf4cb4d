import {readdirSync, readFileSync} from 'node:fs';
import {dirname, join, normalize} from 'node:path';
import {fileURLToPath} from 'node:url';
import {expect, test} from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));

/** What each folder may import besides itself; a folder that is not here may not exist. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  core: [],
  parse: ['core'],
  lesson: ['core'],
  state: ['core'],
  render: ['core'],
  cluster: ['core', 'state'],
  snapshot: ['core', 'parse', 'cluster'],
  lab: ['core', 'state', 'cluster'],
  doctor: ['core', 'cluster', 'snapshot', 'lab'],
  topology: ['core'],
  assertions: ['core', 'topology'],
  session: ['core', 'parse', 'lesson', 'state', 'render', 'cluster', 'snapshot', 'topology', 'assertions'],
  grade: ['core', 'parse', 'lesson', 'state', 'cluster', 'snapshot', 'topology', 'assertions'],
  report: ['core', 'render'],
  author: [
    'core',
    'parse',
    'lesson',
    'state',
    'render',
    'cluster',
    'snapshot',
    'topology',
    'assertions',
    'session',
    'grade',
    'report',
  ],
  plain: ['core', 'lesson', 'render', 'session'],
  ui: ['core', 'lesson', 'render', 'session', 'topology'],
};

/** Folders that touch no machine: no file, process, socket or clock of the host. */
const PURE = ['core', 'parse', 'render', 'assertions', 'topology', 'report'];
const MACHINE = /^(?:node:(?:fs|child_process|net|http|https|os|dgram|tls)(?:\/.*)?|execa|dockerode)$/;

interface Import {
  readonly file: string;
  readonly from: string;
}

const files: readonly string[] = ['src', 'assertions'].flatMap(folder =>
  readdirSync(join(root, folder), {recursive: true, encoding: 'utf8'})
    .filter(name => /\.tsx?$/.test(name))
    .map(name => join(folder, name)),
);

const imports: readonly Import[] = files.flatMap(file =>
  [
    ...readFileSync(join(root, file), 'utf8').matchAll(
      /^(?:import|export)\s(?:[^'"=(]*?\sfrom\s)?['"]([^'"]+)['"]|import\(['"]([^'"]+)['"]\)/gm,
    ),
  ].map(match => ({file, from: (match[1] ?? match[2])!})),
);

function folderOf(file: string): string | undefined {
  if (file.startsWith('assertions/')) return 'assertions';
  return /^src\/([^/]+)\//.exec(file)?.[1];
}

test('every folder imports only from floors below it', () => {
  const wrong = imports.filter(({file, from}) => {
    const folder = folderOf(file);
    if (folder === undefined || folder === 'commands' || folder === 'bench') return false;
    if (!from.startsWith('.') || from.endsWith('/package.json')) return false;
    const target = folderOf(normalize(join(dirname(file), from)));
    return target !== folder && !MAY_IMPORT[folder]?.includes(target ?? '');
  });
  expect(imports.length).toBeGreaterThan(300);
  expect(wrong).toEqual([]);
});

test('the pure folders touch no machine', () => {
  expect(imports.filter(({file, from}) => PURE.includes(folderOf(file) ?? '') && MACHINE.test(from))).toEqual([]);
});

test('there is no folder that the table does not know', () => {
  const known = [...Object.keys(MAY_IMPORT), 'commands', 'bench'];
  const folders = new Set(imports.map(({file}) => folderOf(file)).filter(folder => folder !== undefined));
  expect([...folders].filter(folder => !known.includes(folder))).toEqual([]);
});

test('no barrels, no default exports, no file past 300 lines', () => {
  expect(files.filter(file => /(?:^|\/)index\.tsx?$/.test(file))).toEqual([]);
  // Stand-ins for packages that Ink imports by their default export.
  const standIns = ['src/ui/no-devtools.ts', 'src/ui/string-width.ts', 'src/ui/yoga.ts'];
  const own = files.filter(file => !standIns.includes(file));
  expect(own.filter(file => /^export default/m.test(readFileSync(join(root, file), 'utf8')))).toEqual([]);
  expect(files.filter(file => readFileSync(join(root, file), 'utf8').split('\n').length > 301)).toEqual([]);
});
