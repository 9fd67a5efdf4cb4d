import {expect, test} from 'vitest';
import {stepBlocks} from '../../src/ui/step-blocks.ts';
import {openingView} from '../../src/ui/view.ts';
import {FakeSession, sampleState} from './fake-session.ts';

function taskReason(transport: 'recording' | 'ssh'): string | undefined {
  const state = sampleState({step: 'fdb'});
  const session = new FakeSession({...state, cluster: {...state.cluster, transport}});
  const setting = {session, state: session.state(), view: openingView('step', 100, 30), fill: String, preview: 9};
  const task = stepBlocks(setting as unknown as Parameters<typeof stepBlocks>[0]).find(block => block.kind === 'task');
  return task?.kind === 'task' ? task.reason : undefined;
}

test('a task says how it is done where there is no shell, and nothing where there is one', () => {
  expect(taskReason('recording')).toContain('S shows the commands');
  expect(taskReason('ssh')).toBe('');
});
