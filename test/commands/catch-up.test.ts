import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import type {Cluster, Command} from '../../src/cluster/cluster.ts';
import {openParts, openSession} from '../../src/commands/student.ts';

test('nobody is made to watch what is done for them; what they run themselves comes at its pace', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'deepdive-catch-up-'));
  const {module, cluster} = await openParts({module: 'swarm-networking', cluster: 'recording'}, 'real');
  const asked: Command[] = [];
  const nodes = cluster.nodes.map(node => ({
    ...node,
    run: (...[command, options]: Parameters<typeof node.run>) => {
      // What the runner asks for itself has a key.
      if (command.key === undefined) asked.push(command);
      return node.run(command, options);
    },
  }));
  const {session} = openSession(module, {...cluster, nodes} satisfies Cluster, folder);
  const told = new Set<string>();
  session.subscribe(() => told.add(JSON.stringify(session.state().catchingUp)));
  try {
    expect(await session.catchUp('overlay-networks', 'encrypted', true)).toEqual({ok: true});
    expect([...told].sort()).toEqual(['null', '{"nth":1,"of":1}']);
    expect(session.state().catchingUp).toBeNull();
    expect(session.state().notice?.text).toBe('caught up: 1 step was done for you');
    expect(asked.length).toBeGreaterThan(2);
    expect(asked.filter(command => command.unwatched !== true)).toEqual([]);
    asked.length = 0;
    session.go('overlay-networks', 'plain');
    await session.run('list');
    expect(asked.map(({unwatched}) => unwatched)).toEqual([undefined]);
  } finally {
    await session.close();
    rmSync(folder, {recursive: true});
  }
}, 120_000);
