import type {RunResult} from '../../src/session/state.ts';
import {checkState, FakeSession, nodeRun, result, sampleState, sampleValues} from './fake-session.ts';

const tables = ['10.77.0.13', '10.77.0.12'].map(dst => ({
  text: `02:42:0a:00:02:09 dst ${dst} link-netnsid 0 self permanent\n`.repeat(30),
  rows: [{mac: '02:42:0a:00:02:09', dst, flags: ['self'], state: 'permanent'}],
}));

const [before, after] = tables.map(({text, rows}): RunResult => {
  const parsed = {
    command: 'bridge.fdb',
    variant: 'text',
    lines: 30,
    consumed: 30,
    unparsed: [],
    notes: [],
    data: {rows},
  };
  return result(text, {parsed});
});

/** The second step, with outputs, a failed check and values: every screen has something to show. */
export function workingSession(): FakeSession {
  const session = new FakeSession();
  const passed = {status: 'passed', reason: '', hints: 0, solutionShown: false} as const;
  session.set({
    step: 'fdb',
    values: sampleValues,
    steps: {...sampleState().steps, 'overlay/launch': passed, 'overlay/fdb': {...passed, status: 'working'}},
    runs: {
      'overlay/mac': {
        status: 'done',
        nodes: {
          'swarm-01': nodeRun('swarm-01', 'ip addr', result('1: lo\n2: eth0\n')),
          'swarm-02': nodeRun('swarm-02', 'ip addr', result('1: lo\n')),
        },
      },
      'overlay/fdb': {status: 'done', nodes: {'swarm-01': nodeRun('swarm-01', 'bridge fdb show', after, before)}},
    },
    checks: {
      'overlay/converged': checkState({
        status: 'pass',
        points: 1,
        witnesses: [{fact: 'swarm.tasks@swarm-01', row: 'redis.1 running on swarm-01'}],
      }),
      'overlay/fdb-has-peer': checkState({
        status: 'fail',
        maxPoints: 2,
        fails: 2,
        reason: 'the table on swarm-01 sends 02:42:0a:00:02:09 to 10.77.0.13, not to 10.77.0.12',
        advice: 'The row points at 10.77.0.13: the task has moved since you looked.',
        expected: '02:42:0a:00:02:09 → 10.77.0.12',
        actual: '02:42:0a:00:02:09 → 10.77.0.13',
        near: [{fact: 'ns.fdb@swarm-01/1-k3v8z0m3c1', row: '02:42:0a:00:02:09 dst 10.77.0.13 self permanent'}],
      }),
    },
  });
  return session;
}

/** The third step on a live cluster: a stream and a question. */
export function watchingSession(): FakeSession {
  const session = new FakeSession();
  session.set({
    step: 'watch',
    steps: {...sampleState().steps, 'overlay/watch': {status: 'working', reason: '', hints: 0, solutionShown: false}},
    cluster: {
      name: 'lab',
      transport: 'ssh',
      instance: 'one',
      nodes: [
        {id: 'swarm-01', role: 'manager', reached: 'yes', probed: {docker: '26.1.5', kernel: '6.1.0'}},
        {id: 'swarm-02', role: 'worker', reached: 'yes', probed: {}},
        {id: 'swarm-03', role: 'worker', reached: 'no', probed: {}, problem: 'no route to host'},
      ],
    },
  });
  return session;
}
