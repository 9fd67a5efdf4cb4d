import {cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {execa} from 'execa';
import {afterAll, describe, expect, test} from 'vitest';
import {fixtureText} from '../snapshot/fixture.ts';

const folder = mkdtempSync(join(tmpdir(), 'deepdive-proof-'));
afterAll(() => rmSync(folder, {recursive: true, force: true}));

function prove(module: string, cluster: string) {
  const env = {XDG_STATE_HOME: folder, DEEPDIVE_TEST: folder};
  return execa('node', ['dist/cli.js', 'prove', module, '--cluster', cluster], {env, reject: false, all: true});
}

/** The test module with one place of its lesson changed. */
function changed(name: string, from: string, to: string): string {
  const copy = join(folder, name);
  cpSync(new URL('../session/fixture-module', import.meta.url), copy, {recursive: true});
  const lesson = join(copy, 'files.md');
  const text = readFileSync(lesson, 'utf8');
  if (!text.includes(from)) throw new Error(`the lesson has no ${from}`);
  writeFileSync(lesson, text.replace(from, to));
  return copy;
}

const ASK = 'colour: {type: word, from: "value.colours[]", choose: ask, sample: red}';
const FIRST = 'colour: {type: word, from: "value.colours[0]", sample: red}';

test('the bundled module is proven on its recording, and its checks notice damaged evidence', async () => {
  const {exitCode, all} = await prove('swarm-networking', 'recording');
  expect(exitCode, all).toBe(0);
  expect(all).toMatch(/damages to the evidence noticed \((?:9[5-9]|100)/);
  expect(all).not.toContain('BAD');
}, 120_000);

test('a module whose every step can be played is proven on this machine', async () => {
  const {exitCode, all} = await prove(changed('good', ASK, FIRST), 'local');
  expect(exitCode, all).toBe(0);
});

test('of a module whose only lesson is unavailable here nothing is proven, and the lesson is named', async () => {
  const {exitCode, all} = await prove(changed('unfit', 'minutes: ', 'engine: {kernel: ">=999"}\nminutes: '), 'local');
  expect(all).toMatch(/^-- {3}not here files: needs kernel >=999, here it is \S+ \(.+\)$/m);
  expect(all).toMatch(/^nothing of \S+ is proven on local: 1 of its lessons are unavailable/m);
  expect(all).not.toMatch(/ is proven on local[^:]/);
  expect(exitCode, all).toBe(4);
});

test('of a module without a check nothing is proven, however well its commands run', async () => {
  const module = changed('unchecked', ASK, FIRST);
  const lesson = join(module, 'files.md');
  const [steps = ''] = readFileSync(lesson, 'utf8').split('## Look once more');
  writeFileSync(lesson, steps.replaceAll(/<!-- @check.*?-->/gs, ''));
  const {exitCode, all} = await prove(module, 'local');
  expect(all).not.toContain('BAD');
  expect(all).toMatch(/^nothing of \S+ is proven on local: no check was played/m);
  expect(exitCode, all).toBe(4);
});

test.each([
  ['a check that the work does not satisfy', 'minLines: 2', 'minLines: 3', /BAD {2}after/],
  ['a command that fails', "printf 'red", 'false; printf "red', /BAD {2}after/],
  ['a change that undo does not take back', 'undo: rm "$DEEPDIVE_TEST/colours"', 'undo: "false"', /BAD {2}undo/],
])('%s stops the proof', async (name, from, to, expected) => {
  const module = changed(name.replaceAll(' ', '-'), from, to);
  const lesson = join(module, 'files.md');
  writeFileSync(lesson, readFileSync(lesson, 'utf8').replace(ASK, FIRST));
  const {exitCode, all} = await prove(module, 'local');
  expect(exitCode, all).toBe(1);
  expect(all).toMatch(expected);
});

describe('a suite', () => {
  const proveSuite = (...args: readonly string[]) =>
    execa('node', ['dist/cli.js', 'prove', ...args], {env: {XDG_STATE_HOME: folder}, reject: false, all: true});

  test('that is bundled is proven on what the recording shows at its end', async () => {
    const {exitCode, all} = await proveSuite('--suite', 'swarm-networking');
    expect(exitCode, all).toBe(0);
    expect(all).toMatch(/damages to the evidence noticed \((?:9[5-9]|100)/);
  }, 120_000);

  test('that is weak is told what it lets pass, and that proves nothing', async () => {
    const [suite, snapshot] = [join(folder, 'weak.yaml'), join(folder, 'wired.json')];
    const uses = '[{use: fdb.complete, with: {network: vote}}, {use: net.exists, with: {network: vote}}]';
    writeFileSync(suite, `suite: weak\ntitle: T\nversion: 1.0.0\nchecks:\n  - {id: fdb, any: ${uses}}\n`);
    writeFileSync(snapshot, fixtureText('wired'));
    const {exitCode, all} = await proveSuite('--suite', suite, '--snapshot', snapshot);
    expect(exitCode, all).toBe(1);
    expect(all).toMatch(/^ +fdb: survives other-dst of 02:42:0a:\S+ dev vxlan0 dst \S+ self permanent \[ns\.fdb@/m);
    expect(all).toMatch(/BAD {2}weak: \d+ of \d+ damages to the evidence noticed/);
  });

  test('of which nothing can be damaged is not called proven', async () => {
    const suite = join(folder, 'words.yaml');
    writeFileSync(
      suite,
      'suite: words\ntitle: T\nversion: 1.0.0\nchecks:\n  - {id: essay, manual: {rubric: good, points: 2}}\n',
    );
    writeFileSync(join(folder, 'any.json'), fixtureText('wired'));
    const {exitCode, all} = await proveSuite('--suite', suite, '--snapshot', join(folder, 'any.json'));
    expect([exitCode, all]).toEqual([4, 'BAD  words: there was nothing to damage, so nothing is proven']);
  });

  test.each([
    [['swarm-networking'], 'expected --cluster'],
    [[], 'expected a module, or --suite'],
    [['swarm-networking', '--cluster', 'recording', '--snapshot', 'x'], '--snapshot: belongs to --suite'],
    [['--suite', 'swarm-networking', '--cluster', 'recording', '--snapshot', 'x'], 'expected one of them, found both'],
  ])('or a module must be named rightly: %j', async (args, says) => {
    const {exitCode, all} = await proveSuite(...args);
    expect([exitCode, all]).toEqual([2, expect.stringContaining(says)]);
  });
});
