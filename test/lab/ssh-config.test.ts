import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {execa} from 'execa';
import {expect, test} from 'vitest';
import {LAB_NODES} from '../../src/lab/plan.ts';
import {knownHosts, sshConfig} from '../../src/lab/ssh-config.ts';

/** What OpenSSH itself makes of the config. */
async function understood(folder: string, host: string): Promise<ReadonlyMap<string, string>> {
  const scratch = mkdtempSync(join(tmpdir(), 'deepdive-ssh-'));
  const file = join(scratch, 'ssh_config');
  writeFileSync(file, sshConfig({nodes: LAB_NODES, folder, netnsFile: '/run/netns/deepdive-lab'}));
  const {stdout} = await execa('ssh', ['-G', '-F', file, host]);
  rmSync(scratch, {recursive: true});
  return new Map(stdout.split('\n').map(line => [line.split(' ')[0]!, line.slice(line.indexOf(' ') + 1)]));
}

test('a node is root@address, known by its key, and asks no question', async () => {
  const options = await understood('/var/lib/labs/lab', 'swarm-02');
  expect(Object.fromEntries(options)).toMatchObject({
    hostname: '10.77.0.12',
    user: 'root',
    batchmode: 'yes',
    identitiesonly: 'yes',
    stricthostkeychecking: 'true',
    userknownhostsfile: '/var/lib/labs/lab/known_hosts',
    proxycommand: "nsenter --net='/run/netns/deepdive-lab' '/var/lib/labs/lab/busybox' nc %h %p",
  });
});

test.each(['/home/a b/labs', '/home/100%/labs', "/home/it's/labs"])('a folder named %s is left whole', async folder => {
  const options = await understood(folder, 'swarm-01');
  expect(options.get('proxycommand')).toContain(`'${folder.replaceAll('%', '%%').replaceAll("'", "'\\''")}/busybox'`);
  expect(options.get('userknownhostsfile')!.replaceAll('%%', '%').replaceAll('"', '')).toBe(`${folder}/known_hosts`);
});

test('every node is known under its name and its address', () => {
  const lines = knownHosts(LAB_NODES, 'ssh-ed25519 AAAAC3Nza comment\n').trim().split('\n');
  expect(lines).toEqual([
    'swarm-01,10.77.0.11 ssh-ed25519 AAAAC3Nza',
    'swarm-02,10.77.0.12 ssh-ed25519 AAAAC3Nza',
    'swarm-03,10.77.0.13 ssh-ed25519 AAAAC3Nza',
  ]);
});
