import {setTimeout as sleep} from 'node:timers/promises';
import {expect, test} from 'vitest';
import type {SessionState} from '../../src/session/state.ts';
import {createStepModel} from '../../src/ui/step-model.ts';
import {createStore} from '../../src/ui/store.ts';
import {openingView} from '../../src/ui/view.ts';
import {watchTasks} from '../../src/ui/watch-tasks.ts';
import {checkState, type FakeSession} from './fake-session.ts';
import {watchingSession, workingSession} from './sample-states.ts';

/** The step with a task, on a cluster that is really there. */
function liveSession(change: Partial<SessionState> = {}): FakeSession {
  const session = workingSession();
  session.set({cluster: watchingSession().state().cluster, ...change});
  return session;
}

async function looked(session: FakeSession): Promise<readonly string[]> {
  const store = createStore({
    session,
    view: openingView('step', 80, 24),
    theme: {},
    clock: () => 0,
    steps: createStepModel(session),
  });
  const stop = watchTasks(store, 2);
  await sleep(40);
  stop();
  return [...new Set(session.calls)];
}

test('an open task on a live cluster is looked at by itself', async () => {
  expect(await looked(liveSession())).toEqual(['check other-end']);
});

test.each<readonly [string, () => FakeSession]>([
  ['on a recording', workingSession],
  ['once it has passed', () => liveSession({checks: {'overlay/other-end': checkState({status: 'pass'})}})],
  ['while something is asked', () => liveSession({asking: {kind: 'confirm-solution', step: 'overlay/fdb'}})],
  ['while a command runs', () => liveSession({runs: {'overlay/fdb': {status: 'running', nodes: {}}}})],
  ['in a step without one', watchingSession],
  ['before the module was agreed to', () => liveSession({trusted: false})],
])('%s nothing is looked at', async (_, make) => {
  expect(await looked(make())).toEqual([]);
});
