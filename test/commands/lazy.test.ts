import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {execa} from 'execa';
import {afterAll, expect, test} from 'vitest';

const PROGRAM = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'deepdive-lazy-'));
afterAll(() => rmSync(folder, {recursive: true}));

/** Writes the address of each file that node loads to a file. */
const TRACE = `
  import {appendFileSync} from 'node:fs';
  let log;
  export function initialize(file) { log = file; }
  export async function load(url, context, next) {
    appendFileSync(log, url + '\\n');
    return next(url, context);
  }`;

/** The source files whose code the built program loads to do this. */
async function loadedBy(...args: readonly string[]): Promise<readonly string[]> {
  const log = join(folder, `${args[0]}.log`);
  const hook = `data:text/javascript,${encodeURIComponent(TRACE)}`;
  const start = `import {register} from 'node:module'; register(${JSON.stringify(hook)}, {data: ${JSON.stringify(log)}});`;
  const {exitCode} = await execa(
    'node',
    ['--import', `data:text/javascript,${encodeURIComponent(start)}`, PROGRAM, ...args],
    {env: {XDG_STATE_HOME: folder, XDG_CONFIG_HOME: folder}, reject: false},
  );
  expect(exitCode).toBeLessThan(2);
  const chunks = readFileSync(log, 'utf8')
    .split('\n')
    .filter(url => url.startsWith('file:') && url.endsWith('.js'));
  return chunks.flatMap(url => {
    const {sources}: {readonly sources: readonly string[]} = JSON.parse(
      readFileSync(`${fileURLToPath(url)}.map`, 'utf8'),
    );
    return sources.map(source => source.replace(/^(\.\.\/)+/, ''));
  });
}

function packagesIn(sources: readonly string[]): readonly string[] {
  const names = sources.map(source => /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(source)?.[1]);
  return [...new Set(names.filter(name => name !== undefined))].sort();
}

test('--help loads the verbs, and nothing that they need when they run', async () => {
  const sources = await loadedBy('--help');
  expect(packagesIn(sources)).toEqual(['commander']);
  expect(sources.filter(source => !/^(?:node_modules|src\/commands)\//.test(source)).sort()).toEqual([
    'src/cli.ts',
    'src/core/failure.ts',
  ]);
});

test('a check on the recording loads neither the reader of lessons, nor the screen, nor what runs processes', async () => {
  // A step with a check of the cluster, which can be judged at once.
  await loadedBy('show', 'overlay-networks/encrypted', '--cluster', 'recording');
  const sources = await loadedBy('check', '--cluster', 'recording');
  expect(packagesIn(sources)).toEqual(['commander', 'fastest-levenshtein', 'zod']);
  expect(sources.filter(source => /^src\/(?:ui|author|lab)\//.test(source))).toEqual([]);
});
