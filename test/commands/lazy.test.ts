import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import Module from 'node:module';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {execa} from 'execa';
import {afterAll, expect, test} from 'vitest';

const PROGRAM = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'deepdive-lazy-'));
afterAll(() => rmSync(folder, {recursive: true}));

/** Writes the path of each file that node loads to a file. */
const TRACE = `
  const {appendFileSync} = require('node:fs');
  const {Module} = require('node:module');
  const load = Module.prototype.load;
  Module.prototype.load = function (file) {
    appendFileSync(process.env.TRACE_LOG, file + '\\n');
    return load.call(this, file);
  };`;

/** The source files whose code the built program loads to do this. */
async function loadedBy(...args: readonly string[]): Promise<readonly string[]> {
  const log = join(folder, `${args[0]}.log`);
  const trace = join(folder, 'trace.cjs');
  writeFileSync(trace, TRACE);
  const {exitCode} = await execa('node', ['--require', trace, PROGRAM, ...args], {
    env: {XDG_STATE_HOME: folder, XDG_CONFIG_HOME: folder, TRACE_LOG: log},
    reject: false,
  });
  expect(exitCode).toBeLessThan(2);
  const chunks = readFileSync(log, 'utf8')
    .split('\n')
    .filter(file => file.startsWith(dirname(PROGRAM)));
  return chunks.flatMap(file => {
    const {sources}: {readonly sources: readonly string[]} = JSON.parse(readFileSync(`${file}.map`, 'utf8'));
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
    // The version.
    'package.json',
    'src/cli.ts',
    'src/code-cache.ts',
    'src/core/failure.ts',
    'src/main.ts',
  ]);
});

test('a check on the recording loads neither the reader of lessons, nor the screen, nor what runs processes', async () => {
  // A step with a check of the cluster, which can be judged at once.
  await loadedBy('show', 'overlay-networks/encrypted', '--cluster', 'recording');
  const sources = await loadedBy('check', '--cluster', 'recording');
  expect(packagesIn(sources)).toEqual(['commander', 'fastest-levenshtein', 'get-east-asian-width', 'zod']);
  expect(sources.filter(source => /^src\/(?:ui|author|lab)\//.test(source))).toEqual([]);
});

// Node 22 and later keep by themselves what they compile.
test.skipIf('enableCompileCache' in Module)('what the build compiled is what node runs', async () => {
  const preload = join(folder, 'scripts.cjs');
  writeFileSync(
    preload,
    `const vm = require('node:vm');
    vm.Script = class extends vm.Script {
      constructor(source, options) {
        super(source, options);
        console.error(JSON.stringify({file: options.filename, rejected: this.cachedDataRejected ?? 'not compiled'}));
      }
    };`,
  );
  const {stderr} = await execa('node', ['--require', preload, PROGRAM, '--help']);
  const scripts: readonly unknown[] = stderr.split('\n').map(line => JSON.parse(line));
  expect(scripts.length).toBeGreaterThan(0);
  expect(scripts.filter(script => (script as {rejected: unknown}).rejected !== false)).toEqual([]);
});
