import {expect, test} from 'vitest';
import type {Parsed} from '../../src/core/parsed.ts';
import {printAgainstPrevious, printAgainstSample, printRows} from '../../src/plain/print-output.ts';
import {createWriter, type Writer} from '../../src/plain/writer.ts';
import type {NodeRun, RunResult} from '../../src/session/state.ts';

function printed(print: (out: Writer) => void, width = 80): string {
  let text = '';
  const write = (more: string) => {
    text += more;
  };
  print(createWriter(write, width));
  return text;
}

function result(stdout: string, rows?: readonly object[]): RunResult {
  const parsed: Parsed<unknown> = {
    command: 'bridge.fdb',
    variant: 'text',
    lines: 3,
    consumed: 2,
    unparsed: [{line: 3, text: 'what?'}],
    notes: [],
    data: {rows},
  };
  const end = {kind: 'exited', code: 0} as const;
  return {end, ok: true, stdout, stderr: '', bytes: stdout.length, durationMs: 1, ...(rows && {parsed})};
}

const run = (now: RunResult, previous?: RunResult): NodeRun => ({
  node: 'swarm-01',
  line: 'bridge fdb',
  edited: false,
  startedAt: 0,
  result: now,
  ...(previous && {previous}),
});

const HOME = {mac: '02:42:0a:00:02:07', dst: '10.77.0.12'};
const AWAY = {mac: '02:42:0a:00:02:09', dst: '10.77.0.12'};

test('rows stand in a table, and what was not read is told', () => {
  expect(printed(out => printRows(result('…', [HOME, AWAY]), out))).toBe(
    [
      '  bridge.fdb (text): 2 of 3 lines read.',
      '  mac                dst',
      '  02:42:0a:00:02:07  10.77.0.12',
      '  02:42:0a:00:02:09  10.77.0.12',
      '  Line 3 was not read: what?',
      '',
    ].join('\n'),
  );
});

test('a row that came, went or changed is told in words', () => {
  const before = result('…', [HOME, AWAY]);
  const now = result('…', [
    {...HOME, dst: '10.77.0.13'},
    {mac: '02:42:0a:00:02:0b', dst: '10.77.0.11'},
  ]);
  expect(printed(out => printAgainstPrevious(run(now, before), out)).split('\n')).toEqual([
    '  Changed: 02:42:0a:00:02:07: dst 10.77.0.12 is now 10.77.0.13',
    '  New: mac 02:42:0a:00:02:0b, dst 10.77.0.11',
    '  Gone: mac 02:42:0a:00:02:09, dst 10.77.0.12',
    '',
  ]);
  expect(printed(out => printAgainstPrevious(run(now, now), out))).toBe('  No row came, went or changed.\n');
  expect(printed(out => printAgainstPrevious(run(now), out))).toBe('  This command ran once so far.\n');
});

test('lines of the example and of one’s own are told apart', () => {
  expect(printed(out => printAgainstSample('a\nb\nc\n', result('a\nx\ny\nc\n'), out))).toBe(
    '  One line is in both.\n  Only in the example:\n    b\n  Only in yours:\n    x\n    y\n  One line is in both.\n',
  );
  expect(printed(out => printAgainstSample('a\n', result('a\n'), out))).toBe(
    '  No line is other than in the example.\n',
  );
});
