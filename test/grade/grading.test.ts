import {fileURLToPath} from 'node:url';
import {expect, test} from 'vitest';
import {loadAssertion} from '../../assertions/load.ts';
import {known} from '../../src/author/known.ts';
import {formatProblem} from '../../src/core/problem.ts';
import {assertionsOf, judgeSuite} from '../../src/grade/judge-suite.ts';
import {outlineOf} from '../../src/grade/outline.ts';
import {parseGrading, readGrading} from '../../src/grade/read-grading.ts';
import {readModule} from '../../src/lesson/read-module.ts';
import {fixture} from '../snapshot/fixture.ts';

const folder = fileURLToPath(new URL('../../lessons/swarm-networking', import.meta.url));
const {module, files} = await readModule(folder, known);
const outline = outlineOf(module!);

const HEAD = 'grading: swarm-networking\ntitle: T\nversion: 1.0.0\n';

function problemsOf(text: string): readonly string[] {
  const read = parseGrading('g.yaml', text, known, outline);
  return read.kind === 'read' ? [] : read.problems.map(formatProblem);
}

async function bundled() {
  const read = await readGrading(`${folder}/grading.yaml`, known, outline);
  if (read.kind === 'unusable') throw new Error(read.problems.map(formatProblem).join('\n'));
  return read.suite;
}

test('the checks for graders of the bundled module fit its steps, and all are hidden', async () => {
  const suite = await bundled();
  expect(suite.id).toBe('swarm-networking-grading');
  expect(suite.checks.length).toBeGreaterThan(5);
  expect(new Set(suite.checks.map(({visibility}) => visibility))).toEqual(new Set(['hidden']));
  expect(suite.checks.find(({id}) => id === 'redis-both-ways')).toMatchObject({
    part: 'overlay-forwarding',
    tags: ['overlay-forwarding/fdb'],
  });
});

test('they hold at the end of the module, and none before it', async () => {
  const suite = await bundled();
  const assertions = await assertionsOf(suite, loadAssertion);
  const end = judgeSuite(suite, assertions, fixture('end'));
  expect(end.filter(({status}) => status !== 'pass').map(({id, reason}) => [id, reason])).toEqual([]);
  const before = judgeSuite(suite, assertions, fixture('before'));
  expect(before.filter(({status}) => status === 'pass')).toEqual([]);
});

test('nothing that students get holds a word of them', async () => {
  const {checks} = await bundled();
  expect(files.filter(file => file.endsWith('.yaml'))).toEqual([`${folder}/module.yaml`]);
  const text = JSON.stringify(module);
  expect(text).toContain('overlay-forwarding');
  for (const {id, title} of checks) expect([id, text.includes(id) || text.includes(title)]).toEqual([id, false]);
});

test.each<[string, string, readonly string[]]>([
  [
    'a lesson that is not there',
    'lessons: {overlay-forwardin: {fdb: [{id: a, use: ports.control}]}}\n',
    ['g.yaml:4:11 lessons: the module has no lesson "overlay-forwardin"; did you mean "overlay-forwarding"?'],
  ],
  [
    'a step that is not there',
    'lessons:\n  overlay-forwarding:\n    fbd: [{id: a, use: ports.control}]\n',
    ['g.yaml:6:5 lessons.overlay-forwarding: the lesson has no step "fbd"; did you mean "fdb"?'],
  ],
  [
    'an assertion that is not there',
    'lessons:\n  scaling:\n    five: [{id: a, use: ports.contrl}]\n',
    ['g.yaml:6:25 use: no assertion "ports.contrl"; did you mean "ports.control"?'],
  ],
  [
    'a key that is not there',
    'lessons:\n  scaling:\n    five: [{id: a, use: ports.control, point: 1}]\n',
    ['g.yaml:6:40 lessons.scaling.five.0: unknown key "point"; did you mean "points"?'],
  ],
  [
    'an argument that is not there',
    'lessons:\n  scaling:\n    five:\n      - id: a\n        use: net.exists\n        with: {network: vote, drive: overlay}\n',
    ['g.yaml:9:31 with: no argument "drive"; did you mean "driver"? (assertion net.exists)'],
  ],
  [
    'an id twice, in two lessons',
    'lessons:\n  scaling: {five: [{id: a, use: ports.control}]}\n  appendix: {names: [{id: a, use: ports.control}]}\n',
    ['g.yaml:6:27 id: there is a check a before this one already'],
  ],
  [
    'the id of a check that students see',
    'lessons:\n  overlay-forwarding:\n    fdb: [{id: fdb-has-peer, use: ports.control}]\n',
    ['g.yaml:6:16 id: students see a check fdb-has-peer in this lesson'],
  ],
  ['nothing', 'lessons: {}\n', ['g.yaml:4:10 lessons: expected a check at least']],
])('%s is told with its place', (_, text, problems) => {
  expect(problemsOf(HEAD + text)).toEqual(problems);
});

test('it must be of the module beside it', () => {
  const text = `${HEAD}lessons: {scaling: {five: [{id: a, use: ports.control}]}}\n`;
  expect(problemsOf(text.replace('swarm-networking', 'swarm-networks'))).toEqual([
    'g.yaml:1:10 grading: expected "swarm-networking", the module beside it',
  ]);
  // A run that is graded again has the text alone.
  expect(parseGrading('g.yaml', text.replace('scaling', 'gone'), known)).toMatchObject({kind: 'read'});
});
