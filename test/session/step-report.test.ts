import {expect, test} from 'vitest';
import {leftWords, standingWords, stepWords, sumWords, troubleWords} from '../../src/session/report-words.ts';
import {reportOf, type StepReport} from '../../src/session/step-report.ts';
import {checkState, sampleState} from '../ui/fake-session.ts';
import {workingSession} from '../ui/sample-states.ts';
import {openLocal} from './open.ts';

function stepOf(state = workingSession().state(), step = 'fdb'): StepReport {
  return reportOf(state)
    .lessons.flatMap(lesson => lesson.steps)
    .find(one => one.step === step)!;
}

test('a step tells its points, what fails and why in the words of the lesson, and what is left', () => {
  const step = stepOf();
  expect(step).toMatchObject({status: 'working', points: 0, counts: {pass: 0, fail: 1, error: 0, old: 0}});
  expect(troubleWords(step)).toEqual([
    {
      kind: 'fail',
      text: 'FAIL the table knows the task on the other node: The row points at 10.77.0.13: the task has moved since you looked.',
    },
  ]);
  expect(leftWords(step)).toBe('still to do: checks fdb-has-peer, other-end');
});

test('what could not be looked at is no failure and costs nothing', () => {
  const session = workingSession();
  const {checks} = session.state();
  const lost = checkState({status: 'error', points: 2, maxPoints: 2, reason: 'swarm-02 does not answer'});
  session.set({checks: {...checks, 'overlay/fdb-has-peer': lost}});
  const step = stepOf(session.state());
  expect(step.points).toBe(2);
  expect(troubleWords(step).map(({kind}) => kind)).toEqual(['error']);
  expect(troubleWords(step)[0]!.text).toMatch(/^ERROR .*could not look, no points lost: swarm-02 does not answer$/);
});

test('a pass that was helped says so, at the step and in the sum', () => {
  const {steps} = sampleState();
  const helped = {status: 'assisted', reason: '', hints: 1, solutionShown: true} as const;
  const state = sampleState({steps: {...steps, 'overlay/launch': helped}});
  expect(standingWords(stepOf(state, 'launch'))).toBe('passed, assisted');
  expect(sumWords(reportOf(state).sum)).toContain('1 of 4 steps passed (1 assisted)');
  expect(leftWords(stepOf(state, 'launch'))).toBe('');
});

test('minutes that are left are the share of the open steps', () => {
  const {lessons, sum} = reportOf(workingSession().state());
  const [overlay, mesh] = workingSession().state().module.lessons;
  expect(lessons[0]!.sum.minutesLeft).toBe(Math.ceil((overlay!.minutes * 2) / 3));
  expect(sum.minutesLeft).toBe(lessons[0]!.sum.minutesLeft + mesh!.minutes);
});

test('time is counted to the step, without breaks, and is known after a restart', async () => {
  const {session, home} = await openLocal();
  await session.run('write', {confirmed: true});
  await session.close();
  const {session: again} = await openLocal(home);
  const told = (spent: number) => stepWords({...reportOf(again.state()).lessons[0]!.steps[0]!, spentMs: spent});
  expect(again.state().spent.at).toBeGreaterThan(0);
  expect(told(59_000 * 4)).toContain('4 min');
  expect(told(3 * 3_600_000)).toContain('3 h 0 min');
  expect(told(5000).join()).not.toContain('min');
  await again.close();
});
