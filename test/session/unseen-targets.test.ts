import {mkdtempSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {localCluster} from '../../src/cluster/local.ts';
import type {Session} from '../../src/session/session.ts';
import {fixtureModule, openOn} from './open.ts';

const NODES = [
  {id: 'one', role: 'manager'},
  {id: 'two', role: 'worker'},
  {id: 'three', role: 'manager'},
] as const;

async function open(): Promise<Session> {
  const home = mkdtempSync(join(tmpdir(), 'nodes-'));
  return openOn(await fixtureModule('fixture-nodes'), localCluster({name: 'local', nodes: NODES}), home);
}

const standing = (session: Session, check: string) => {
  const {status, reason} = session.state().checks[`nodes/${check}`] ?? {status: 'none', reason: ''};
  return [status, reason];
};

test('what was run on one node passes no check that is about others, and names what is left', async () => {
  const session = await open();
  await session.run('say', {on: ['two']});
  expect(standing(session, 'two-said')[0]).toBe('pass');
  expect(standing(session, 'all-said')).toEqual(['wait', 'run say (echo hello) on one and three as well']);
  expect(standing(session, 'managers-said')).toEqual(['wait', 'run say (echo hello) on one and three as well']);
  // It names no command: of those that were run it waits for all of each.
  expect(standing(session, 'any-said')).toEqual(['wait', 'run say (echo hello) on one and three as well']);
  await session.run('say', {on: ['one']});
  expect(standing(session, 'all-said')).toEqual(['wait', 'run say (echo hello) on three as well']);
  await session.run('say', {on: ['three']});
  for (const check of ['all-said', 'managers-said', 'any-said']) expect(standing(session, check)[0]).toBe('pass');
  await session.close();
});

test('any manager will do where one is asked, and no other node', async () => {
  const session = await open();
  await session.run('ask', {on: ['two']});
  expect(standing(session, 'asked')).toEqual(['wait', 'run ask (echo asked) on one as well']);
  await session.run('ask', {on: ['three']});
  expect(standing(session, 'asked')[0]).toBe('pass');
  await session.close();
});
