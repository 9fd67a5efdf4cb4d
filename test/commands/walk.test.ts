import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, describe, expect, test, vi} from 'vitest';
import {walkPacket} from '../../src/commands/walk-packet.ts';
import type {Snapshot} from '../../src/core/facts.ts';
import {Failure} from '../../src/core/failure.ts';
import {snapshotToJson} from '../../src/snapshot/store.ts';
import {edited, netnsOf} from '../assertions/edit.ts';
import {fixture} from '../snapshot/fixture.ts';

const folder = mkdtempSync(join(tmpdir(), 'deepdive-walk-'));
afterAll(() => rmSync(folder, {recursive: true}));

const wired = fixture('wired');
/** The row that leads frames for redis.2 from swarm-03 to its node leads to another. */
const astray = edited(wired, 'ns.fdb', netnsOf(wired, 'swarm-03', 'vote'), rows =>
  rows.map(row => (row.mac === '02:42:0a:00:01:04' ? {...row, dst: '10.77.0.11'} : row)),
);
const unreached: Snapshot = {
  ...astray,
  nodes: astray.nodes.map(node => (node.id === 'swarm-01' ? {...node, unreachable: 'no answer'} : node)),
};

async function walk(
  from: string,
  to: string,
  snapshot: Snapshot = wired,
  more: object = {},
): Promise<{readonly code: number; readonly text: string}> {
  const file = join(folder, 'snapshot.json');
  writeFileSync(file, snapshotToJson(snapshot));
  let text = '';
  const write = vi.spyOn(process.stdout, 'write').mockImplementation(chunk => {
    text += String(chunk);
    return true;
  });
  try {
    return {code: await walkPacket({from, to, snapshot: file, width: '80', ...more}), text};
  } finally {
    write.mockRestore();
  }
}

test('a way that holds is told hop by hop, each with its row below', async () => {
  const {code, text} = await walk('swarm-02', ':30000');
  expect(code).toBe(0);
  const lines = text.split('\n');
  expect(lines[0]).toBe('from outside to port 30000 of swarm-02');
  expect(lines[1]).toBe('ok      the DNAT rule of the host, swarm-02: port 30000 becomes');
  expect(lines[3]?.trim()).toBe('-t nat -A DOCKER-INGRESS -p tcp --dport 30000 -j DNAT');
  expect(text).toContain('\n  vote.1, 10.0.0.6 on swarm-01\n');
  expect(lines.at(-2)).toBe('2 of 2 answer: vote.1, vote.2');
  expect(lines.filter(line => line.length > 80)).toEqual([]);
});

test('the first broken hop explains itself', async () => {
  const {code, text} = await walk('worker.1', 'redis', astray);
  expect(code).toBe(1);
  const said = text.replace(/\s+/g, ' ');
  expect(said).toContain(
    'broken: redis.2 at the forwarding table, swarm-03: frames for 02:42:0a:00:01:04 (redis.2) leave swarm-03 to 10.77.0.11, but the task is on 10.77.0.12, swarm-02',
  );
  expect(said).toContain('4 of 5 answer: redis.1, redis.3, redis.4, redis.5');
});

test('what is not known wins over what is broken', async () => {
  const {code, text} = await walk('worker.1', '10.0.1.4', unreached);
  expect(code).toBe(3);
  expect(text).toContain('unknown');
  expect((await walk('worker.1', '10.0.1.4', astray)).code).toBe(1);
});

test('JSON holds all of it', async () => {
  const {code, text} = await walk('worker.1', 'redis', astray, {json: true});
  expect(code).toBe(1);
  expect(JSON.parse(text)).toMatchObject({
    outcome: 'broken',
    from: {kind: 'container', name: 'worker.1', node: 'swarm-03'},
    to: {kind: 'service', name: 'redis'},
    branches: [{task: 'redis.1'}, {task: 'redis.2'}, {task: 'redis.3'}, {task: 'redis.4'}, {task: 'redis.5'}],
  });
});

describe('a name that is not known', () => {
  test.each([
    ['swarm-04', ':30000', 'there is no node, task or container swarm-04; did you mean swarm-01'],
    ['workr.1', 'redis', 'there is no node, task or container workr.1; did you mean worker.1?'],
    ['worker.1', 'reddis', 'there is no service reddis; did you mean redis?'],
    ['worker.1', ':30000', 'for a port, start at a node'],
    ['swarm-01', 'redis', 'start at a task, such as vote.1'],
    ['swarm-01', '10.0.1.4', 'from a node, expected :PORT'],
  ])('%s to %s', async (from, to, says) => {
    const failure = await walk(from, to).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(Failure);
    expect(failure).toMatchObject({exitCode: 2, message: expect.stringContaining(says)});
  });
});

test.each([
  ['a container by the start of its id', 'e4d3890df737'],
  ['a container by its whole name', 'worker.1.nxlmdgtfltpgv5omgsujnvrzz'],
])('%s', async (_, name) => expect((await walk(name, 'tasks.redis')).code).toBe(0));

test('a file that is no snapshot is damaged evidence', async () => {
  const file = join(folder, 'other.json');
  writeFileSync(file, '{}');
  await expect(walkPacket({from: 'a', to: 'b', snapshot: file})).rejects.toMatchObject({exitCode: 5});
  await expect(walkPacket({from: 'a', to: 'b', snapshot: join(folder, 'none')})).rejects.toMatchObject({exitCode: 2});
});

describe('--live', () => {
  test('of a stored snapshot, and on a recording, sends nothing', async () => {
    await expect(walk('swarm-02', ':30000', wired, {live: true})).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringContaining('a stored snapshot has no nodes to send from'),
    });
    const recording = {from: 'swarm-02', to: ':30000', cluster: 'recording', live: true};
    await expect(walkPacket(recording)).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringContaining('a recording sends nothing'),
    });
  });
});

test('a port beside a service or an address is told, and does not change the way', async () => {
  const plain = await walk('worker.1', 'redis', wired, {json: true});
  const {text} = await walk('worker.1', 'redis:6379', wired, {json: true});
  expect(JSON.parse(text)).toEqual({...JSON.parse(plain.text), to: {kind: 'service', name: 'redis', port: 6379}});
  expect((await walk('worker.1', '10.0.1.4:6379')).code).toBe(0);
  await expect(walk('worker.1', 'redis:0')).rejects.toMatchObject({
    message: expect.stringContaining('there is no port 0'),
  });
});
