import {describe, expect, test} from 'vitest';
import type {Cluster} from '../../src/cluster/cluster.ts';
import {sshCluster} from '../../src/cluster/ssh.ts';
import {collectSnapshot} from '../../src/snapshot/collect.ts';
import {accountMissing, isKnownHere, type SshAccount} from './account.ts';
import {text} from './cases.ts';
import {contract} from './contract.ts';
import {type Sshd, sshdMissing, startSshd} from './sshd.ts';

const skip = sshdMissing() ?? accountMissing();
const LIMIT = {timeoutMs: 20_000};
const NAME = 'ddstudent';

function clusterOn(sshd: Sshd, sudo?: true): Cluster {
  const nodes = [{id: 'swarm-01', role: 'manager', host: 'node-1', ...(sudo && {sudo})}] as const;
  return sshCluster({name: 'loopback', nodes, configFile: sshd.configFile, runtimeDir: sshd.runtimeDir});
}

async function on<T>(account: SshAccount, sudo: true | undefined, act: (cluster: Cluster) => Promise<T>): Promise<T> {
  const sshd = await startSshd([], account);
  const cluster = clusterOn(sshd, sudo);
  try {
    return await act(cluster);
  } finally {
    await cluster.close();
    await sshd.stop();
  }
}

const FREE = {name: NAME, sudoers: `${NAME} ALL=(ALL) NOPASSWD: ALL`};

contract({
  name: 'ssh with sudo',
  live: true,
  skip,
  make: async () => {
    const sshd = await startSshd([], FREE);
    const cluster = clusterOn(sshd, true);
    return {
      cluster,
      async close() {
        await cluster.close();
        await sshd.stop();
      },
    };
  },
});

describe.skipIf(skip !== undefined)('a user who is not root', () => {
  const whoami = async (cluster: Cluster) => cluster.nodes[0]!.run({line: 'id -un; echo said >&2'}, LIMIT).ended;

  test('is themselves without sudo, and root with it, with both streams apart', async () => {
    const plain = await on(FREE, undefined, whoami);
    expect(text(plain.stdout)).toBe(`${NAME}\n`);
    const root = await on(FREE, true, whoami);
    expect(text(root.stdout)).toBe('root\n');
    expect(text(root.stderr)).toBe('said\n');
    expect(isKnownHere(NAME)).toBe(false);
  });

  test.each([
    ['wants a password', `${NAME} ALL=(ALL) ALL`, /a password is required/],
    ['has no word of them', '', /a password is required|not in the sudoers file|may not run sudo/],
  ])('is not reached where sudo %s, and the reason is told', async (_, sudoers, reason) => {
    const {end, stdout} = await on({name: NAME, sudoers}, true, whoami);
    expect(end).toEqual({kind: 'unreachable', reason: expect.stringMatching(reason)});
    expect(text(stdout)).toBe('');
  });

  test('collects what only root may see', async () => {
    const look = (cluster: Cluster) =>
      collectSnapshot(cluster, {
        kinds: new Set(['node.xfrm', 'ns.iptables']),
        timeoutMs: 20_000,
        now: Date.now,
        nonce: () => 'a'.repeat(32),
      });
    const problems = async (sudo?: true) => {
      const {facts} = await on(FREE, sudo, look);
      return [...facts.values()].map(({kind, problem}) => [kind, problem === null]);
    };
    expect(await problems()).toContainEqual(['ns.iptables', false]);
    expect(await problems(true)).toContainEqual(['ns.iptables', true]);
  });
});
