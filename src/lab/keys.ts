import {chown, copyFile, mkdir, readFile, rm, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import type {LabPlaces} from './places.ts';
import {BRIDGE_ADDRESS, KERNEL_UID, type PlannedNode} from './plan.ts';
import {runTool} from './run-tool.ts';
import {knownHosts, sshConfig} from './ssh-config.ts';

/** Makes fresh keys, the ssh config, and for every node the seed from which it takes its keys and names. */
export async function writeKeys(places: LabPlaces, nodes: readonly PlannedNode[], hostTree: string): Promise<void> {
  const at = (name: string) => join(places.folder, name);
  for (const name of ['id_ed25519', 'host_key']) {
    await runTool('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', `deepdive ${places.name}`, '-f', at(name)]);
  }
  // A copy, so that the lab does not need the cache once it runs.
  await copyFile(join(hostTree, 'bin/busybox'), at('busybox'));
  const config = sshConfig({nodes, folder: places.folder, netnsFile: places.netnsFile});
  await writeFile(places.sshConfig, config, {mode: 0o600});
  await writeFile(at('known_hosts'), knownHosts(nodes, await readFile(at('host_key.pub'), 'utf8')), {mode: 0o600});
  for (const node of nodes) await writeSeed(places, nodes, node);
  for (const name of ['host_key', 'host_key.pub']) await rm(at(name));
}

export function nodeFolder(places: LabPlaces, node: PlannedNode): string {
  return join(places.folder, 'nodes', node.id);
}

async function writeSeed(places: LabPlaces, nodes: readonly PlannedNode[], node: PlannedNode): Promise<void> {
  const folder = nodeFolder(places, node);
  const seed = join(folder, 'seed.tar');
  const stage = join(folder, 'seed');
  await mkdir(stage, {recursive: true, mode: 0o700});
  await writeFile(join(stage, 'host_key'), await readFile(join(places.folder, 'host_key')), {mode: 0o600});
  await writeFile(join(stage, 'authorized_keys'), await readFile(join(places.folder, 'id_ed25519.pub')), {mode: 0o600});
  await writeFile(join(stage, 'hosts'), hostsFile(nodes));
  await runTool('tar', ['-C', stage, '--owner=0', '--group=0', '-cf', seed, '.']);
  await rm(stage, {recursive: true});
  for (const path of [folder, seed]) await chown(path, KERNEL_UID, KERNEL_UID);
}

function hostsFile(nodes: readonly PlannedNode[]): string {
  const names = [['127.0.0.1', 'localhost'], [BRIDGE_ADDRESS, 'lab'], ...nodes.map(node => [node.address, node.id])];
  return names.map(row => `${row.join('\t')}\n`).join('');
}
