import {setTimeout as sleep} from 'node:timers/promises';
import {expect, test} from 'vitest';
import {lineText} from '../../src/render/line.ts';
import {footerLines} from '../../src/ui/footer.ts';
import {createStepModel} from '../../src/ui/step-model.ts';
import {createStore} from '../../src/ui/store.ts';
import {openingView} from '../../src/ui/view.ts';
import {watchIdle} from '../../src/ui/watch-idle.ts';
import {checkState} from './fake-session.ts';
import {workingSession} from './sample-states.ts';

function open() {
  const session = workingSession();
  session.set({checks: {'overlay/fdb-has-peer': checkState({status: 'fail', fails: 1, maxPoints: 2})}});
  const store = createStore({
    session,
    view: openingView('step', 60, 24),
    theme: {},
    clock: () => 0,
    steps: createStepModel(session),
  });
  return {session, store, footer: () => lineText(footerLines(store.snapshot().situation).at(-1)!)};
}

test('the footer offers a hint to who has pressed no key for a while, and opens none', async () => {
  const {session, store, footer} = open();
  const before = footer();
  const idle = watchIdle(store, 20);
  await sleep(60);
  expect(before.trim()).not.toMatch(/^h hint/);
  expect(footer().trim()).toMatch(/^h hint/);
  expect(session.calls).not.toContain('hint');
  idle.touch();
  expect(footer()).toBe(before);
  idle.stop();
});

test('nothing is offered while a command runs, nor in a step that is passed', async () => {
  const {session, store, footer} = open();
  const idle = watchIdle(store, 10);
  const {steps, runs} = session.state();
  await sleep(40);
  session.set({runs: {...runs, 'overlay/mac': {status: 'streaming', nodes: {}}}});
  expect(footer()).not.toContain('h hint');
  session.set({runs, steps: {...steps, 'overlay/fdb': {status: 'passed', reason: '', hints: 0, solutionShown: false}}});
  expect(footer().trim()).not.toMatch(/^h hint/);
  idle.stop();
});
