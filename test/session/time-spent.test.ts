import {expect, test} from 'vitest';
import type {ProgressEvent} from '../../src/core/progress.ts';
import {reduce} from '../../src/session/reduce.ts';
import {sampleState} from '../ui/fake-session.ts';

const MINUTE = 60_000;
const opened = (at: number): ProgressEvent => ({
  kind: 'opened',
  at,
  module: 'm',
  hash: 'h',
  cluster: 'c',
  instance: '',
});
const hinted = (at: number): ProgressEvent => ({kind: 'hinted', at, step: 'overlay/launch', hint: 1});
const moved = (at: number): ProgressEvent => ({kind: 'moved', at, lesson: 'overlay', step: 'fdb'});

function spent(...events: readonly ProgressEvent[]): Readonly<Record<string, number>> {
  return events.reduce(reduce, sampleState()).spent.steps;
}

test.each([
  ['two minutes between events', [opened(1), hinted(1 + 2 * MINUTE)], 2],
  ['a long silence counts as five', [opened(1), hinted(1 + 90 * MINUTE)], 5],
  ['the program was closed over night', [opened(1), hinted(1 + MINUTE), opened(1 + 600 * MINUTE)], 1],
  ['verbs one after the other are work', [opened(1), hinted(1 + MINUTE), opened(1 + 3 * MINUTE)], 3],
  ['a clock that went back takes nothing', [opened(10 * MINUTE), hinted(MINUTE), hinted(11 * MINUTE)], 1],
])('%s', (_, events, minutes) => {
  expect((spent(...events)['overlay/launch'] ?? 0) / MINUTE).toBe(minutes);
});

test('the time before a move belongs to the step that was left', () => {
  const steps = spent(opened(1), moved(1 + 3 * MINUTE), hinted(1 + 4 * MINUTE));
  expect(steps).toMatchObject({'overlay/launch': 3 * MINUTE, 'overlay/fdb': MINUTE});
});
