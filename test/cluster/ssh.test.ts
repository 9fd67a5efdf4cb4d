import {existsSync} from 'node:fs';
import {dirname} from 'node:path';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import type {Cluster} from '../../src/cluster/cluster.ts';
import {sshCluster} from '../../src/cluster/ssh.ts';
import {text} from './cases.ts';
import {contract} from './contract.ts';
import {processes, processesWith, sleepers, uniqueSeconds, until} from './processes.ts';
import {type Sshd, sshdMissing, startSshd} from './sshd.ts';

const skip = sshdMissing();
const LIMIT = {timeoutMs: 20_000};

function clusterOn(sshd: Sshd, host = 'node-1'): Cluster {
  const nodes = [{id: 'swarm-01', role: 'manager', host}] as const;
  return sshCluster({name: 'loopback', nodes, configFile: sshd.configFile, runtimeDir: sshd.runtimeDir});
}

contract({
  name: 'ssh',
  live: true,
  skip,
  make: async () => {
    const sshd = await startSshd();
    const cluster = clusterOn(sshd);
    return {
      cluster,
      async close() {
        await cluster.close();
        await sshd.stop();
      },
    };
  },
});

describe.skipIf(skip !== undefined)('ssh alone', () => {
  let sshd: Sshd;
  beforeAll(async () => {
    sshd = await startSshd();
  });
  afterAll(() => sshd.stop());

  test('a port where nobody listens is unreachable, for all who wait', async () => {
    const cluster = clusterOn(sshd, 'nowhere');
    const [node] = cluster.nodes;
    const outputs = await Promise.all([1, 2, 3].map(() => node!.run({line: 'echo'}, LIMIT).ended));
    for (const output of outputs) {
      expect(output.end).toEqual({kind: 'unreachable', reason: expect.stringMatching(/Connection refused/)});
      expect(text(output.stderr)).toBe('');
    }
    await cluster.close();
  });

  test('a node that is being reached has one connection, which the commands use and nobody else ends', async () => {
    const before = sshd.connections();
    const cluster = clusterOn(sshd);
    const [node] = cluster.nodes;
    node!.reach?.();
    await until(() => sshd.connections() === before + 1, 'there is a connection');
    const outputs = await Promise.all([1, 2].map(() => node!.run({line: 'echo here'}, LIMIT).ended));
    expect(outputs.map(output => text(output.stdout))).toEqual(['here\n', 'here\n']);
    expect(sshd.connections()).toBe(before + 1);
    await cluster.close();
    await until(() => sshd.connections() === before, 'the connection is closed');
  });

  test('why a node was not reached is told by the commands that waited for it', async () => {
    const cluster = clusterOn(sshd, 'nowhere');
    cluster.nodes[0]!.reach?.();
    const output = await cluster.nodes[0]!.run({line: 'echo'}, LIMIT).ended;
    expect(output.end).toEqual({kind: 'unreachable', reason: expect.stringMatching(/Connection refused/)});
    await cluster.close();
  });

  test.each([0, 5, 20, 60, 120])('closed %d ms after it began to be reached, nothing of it is left', async ms => {
    const before = sshd.connections();
    const cluster = clusterOn(sshd);
    cluster.nodes[0]!.reach?.();
    await new Promise(resolve => setTimeout(resolve, ms));
    await cluster.close();
    // At once: what begins to connect later is no connection yet.
    expect(processesWith(sshd.configFile)).toEqual([]);
    await until(() => sshd.connections() === before, 'the connection is closed');
  });

  test('a key that is not accepted is unreachable, with the reason', async () => {
    const cluster = clusterOn(sshd, 'nosuchuser@node-1');
    const output = await cluster.nodes[0]!.run({line: 'echo'}, LIMIT).ended;
    expect(output.end).toEqual({kind: 'unreachable', reason: expect.stringMatching(/Permission denied/)});
    await cluster.close();
  });

  test('a connection that breaks is lost, and the node is reached again', async () => {
    const cluster = clusterOn(sshd);
    const node = cluster.nodes[0]!;
    const seconds = uniqueSeconds();
    const line = `echo on; sleep 0.5; echo ready; exec sleep ${seconds}`;
    const output = await node.run(
      {line},
      {
        ...LIMIT,
        onStdout: chunk => {
          if (text(chunk).includes('ready')) sshd.killConnections();
        },
      },
    ).ended;
    expect(output.end.kind).toBe('lost');
    expect(text(output.stdout)).toBe('on\nready\n');
    await until(() => sleepers(seconds).length === 0, 'the command on the node has ended');
    const again = await node.run({line: 'echo again'}, LIMIT).ended;
    expect(text(again.stdout)).toBe('again\n');
    await cluster.close();
  });

  test('closing ends commands, connection and socket', async () => {
    const cluster = clusterOn(sshd);
    const seconds = uniqueSeconds();
    const controlPath = cluster.nodes[0]!.shell()!
      .find(word => word.startsWith('ControlPath='))!
      .slice('ControlPath='.length);
    let started = () => {};
    const start = new Promise<void>(resolve => {
      started = resolve;
    });
    const running = cluster.nodes[0]!.run({line: `echo on; sleep ${seconds}`}, {...LIMIT, onStdout: started});
    await start;
    expect(processes(`ssh: ${controlPath} [mux]`)).toHaveLength(1);
    await cluster.close();
    expect((await running.ended).end).toEqual({kind: 'stopped'});
    expect(sleepers(seconds)).toEqual([]);
    // The master answers that it exits before it does.
    await until(() => processes(`ssh: ${controlPath} [mux]`).length === 0, 'the master of the connection has ended');
    expect(existsSync(dirname(controlPath))).toBe(false);
  });
});
