import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, expect, test} from 'vitest';
import {openParts, openSession} from '../../src/commands/student.ts';
import {rowDifference} from '../../src/render/row-difference.ts';
import type {Session} from '../../src/session/session.ts';

const folder = mkdtempSync(join(tmpdir(), 'same-line-'));
afterAll(() => rmSync(folder, {recursive: true}));

async function open(home: string): Promise<Session> {
  const {module, cluster} = await openParts({module: 'swarm-networking', cluster: 'recording'}, 'instant');
  return openSession(module, cluster, join(folder, home)).session;
}

/** The table that was read on one node with two tasks, read again on all nodes with five. */
async function lookAgain(session: Session): Promise<void> {
  for (const run of ['scale', 'on-third', 'fdb-again'])
    expect(await session.run(run, {confirmed: true})).toEqual({ok: true});
}

test.each(['in the same start', 'after a new start'])(
  'where a lesson says "look again" with another command, its output is held against the first one, %s',
  async when => {
    let session = await open(when);
    expect(await session.catchUp('overlay-forwarding', 'scale', true)).toEqual({ok: true});
    if (when === 'after a new start') {
      await session.close();
      session = await open(when);
    }
    await lookAgain(session);
    const {runs} = session.state();
    const again = runs['overlay-forwarding/fdb-again']?.nodes ?? {};
    const [first = ''] = Object.keys(runs['overlay-forwarding/fdb']?.nodes ?? {});
    const {previous, result} = again[first] ?? {};
    const changes = rowDifference(previous?.parsed?.data ?? null, result?.parsed?.data ?? null);
    expect(JSON.stringify(changes)).toContain('10.77.0.13');
    expect(previous?.stdout).not.toContain('10.77.0.13');
    // Nobody has looked at the third node before: the network was not there.
    expect(again['swarm-03']?.result?.ok).toBe(true);
    expect(again['swarm-03']?.previous).toBeUndefined();
    await session.close();
  },
);

test('another line, or one that failed, is nothing to hold an output against', async () => {
  const session = await open('others');
  expect(await session.catchUp('overlay-forwarding', 'scale', true)).toEqual({ok: true});
  await session.run('scale', {confirmed: true});
  await session.run('on-third');
  expect(session.state().runs['overlay-forwarding/on-third']?.nodes['swarm-01']?.previous).toBeUndefined();
  await session.close();
});
