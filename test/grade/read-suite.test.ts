import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {known} from '../../src/author/known.ts';
import {readSuite} from '../../src/grade/read-suite.ts';
import {problemsOf, suiteOf, suiteText} from './suite-text.ts';

const SIZE = 'id: size\nuse: swarm.size@1\nwith: {managers: 1, workers: 2}';
const NET = 'id: net\nuse: net.exists\nwith: {network: vote}';
const ESSAY = 'id: essay\nmanual: {rubric: A walk in words, points: 5}';

test('a suite is read with all that it says, and with what it leaves out', () => {
  const suite = suiteOf(
    [
      `${SIZE}\npart: base\npoints: 2.5\nseverity: required\ntags: [swarm]\nhints: [Look at docker node ls]`,
      `${NET}\ndependsOn: [size]\nvisibility: hidden\nallOrNothing: true`,
      `id: either\nany:\n  - {use: net.exists, with: {network: vote}}\n  - {use: net.exists, with: {network: ballot}}`,
      'id: told\nuse: ports.control\nseverity: advisory',
      ESSAY,
    ],
    'parts: [{id: base, title: The base}]\ndefaults: {visibility: after_due_date}\npolicy: {late: {perDay: 0.1}}\n',
  );
  expect(suite).toMatchObject({id: 'example', title: 'An example', version: '1.0.0', late: {perDay: 0.1, cap: 1}});
  expect(suite.sha256).toMatch(/^[0-9a-f]{64}$/);
  const [size, net, either, told, essay] = suite.checks;
  expect(size).toEqual({
    id: 'size',
    title: 'size',
    part: 'base',
    points: 2.5,
    severity: 'required',
    visibility: 'after_due_date',
    tags: ['swarm'],
    hints: ['Look at docker node ls'],
    dependsOn: [],
    timeoutMs: 10_000,
    minTrust: 'claim',
    judged: {
      kind: 'assert',
      any: [{use: 'swarm.size', version: 1, with: {managers: 1, workers: 2}, of: null}],
      partial: true,
    },
    line: 8,
  });
  expect(net).toMatchObject({points: 1, visibility: 'hidden', dependsOn: ['size'], judged: {partial: false}});
  expect(either?.judged).toMatchObject({any: [{with: {network: 'vote'}}, {with: {network: 'ballot'}}]});
  expect(told?.points).toBe(0);
  expect(essay).toMatchObject({points: 5, judged: {kind: 'manual', rubric: 'A walk in words'}});
});

