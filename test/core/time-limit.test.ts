import {expect, test} from 'vitest';
import type {SnapshotAssertion} from '../../assertions/assertion.ts';
import {netExists} from '../../assertions/networks.ts';
import {makeTimeLimit, TOO_LONG} from '../../src/core/time-limit.ts';
import {judgeSuite} from '../../src/grade/judge-suite.ts';
import {problemsOf, suiteOf, suiteText} from '../grade/suite-text.ts';
import {fixture} from '../snapshot/fixture.ts';

const forever = (): never => {
  for (;;) {
    // As a pattern that tries every way through a hostile text.
  }
};

test('what comes to its end in time gives what it gives, and what it throws', () => {
  const limit = makeTimeLimit();
  expect(limit(1000, () => 42)).toBe(42);
  expect(() =>
    limit(1000, () => {
      throw new TypeError('wrong');
    }),
  ).toThrow(new TypeError('wrong'));
});

test('what never gives control back is ended, whatever it catches, and the next work is done', () => {
  const limit = makeTimeLimit();
  const stubborn = () => {
    try {
      return forever();
    } catch {
      return 'caught';
    }
  };
  expect(limit(50, stubborn)).toBe(TOO_LONG);
  expect(limit(1000, () => 'next')).toBe('next');
});

test('a check that takes too long is an error, told with its time, and the others are judged', () => {
  const stuck: SnapshotAssertion = {...netExists, id: 'ports.control', judge: forever};
  const suite = suiteOf([
    'id: stuck\nuse: ports.control\ntimeout: 100ms',
    'id: net\nuse: net.exists\nwith: {network: vote}',
  ]);
  const assertions = new Map([
    ['ports.control', stuck],
    ['net.exists', netExists],
  ]);
  const results = judgeSuite(suite, assertions, fixture('wired'), {limit: makeTimeLimit()});
  expect(results).toMatchObject([
    {
      status: 'error',
      points: {earned: null},
      reason: 'could not look (timeout): no verdict within 0.1 s, the time of this check',
    },
    {status: 'pass'},
  ]);
  expect(results[0]?.durationMs).toBeGreaterThanOrEqual(100);
  expect(results[1]?.durationMs).toBeGreaterThan(0);
});

test('a suite says the time of a check, or of all', () => {
  const [own, other] = suiteOf(
    ['id: own\nuse: ports.control\ntimeout: 2s', 'id: other\nuse: ports.control'],
    'defaults: {timeout: 3s}\n',
  ).checks;
  expect([own?.timeoutMs, other?.timeoutMs]).toEqual([2000, 3000]);
  expect(suiteOf(['id: own\nuse: ports.control']).checks[0]?.timeoutMs).toBe(10_000);
  expect(problemsOf(suiteText(['id: own\nuse: ports.control\ntimeout: soon']))).toEqual([
    '7:14 checks.0.timeout: expected a duration such as 30s, 2m or 500ms, found "soon"',
  ]);
});
