import {spawnSync} from 'node:child_process';
import {parse} from 'csv-parse/sync';
import {describe, expect, test} from 'vitest';
import {csv} from '../../src/report/csv-cells.ts';
import {csvLong} from '../../src/report/csv-long.ts';
import {csvWide} from '../../src/report/csv-wide.ts';
import {hasProgram} from './programs.ts';
import {ANA, CLASS, LATE, result} from './sample.ts';

const HAS_PYTHON = hasProgram('python3', '--version');

type Row = Readonly<Record<string, string>>;

/** Strict: each row has as many cells as the first, quotes are where RFC 4180 has them, and lines end in CR LF. */
const read = (text: string): readonly Row[] => parse(text, {columns: true, record_delimiter: '\r\n', bom: true});

test('the wide file has a row for each submission, and leaves ungraded cells empty', () => {
  const [possible, ana, late, absent] = read(csvWide(CLASS));
  expect(possible).toMatchObject({
    student_id: '__points_possible__',
    name: '',
    max: '22',
    partial: '4',
    essay: '5',
    advice: '0',
  });
  expect(ana).toMatchObject({name: 'O"Brien, Ana', status: 'incomplete', total: '', errors: '2', partial: '1.33'});
  expect([ana!.unreached, ana!['after-error'], ana!.essay, ana!['after-fail']]).toEqual(['', '', '', '0']);
  expect(late).toMatchObject({
    name: "'=1+1",
    status: 'graded',
    raw: '22',
    penalty: '2.2',
    total: '19.8',
    late_seconds: '3700',
  });
  expect(absent).toMatchObject({status: 'missing', total: '', seen: ''});
});

test('the long file has a row for each check, with its reason', () => {
  const rows = read(csvLong(CLASS));
  expect(rows).toHaveLength(33);
  expect(Object.keys(rows[0]!)).toHaveLength(17);
  expect(rows[1]).toMatchObject({
    assertion_key: 'partial',
    points: '1.33',
    max_points: '4',
    attempts: '2',
    duration_ms: '2.5',
  });
  expect(rows[1]!.reason).toContain('::error::owned # SKIP \\ | `x` "q"');
});

test('who waits for a person only is not incomplete, and a set total is a grade', () => {
  const manual = LATE.checks.map(each =>
    each.id === 'essay' ? {...each, status: 'manual' as const, points: {...each.points, earned: null}} : each,
  );
  const waits = result('m', manual);
  const score = {...ANA.score, total: 9, override: {total: 9, by: 'ta', at: '2026-11-25T08:00:00Z', why: 'seen'}};
  const rows = read(csvWide([waits, {...ANA, score}]));
  expect(rows.slice(1).map(({status, total, override}) => [status, total, override])).toEqual([
    ['manual', '', ''],
    ['graded', '9', '9'],
  ]);
});

test('checks of two suites with one name are two columns', () => {
  const other = {...LATE, suite: {...LATE.suite, id: 'other'}};
  expect(read(csvWide([ANA, other]))[2]).toMatchObject({'swarm-net/seen': '', 'other/seen': '2'});
});

test.each(['=1+1', '+1', '-1', '@x', '\tx', '\rx', '\u001b[0m=1', ' ok', 'a"b', 'a,b', 'a\nb'])(
  'the text %j is no formula',
  text => {
    const cell = parse(csv([[text]]), {record_delimiter: '\r\n'})[0]![0]!;
    expect(cell).not.toMatch(/^[=+\-@\t\r]/);
  },
);

test('numbers stay numbers, also those below zero', () => {
  expect(csv([[-1.5, 0.1 + 0.2, Number.NaN, null]])).toBe('-1.5,0.3,,\r\n');
});

test('a byte order mark is written only when it is asked for', () => {
  expect(csvWide(CLASS)).toMatch(/^student_id,/);
  expect(csvWide(CLASS, {bom: true})).toMatch(/^\ufeffstudent_id,/);
});

describe.skipIf(!HAS_PYTHON)(`CSV by Python${HAS_PYTHON ? '' : ' (python3 is not installed)'}`, () => {
  test.each([
    ['wide', csvWide(CLASS)],
    ['long', csvLong(CLASS)],
  ])('the %s file reads the same', (_, text) => {
    const program =
      'import csv, io, json, sys; print(json.dumps(list(csv.DictReader(io.StringIO(sys.stdin.buffer.read().decode(), newline=""), strict=True))))';
    const {stdout} = spawnSync('python3', ['-c', program], {input: text, encoding: 'utf8'});
    expect(JSON.parse(stdout)).toEqual(read(text));
  });
});
