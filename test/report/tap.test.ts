import {spawnSync} from 'node:child_process';
import {Parser} from 'tap-parser';
import {describe, expect, test} from 'vitest';
import {tap} from '../../src/report/tap.ts';
import {hasProgram} from './programs.ts';
import {ANA, CLASS, check, LATE, result} from './sample.ts';
import {withFile} from './with-file.ts';

const HAS_PROVE = hasProgram('prove', '--version');

describe.skipIf(!HAS_PROVE)(`TAP by prove${HAS_PROVE ? '' : ' (prove is not installed)'}`, () => {
  /** Perl's harness knows versions up to 13 and says so; what 14 adds it takes for comments. */
  function prove(text: string): string {
    return withFile('report.tap', text.replace('version 14', 'version 13'), file => {
      const {status, stdout} = spawnSync('prove', ['--exec', 'cat', file], {encoding: 'utf8'});
      return `${status} ${stdout}`;
    });
  }

  test('a class with failures fails by submission, without a complaint about the format', () => {
    const said = prove(tap(CLASS));
    expect(said).toMatch(/^1 [\s\S]*Failed tests: +1, 3\n[\s\S]*Result: FAIL/);
    expect(said).not.toContain('Parse errors');
  });

  test('who passed passes', () => {
    expect(prove(tap([LATE]))).toMatch(/^0 [\s\S]*All tests successful/);
  });
});

interface Point {
  readonly ok: boolean;
  readonly name: string;
  readonly skip?: string | false;
  readonly todo?: string | false;
  readonly diag?: Record<string, unknown> | null;
}

/** The points of the first subtest. */
function read(text: string) {
  const parser = new Parser();
  const points: Point[] = [];
  const extra: string[] = [];
  parser.once('child', child => child.on('assert', (point: Point) => points.push(point)));
  parser.on('extra', line => extra.push(line));
  parser.end(text);
  return {parser, points, extra: extra.join('')};
}

test('a parser finds each verdict, its diagnostics, and nothing else', () => {
  const {points, parser, extra} = read(tap(CLASS));
  expect(extra).toBe('');
  expect(parser.failures.filter(failure => failure.tapError !== null)).toEqual([]);
  expect(parser.count).toBe(3);
  const by = Object.fromEntries(points.map(point => [point.name.split(' ')[0], point]));
  expect(by.partial).toMatchObject({
    ok: false,
    name: 'partial Each task is in the forwarding table # of every node',
    diag: {severity: 'fail', points: {earned: 1.33, max: 4}, at: {line: 50}, expected: ANA.checks[1]!.expected},
  });
  expect(by.partial!.diag!.message).toContain('cell ]]> & <script>alert(1)</script> red · � �\n::error::owned # SKIP');
});

test('what is unknown is never skipped or to do', () => {
  const {points} = read(tap([ANA]));
  const unknown = points.filter(({name}) => /^(?:unreached|after-error|essay) /.test(name));
  expect(unknown.map(({ok, skip, todo, diag}) => [ok, skip || todo || false, diag?.severity])).toEqual([
    [false, false, 'error'],
    [false, false, 'error'],
    [false, false, 'error'],
  ]);
  expect(points.find(({name}) => name.startsWith('excused'))).toMatchObject({
    ok: true,
    skip: expect.stringMatching('IPv6'),
  });
  expect(points.find(({name}) => name.startsWith('advice'))).toMatchObject({
    ok: false,
    todo: expect.stringMatching('memory'),
  });
});

test('a title that looks like a directive is none', () => {
  const failed = check('a', {
    title: 'what \\ it is # SKIP',
    status: 'fail',
    points: {earned: 0, max: 1, waived: false},
  });
  const {points} = read(tap([result('s', [failed])]));
  expect(points).toMatchObject([{ok: false, skip: false, name: 'a what \\ it is # SKIP'}]);
});

test('nobody, and a suite without checks, are plans of nothing', () => {
  expect(tap([])).toBe('TAP version 14\n1..0 # SKIP no submissions\n');
  expect(tap([result('s', [])])).toContain('    1..0 # SKIP no checks\nok 1 - s\n');
});
