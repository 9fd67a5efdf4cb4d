import {cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import type {Log, Result as SarifResult} from 'sarif';
import {expect, test} from 'vitest';
import {known} from '../../src/author/known.ts';
import {lint, summarise} from '../../src/author/lint.ts';
import {formatLint} from '../../src/author/lint-formats.ts';

const OVERLAY = fileURLToPath(new URL('../lesson/fixtures/overlay', import.meta.url));
const BROKEN = fileURLToPath(new URL('fixtures/broken', import.meta.url));

test('the worked example of the format fits the parsers and assertions of this program', async () => {
  const result = await lint([OVERLAY]);
  expect(result.problems).toEqual([]);
  expect(summarise(result)).toBe('1 module, 1 lesson: no errors, no warnings');
});

test('every example of an assertion is what the linter accepts', async () => {
  const {assertions} = await import('../../assertions/registry.ts');
  expect(assertions.size).toBeGreaterThan(0);
  for (const [id, {example}] of assertions) expect([id, known.assertions.get(id)!(example)]).toEqual([id, []]);
});

test('problems are told as lines that editors jump to', async () => {
  const result = await lint([BROKEN]);
  expect(formatLint(result, 'text').replaceAll(`${BROKEN}/`, '')).toBe(readFileSync(`${BROKEN}/expected.txt`, 'utf8'));
  expect(summarise(result)).toBe('1 module, 1 lesson: 2 errors, 1 warning');
});

test('problems are told as annotations of a workflow, separators escaped', async () => {
  const problem = {file: 'a,b:c.md', line: 2, column: 3, message: '100%\nwrong', severity: 'error'} as const;
  const result = {modules: 1, lessons: 1, problems: [problem]};
  expect(formatLint(result, 'github')).toBe('::error file=a%2Cb%3Ac.md,line=2,col=3::100%25%0Awrong\n');
});

test('problems are told as SARIF, by the place that a viewer opens', async () => {
  const problem = {file: 'my lessons/a#1.md', line: 2, column: 3, message: 'wrong', severity: 'warning'} as const;
  const {version, runs} = JSON.parse(formatLint({modules: 1, lessons: 1, problems: [problem]}, 'sarif')) as Log;
  expect(version).toBe('2.1.0');
  const [{level, message, ruleId, locations} = {} as SarifResult] = runs[0]!.results!;
  expect([level, message.text]).toEqual(['warning', 'wrong']);
  expect(runs[0]!.tool.driver.rules!.map(({id}) => id)).toContain(ruleId);
  const {artifactLocation, region} = locations![0]!.physicalLocation!;
  expect(fileURLToPath(new URL(artifactLocation!.uri!, 'file:///home/ana/'))).toBe('/home/ana/my lessons/a#1.md');
  expect(region).toEqual({startLine: 2, startColumn: 3});
});

test('problems are told as JSON', async () => {
  const result = await lint([BROKEN]);
  const {modules, lessons, problems} = result;
  expect(JSON.parse(formatLint(result, 'json'))).toEqual({modules, lessons, problems});
});

test('a path may be a folder of modules, a module, its module.yaml, or a lesson', async () => {
  const counts = async (path: string) => (await lint([path])).problems.length;
  expect(await counts(fileURLToPath(new URL('fixtures', import.meta.url)))).toBe(3);
  expect(await counts(BROKEN)).toBe(3);
  expect(await counts(`${BROKEN}/module.yaml`)).toBe(3);
  expect(await counts(`${BROKEN}/first.md`)).toBe(3);
});

test('the checks for graders beside the lessons are linted with them, or alone', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'deepdive-lint-'));
  try {
    cpSync(OVERLAY, folder, {recursive: true});
    const [file, lesson] = [join(folder, 'grading.yaml'), join(folder, 'overlay-forwarding.md')];
    const head = 'grading: overlay\ntitle: T\nversion: 1.0.0\nlessons:\n  overlay-forwarding:\n    ';
    writeFileSync(file, `${head}fbd: [{id: one, use: ports.control}]\n`);
    const told = async (path: string) => formatLint(await lint([path]), 'text').replaceAll(`${folder}/`, '');
    const problem = 'grading.yaml:6:5 lessons.overlay-forwarding: the lesson has no step "fbd"; did you mean "fdb"?\n';
    expect([await told(folder), await told(file), await told(lesson)]).toEqual([problem, problem, '']);
    writeFileSync(file, `${head}fdb: [{id: one, use: ports.control}]\n`);
    expect(await told(folder)).toBe('');
  } finally {
    rmSync(folder, {recursive: true});
  }
});

test('what is not there is a problem', async () => {
  const {problems} = await lint(['/no/such/module']);
  expect(problems).toEqual([
    {
      file: '/no/such/module/module.yaml',
      line: 1,
      column: 1,
      message: 'cannot be read: no such file',
      severity: 'error',
    },
  ]);
});
