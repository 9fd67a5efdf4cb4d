import {execFileSync, spawn} from 'node:child_process';
import {once} from 'node:events';
import {chmodSync, copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, afterEach, beforeEach, expect, test} from 'vitest';
import type {Node} from '../../src/cluster/cluster.ts';
import {localNode} from '../../src/cluster/local.ts';
import {probeNode} from '../../src/session/probe.ts';

const folder = mkdtempSync(join(tmpdir(), 'dd-probe-'));
const here = localNode('here', 'manager');
const path = process.env.PATH;
beforeEach(() => {
  process.env.PATH = `${folder}:${path}`;
});
afterEach(() => {
  process.env.PATH = path;
});
afterAll(async () => {
  await here.close();
  rmSync(folder, {recursive: true});
});

/** What the probe of this machine finds, where that is the version of the engine. */
async function probed(
  version: string,
  node: Node = here,
  addr = '10.77.0.11',
): Promise<Readonly<Record<string, string>>> {
  const file = join(folder, 'docker');
  writeFileSync(file, `#!/bin/sh\n[ "$1" = info ] && echo '${version}|active|${addr}'\n`);
  chmodSync(file, 0o755);
  return (await probeNode(node, {id: 'here', role: 'manager', reached: 'unknown', probed: {}})).probed;
}

test.each([
  ['17.03.2-ce', 'container'],
  ['17.12.1-ce', 'container'],
  ['17.10-18.06', 'container'],
  ['18.06.3-ce', 'container'],
  ['18.09.0', 'sandbox'],
  ['20.10.24+dfsg1', 'sandbox'],
  ['26.1.5+dfsg1', 'sandbox'],
])('docker %s balances in each %s', async (version, lb) => {
  expect(await probed(version)).toMatchObject({docker: version, lb});
});

test.each(['', 'Cannot connect to the Docker daemon; is it running?'])(
  'where docker tells no version (%s) nothing is said of it',
  async answer => {
    const facts = await probed(answer);
    expect(facts).toHaveProperty('kernel');
    expect(facts).not.toHaveProperty('docker');
    expect(facts).not.toHaveProperty('lb');
  },
);

test.each([
  ['is missing', 'command() { return 1; }; modprobe() { return 127; }', undefined],
  ['finds none', 'modprobe() { return 1; }', 'false'],
])('where the tool that finds modules %s, nothing else is told of the kernel', async (_, tools, told) => {
  const bare: Node = {
    ...here,
    run: (command, options) => here.run({...command, line: `${tools}\n${command.line}`}, options),
  };
  const {ipvs, esp} = await probed('26.1.5', bare);
  if (!existsSync('/proc/net/ip_vs')) expect(ipvs).toBe(told);
  if (!readFileSync('/proc/crypto', 'utf8').includes('rfc4106(gcm(aes))')) expect(esp).toBe(told);
});

/** This machine in a network namespace of its own, with these interfaces more, by their addresses. */
function withInterfaces(interfaces: Readonly<Record<string, string>>): Node {
  const add = Object.entries(interfaces).map(([name, address]) => {
    return `ip link add ${name} type bridge && ip address add ${address} dev ${name} && `;
  });
  const inside = `mount -t sysfs none /sys && ${add.join('')} exec sh -c "$1"`;
  const wrap = (line: string) =>
    `PATH=$PATH:/usr/sbin:/sbin unshare --net --mount sh -c '${inside}' sh '${line.replaceAll("'", "'\\''")}'`;
  return {...here, run: (command, options) => here.run({...command, line: wrap(command.line)}, options)};
}

function hasNamespaces(): boolean {
  try {
    execFileSync('unshare', [
      '--net',
      '--mount',
      'sh',
      '-c',
      'mount -t sysfs none /sys && ip link add br-test type bridge',
    ]);
    return true;
  } catch (error) {
    if (process.env.DEEPDIVE_REQUIRE_ALL === '1') throw error;
    return false;
  }
}

test.skipIf(!hasNamespaces()).each([
  ['vx-001000-wo0i1', 'host'],
  ['br-vx-1', 'netns'],
])('with an interface %s on the host the overlays are in: %s', async (name, overlay) => {
  expect(await probed('17.12.1-ce', withInterfaces({[name]: '10.9.0.1/24'}))).toMatchObject({overlay});
});

test.each([
  ['20.10.24', {_OVERLAY_HOST_MODE: '1'}, 'host'],
  ['20.10.24', {OVERLAY_HOST_MODE: '1'}, 'netns'],
  ['23.0.1', {_OVERLAY_HOST_MODE: '1'}, 'host'],
  ['24.0.0', {_OVERLAY_HOST_MODE: '1'}, 'netns'],
  ['', {_OVERLAY_HOST_MODE: '1'}, 'netns'],
])('before there is an overlay, docker %s started with %o tells: %s', async (version, variables, overlay) => {
  const program = join(folder, 'dockerd');
  copyFileSync('/bin/sleep', program);
  const daemon = spawn(program, ['60'], {env: variables, stdio: 'ignore'});
  await once(daemon, 'spawn');
  try {
    await expect.poll(() => readFileSync(`/proc/${daemon.pid}/comm`, 'utf8')).toBe('dockerd\n');
    expect(await probed(version)).toMatchObject({overlay});
  } finally {
    daemon.kill();
    await once(daemon, 'exit');
  }
});

test.skipIf(!hasNamespaces())(
  'where the engine tells no address of a node, its card has it and no bridge of the engine',
  async () => {
    const cards = {
      docker0: '172.17.0.1/16',
      docker_gwbridge: '172.18.0.1/16',
      'br-4f5c': '172.19.0.1/16',
      card0: '10.5.0.9/24',
    };
    expect(await probed('', withInterfaces(cards), '')).toMatchObject({addr: '10.5.0.9'});
  },
);
