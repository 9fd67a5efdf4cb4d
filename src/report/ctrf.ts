import type {CheckResult, Result} from '../core/result.ts';
import {forAudience} from './audience.ts';
import {explanation, reasonOf} from './explain.ts';
import {durationOf, earnedOf, finite, instant} from './numbers.ts';
import type {ReportOptions} from './options.ts';
import {briefly, oneLine} from './plain-text.ts';
import {isAdvice, isWaived} from './standing.ts';

const STATUS = {
  pass: 'passed',
  fail: 'failed',
  error: 'other',
  blocked: 'pending',
  manual: 'pending',
  skip: 'skipped',
} as const;

type CtrfStatus = (typeof STATUS)[keyof typeof STATUS];

/** The Common Test Report Format. Points are in `extra`: it has no other place for them. */
export function ctrf(all: readonly Result[], {audience = 'staff', reportId}: ReportOptions = {}): string {
  const results = forAudience(all, audience);
  const tests = results.flatMap(result => result.checks.map(check => test(check, result)));
  const count = (status: CtrfStatus) => tests.filter(one => one.status === status).length;
  const starts = results.map(({startedAt}) => instant(startedAt));
  const stops = results.map(({finishedAt}) => instant(finishedAt));
  const start = starts.length === 0 ? 0 : Math.min(...starts);
  const stop = stops.length === 0 ? 0 : Math.max(...stops);
  const runId = same(results.map(result => result.runId));
  const shard = same(results.map(result => result.shard && `${result.shard.index}/${result.shard.of}`));
  const report = {
    reportFormat: 'CTRF',
    specVersion: '0.0.0',
    ...(reportId !== undefined && {reportId}),
    ...(runId !== undefined && {runId}),
    timestamp: new Date(stop).toISOString(),
    generatedBy: 'deepdive',
    results: {
      tool: {name: 'deepdive', ...(results[0] && {version: results[0].tool.version})},
      summary: {
        tests: tests.length,
        passed: count('passed'),
        failed: count('failed'),
        skipped: count('skipped'),
        pending: count('pending'),
        other: count('other'),
        suites: results.length,
        start,
        stop,
        duration: stop - start,
      },
      tests,
      ...(shard !== undefined && {environment: {shardId: shard}}),
    },
  };
  return `${JSON.stringify(report, null, 2)}\n`;
}

/** What all have in common, if they do. */
function same<T>(values: readonly T[]): T | undefined {
  return new Set(values).size === 1 ? values[0] : undefined;
}

/** No `retryAttempts`: looking again until something converges is no retry, and would mark every such check as flaky. */
function test(check: CheckResult, result: Result) {
  const {suite, submission, evidence} = result;
  const {student, attempt} = submission;
  const {key, id, title, part, status, severity, visibility, trust, use, tags, at, points} = check;
  const passed = status === 'pass';
  const raw = severity === 'advisory' ? 'advisory ' : isWaived(check) && status !== 'skip' ? 'waived ' : '';
  return {
    testId: oneLine(`${suite.id}/${student.id}/${key}`),
    executionId: oneLine(`${result.runId}/${submission.id}/${attempt}/${key}`),
    name: oneLine(`${student.id}: ${id} ${title}`),
    status: isAdvice(check) && status === 'fail' ? 'other' : STATUS[isWaived(check) ? 'skip' : status],
    rawStatus: `${raw}${status}`,
    duration: Math.round(finite(check.durationMs) ?? 0),
    suite: [suite.title, student.id, ...(part === null ? [] : [part])].map(oneLine),
    ...(!passed && {message: briefly(reasonOf(check)), trace: explanation(check, result)}),
    ...(tags.length > 0 && {tags: tags.map(oneLine)}),
    labels: {severity, visibility, trust, use: oneLine(use)},
    filePath: oneLine(at.file),
    line: at.line,
    extra: {
      'deepdive.points': {earned: earnedOf(check), max: finite(points.max), waived: points.waived},
      'deepdive.student': oneLine(student.name ?? student.id),
      ...(evidence !== null && {'deepdive.evidence': `sha256:${evidence.sha256}`}),
      'deepdive.seconds': durationOf(result) / 1000,
    },
  };
}
