import stringWidth from 'string-width';
import {expect, test} from 'vitest';
import {text} from '../../src/report/text.ts';
import {ANA, CLASS, LATE, manyResults, result} from './sample.ts';

test.each([40, 80, 100, 160])('at width %i no line is wider', width => {
  for (const results of [CLASS, [ANA], manyResults(200)]) {
    const lines = text(results, {width}).split('\n');
    expect(lines.filter(line => stringWidth(line) > width)).toEqual([]);
  }
});

test('a class is a list and what hurt it, a submission is its checks', () => {
  expect(text(CLASS)).toContain('3 submissions: 1 graded, 1 incomplete, 1 missing');
  expect(text(CLASS)).toMatch(/Checks that hurt most\n {2}Each task is in the forwarding table/);
  expect(text([ANA], {width: 100})).toMatch(
    /^FAILED +Each task is in the forwarding table # of every node \(1\.33\/4, required\)$/m,
  );
  expect(text([ANA])).toContain('  hint: Look at `bridge fdb show` on <swarm-01>.');
});

test('what is counted reads well for one and for many', () => {
  const manual = LATE.checks.map(each =>
    each.id === 'essay' ? {...each, status: 'manual' as const, points: {...each.points, earned: null}} : each,
  );
  const waiting = [result('m', manual), result('n', manual)];
  expect(text([...waiting, LATE])).toContain('3 submissions: 1 graded, 2 to be graded by hand');
  expect(text(waiting.slice(1))).toContain('points, to be graded by hand');
});
