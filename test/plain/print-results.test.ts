import {expect, test} from 'vitest';
import type {Run} from '../../src/core/lesson.ts';
import {printResults} from '../../src/plain/print-results.ts';
import type {Fresh} from '../../src/plain/run-aloud.ts';
import {createWriter} from '../../src/plain/writer.ts';
import type {Session} from '../../src/session/session.ts';
import {nodeRun, result} from '../ui/fake-session.ts';

const run = {id: 'state', notes: []} as unknown as Run;

function fresh(node: string, reason: string | null): Fresh {
  const nothing = {ok: false, end: {kind: 'not-recorded', reason: reason ?? ''}} as const;
  const came = reason === null ? result('one\n', {durationMs: 5}) : result('', nothing);
  return {run, on: nodeRun(node, 'x', came), followed: 'no'};
}

test('what several nodes have no recording of is told once, after what there is', () => {
  let text = '';
  const out = createWriter(more => {
    text += more;
  }, 80);
  printResults({} as Session, [fresh('a', 'only later'), fresh('b', null), fresh('c', 'only later')], out);
  expect(text).toBe('Output on b (exit 0, 5 ms):\n    one\nNot recorded on a, c: only later.\n');
});
