import {mkdtempSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {localCluster} from '../../src/cluster/local.ts';
import {fixtureModule, openOn} from './open.ts';

const NODES = [
  {id: 'here', role: 'manager'},
  {id: 'there', role: 'worker'},
] as const;

async function open() {
  const home = mkdtempSync(join(tmpdir(), 'streams-'));
  return openOn(await fixtureModule('fixture-streams'), localCluster({name: 'local', nodes: NODES}), home);
}

test('a stream that its own time limit cut is judged by what it showed, with a word on that', async () => {
  const session = await open();
  await session.run('own');
  expect(session.state().checks['streams/own-seen']).toMatchObject({
    status: 'pass',
    reason: expect.stringContaining('until it was cut (here: exit 124)'),
  });
  await session.run('silent');
  expect(session.state().checks['streams/silent-seen']).toMatchObject({
    status: 'fail',
    reason: expect.stringContaining('printed nothing; judged by what it showed until it was cut'),
    advice: 'Nothing was heard. Is the other end up?',
  });
  await session.close();
});

test('the runner’s time limit cuts a stream as well, even within a line', async () => {
  const session = await open();
  await session.run('torn');
  expect(session.state().checks['streams/torn-seen']).toMatchObject({
    status: 'pass',
    reason: expect.stringContaining('no end within 0.5 s'),
  });
  await session.close();
});

test('a command that is no stream fails with exit 124, whatever it has shown', async () => {
  const session = await open();
  await session.run('plain');
  expect(session.state().runs['streams/plain']?.status).toBe('error');
  expect(session.state().checks['streams/plain-seen']).toMatchObject({
    status: 'fail',
    reason: expect.stringContaining('exit 124, not 0'),
  });
  await session.close();
});

test('a stream that the student breaks off before the row came is no failure', async () => {
  const session = await open();
  const running = session.run('torn', {line: 'sleep 20'});
  await until(() => session.state().runs['streams/torn']?.status === 'streaming');
  session.stop('interrupt');
  await running;
  expect(session.state().checks['streams/torn-seen']).toMatchObject({status: 'error'});
  await session.close();
});

test('nothing is judged of an output that is longer than what is looked at', async () => {
  const session = await open();
  await session.run('much');
  expect(session.state().checks['streams/much-lacks']).toMatchObject({
    status: 'error',
    reason: expect.stringContaining('here: it printed more than is looked at'),
  });
  await session.run('much', {line: 'yes green | head -c 1000000'});
  expect(session.state().checks['streams/much-lacks']).toMatchObject({status: 'pass'});
  await session.close();
});

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise(resolve => setTimeout(resolve, 20));
}
