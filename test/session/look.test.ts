import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, expect, test} from 'vitest';
import {openParts, openSession} from '../../src/commands/student.ts';
import type {FactKind, Snapshot} from '../../src/core/facts.ts';
import {laterLook} from '../../src/session/look.ts';
import type {Session} from '../../src/session/session.ts';
import {fixture} from '../snapshot/fixture.ts';

const folder = mkdtempSync(join(tmpdir(), 'look-'));
afterAll(() => rmSync(folder, {recursive: true}));

async function open(): Promise<Session> {
  const {module, cluster} = await openParts({module: 'swarm-networking', cluster: 'recording'}, 'instant');
  return openSession(module, cluster, folder).session;
}

function only(snapshot: Snapshot, ...kinds: readonly FactKind[]): Snapshot {
  return {...snapshot, facts: new Map([...snapshot.facts].filter(([, {kind}]) => kinds.includes(kind)))};
}

test('a look for less takes no place but that of an old one, and nothing is mixed', () => {
  const whole = fixture('redis-2');
  const links = only(whole, 'ns.links');
  const fdb = only(whole, 'ns.fdb', 'ns.links');
  const first = laterLook(null, links);
  expect(first).toEqual({snapshot: links, isOld: false});
  expect(laterLook(first, fdb).snapshot).toBe(fdb);
  expect(laterLook({snapshot: fdb, isOld: false}, links).snapshot).toBe(fdb);
  expect(laterLook({snapshot: fdb, isOld: true}, links)).toEqual({snapshot: links, isOld: false});
});

test('a recording shows the cluster where it was looked at, and a change makes the look old', async () => {
  const session = await open();
  expect(session.state().look).toBeNull();
  expect(await session.look()).toMatchObject({ok: false, message: expect.stringContaining('the recording cannot')});
  expect(session.state().look).toBeNull();
  expect(await session.catchUp('overlay-forwarding', 'scale', true)).toEqual({ok: true});
  expect(await session.look()).toEqual({ok: true});
  const {look} = session.state();
  expect(look?.isOld).toBe(false);
  expect(look?.snapshot.facts.get('ns.links@swarm-01/host')?.rows.length).toBeGreaterThan(3);
  const wasOld: boolean[] = [];
  session.subscribe(() =>
    wasOld.push(session.state().look?.snapshot === look?.snapshot && !!session.state().look?.isOld),
  );
  await session.run('scale', {confirmed: true, judgeLater: true});
  expect(wasOld).toContain(true);
  await session.close();
}, 60_000);

test('a new start reads back what the commands of all steps printed', async () => {
  const session = await open();
  const printed = () =>
    Object.values(session.state().runs).flatMap(({nodes}) => Object.values(nodes).filter(one => one.result?.parsed));
  await session.recall();
  const here = printed().length;
  await session.recall('all');
  expect(printed().length).toBeGreaterThan(here + 20);
  await session.close();
});