test.each<[string, string, string]>([
  ['a misspelt key', suiteText([`${SIZE}\npionts: 3`]), '8:5 checks.0: unknown key "pionts"; did you mean "points"?'],
  ['a misspelt key at the top', suiteText([SIZE], 'polcy: {}\n'), '4:1 unknown key "polcy"; did you mean "policy"?'],
  ['a missing key', 'title: T\nversion: 1.0.0\nchecks: [{id: a, use: ports.control}]\n', '1:1 missing key "suite"'],
  ['no check', 'suite: s\ntitle: T\nversion: 1.0.0\nchecks: []\n', '4:9 checks: must not be empty'],
  [
    'an unknown assertion',
    suiteText(['id: a\nuse: fdb.compleet\nwith: {network: vote}']),
    '6:10 use: no assertion "fdb.compleet"; did you mean "fdb.complete"?',
  ],
  [
    'an unknown assertion within any',
    suiteText(['id: a\nany:\n  - {use: net.exists, with: {network: vote}}\n  - {use: net.exits}']),
    '8:15 use: no assertion "net.exits"; did you mean "net.exists"?',
  ],
  [
    'an assertion on what a student ran',
    suiteText(['id: a\nuse: output.query\nwith: {query: rows}']),
    '6:10 use: output.query judges what a student ran in a lesson, which a suite does not see',
  ],
  [
    'another version',
    suiteText(['id: a\nuse: net.exists@2\nwith: {network: vote}']),
    '6:10 use: this program has version 1 of net.exists, and not "2"',
  ],
  [
    'an unknown argument',
    suiteText(['id: a\nuse: net.exists\nwith: {netwrk: vote, network: vote}']),
    '7:12 with: no argument "netwrk"; did you mean "network"? (assertion net.exists)',
  ],
  [
    'a wrong argument',
    suiteText(['id: a\nuse: swarm.size\nwith: {managers: 1, workers: many}']),
    expect.stringMatching(/^7:34 with: workers: .*\(assertion swarm\.size\)$/) as unknown as string,
  ],
  ['an id twice', suiteText([SIZE, SIZE]), '8:9 id: there is a check size before this one already'],
  [
    'an unknown part',
    suiteText([`${SIZE}\npart: bse`], 'parts: [{id: base, title: B}]\n'),
    '9:11 part: there is no part "bse"; did you mean "base"?',
  ],
  [
    'a dependency on a later check',
    suiteText([`${NET}\ndependsOn: [size]`, SIZE]),
    '8:17 dependsOn: no check "size" stands before this one',
  ],
  [
    'a dependency on itself',
    suiteText([`${NET}\ndependsOn: [net]`]),
    '8:17 dependsOn: no check "net" stands before this one',
  ],
  [
    'an unknown dependency',
    suiteText([SIZE, `${NET}\ndependsOn: [siez]`]),
    '11:17 dependsOn: no check "siez" stands before this one; did you mean "size"?',
  ],
  [
    'a dependency on what a person grades',
    suiteText([ESSAY, `${NET}\ndependsOn: [essay]`]),
    '10:17 dependsOn: essay is graded by a person, later than all of this',
  ],
  [
    'use and manual in one',
    suiteText([`${SIZE}\nmanual: {rubric: R, points: 1}`]),
    '5:5 expected exactly one of use (an assertion), any (several) and manual (a rubric)',
  ],
  [
    'neither use, any nor manual',
    suiteText(['id: a']),
    '5:5 expected exactly one of use (an assertion), any (several) and manual (a rubric)',
  ],
  [
    'with beside any',
    suiteText(['id: a\nany: [{use: ports.control}]\nwith: {node: all}']),
    '7:5 with: belongs to each of any',
  ],
  ['with beside manual', suiteText([`${ESSAY}\nwith: {a: 1}`]), '7:5 with: what a person grades has no arguments'],
  ['points beside manual', suiteText([`${ESSAY}\npoints: 1`]), '7:5 points: stand in manual for this one'],
  [
    'points of what is advisory',
    suiteText([`${SIZE}\nseverity: advisory\npoints: 1`]),
    '9:5 points: an advisory check is worth nothing',
  ],
  [
    'a share that is none',
    suiteText([SIZE], 'policy: {late: {perDay: 10}}\n'),
    '4:25 policy.late.perDay: expected at most 1, found 10',
  ],
  ['a key twice', suiteText([`${SIZE}\nid: other`]), '8:5 YAML: the key "id" stands here a second time'],
  ['an alias', suiteText([SIZE], 'parts: &p []\n'), '4:11 YAML anchors (&name) are not allowed here'],
])('%s is told with its place', (_, text, problem) => {
  expect(problemsOf(text)).toEqual([problem]);
});

test('all mistakes are told at once', () => {
  expect(problemsOf(suiteText([`${SIZE}\npart: x`, 'id: a\nuse: nothing.such', SIZE]))).toHaveLength(3);
});

test('a file that cannot be read is told as such', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'deepdive-suite-'));
  try {
    expect(await readSuite(join(folder, 'none.yaml'), known)).toMatchObject({
      kind: 'unusable',
      problems: [{message: 'cannot be read: no such file'}],
    });
    const file = join(folder, 's.yaml');
    writeFileSync(file, suiteText([SIZE]));
    expect(await readSuite(file, known)).toMatchObject({kind: 'read', suite: {file}});
  } finally {
    rmSync(folder, {recursive: true});
  }
});
