import {randomBytes} from 'node:crypto';
import type {Cluster, Node} from '../cluster/cluster.ts';
import {sshCluster} from '../cluster/ssh.ts';
import {succeeded} from '../core/output.ts';
import {runningLabs} from '../lab/lab-record.ts';
import {assembleFacts} from '../snapshot/assemble.ts';
import {ALL_KINDS, collectSnapshot} from '../snapshot/collect.ts';
import {readFrames} from '../snapshot/frames.ts';
import {collectorLine} from '../snapshot/script.ts';

interface Measure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly budget?: number;
}

/** A snapshot of all nodes may take this much longer than the slowest node takes by itself. */
const PARALLEL_BUDGET = 1.3;
const TIMEOUT_MS = 60_000;
const ROUNDS = 3;

/** How long a snapshot takes: to read what nodes printed, and on a running lab the whole of it. */
export async function benchSnapshot(env: Readonly<Record<string, string | undefined>>): Promise<readonly Measure[]> {
  const lab = (await runningLabs(env)).find(each => each.kind === 'uml');
  if (lab === undefined) return [measureReading(syntheticOutput(20))];
  const {name, nodes, sshConfig} = lab;
  const cluster = sshCluster({name, nodes, configFile: sshConfig, runtimeDir: env.XDG_RUNTIME_DIR});
  try {
    return [measureReading(syntheticOutput(20)), ...(await measureLab(cluster))];
  } finally {
    await cluster.close();
  }
}

async function measureLab(cluster: Cluster): Promise<readonly Measure[]> {
  // Connections are made before anything is timed.
  await Promise.all(cluster.nodes.map(node => node.run({line: 'true'}, {timeoutMs: TIMEOUT_MS}).ended));
  const alone: number[] = [];
  for (const node of cluster.nodes) alone.push(await fastest(() => runScript(node)));
  const nonce = freshNonce;
  const options = {kinds: ALL_KINDS, timeoutMs: TIMEOUT_MS, now: Date.now, nonce};
  const together = await fastest(() => collectSnapshot(cluster, options));
  const slowest = Math.max(...alone);
  const ratio = together / slowest;
  return [
    {name: `collector on the slowest of ${alone.length} nodes`, value: slowest, unit: 'ms'},
    {name: `snapshot of ${alone.length} nodes`, value: together, unit: 'ms'},
    {name: 'snapshot of all nodes : slowest node alone', value: ratio, unit: 'x', budget: PARALLEL_BUDGET},
  ];
}

async function runScript(node: Node): Promise<void> {
  const output = await node.run({line: collectorLine(ALL_KINDS, freshNonce())}, {timeoutMs: TIMEOUT_MS}).ended;
  if (!succeeded(output)) throw new Error(`bench of the snapshot: the collector failed on ${node.id}`);
}

async function fastest(work: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const startedAt = performance.now();
    await work();
    times.push(performance.now() - startedAt);
  }
  return Math.min(...times);
}

function measureReading(text: string): Measure {
  const nonce = '0'.repeat(32);
  const startedAt = performance.now();
  const facts = assembleFacts('swarm-01', readFrames(text, '', nonce), ALL_KINDS);
  const value = performance.now() - startedAt;
  const rows = facts.reduce((sum, fact) => sum + fact.rows.length, 0);
  return {name: `read a node's ${Math.round(text.length / 1024)} kB, ${rows} rows`, value, unit: 'ms'};
}

/** What a node with that many namespaces prints, in rows of real commands. */
function syntheticOutput(namespaces: number): string {
  const nonce = '0'.repeat(32);
  const frame = (label: string, text: string) => `\n${nonce} begin ${label}\n${text}\n${nonce} end 0\n`;
  const names = Array.from({length: namespaces}, (_, i) => (i + 1).toString(16).padStart(12, '0'));
  const listing = ['host net:[4026531840]', ...names.map((name, i) => `${name} net:[${4026532000 + i}]`)].join('\n');
  const inside = names.map(name =>
    [
      frame(`ns.links ${name}`, JSON.stringify(times(20, syntheticLink))),
      frame(`ns.fdb ${name}`, JSON.stringify(times(60, syntheticFdb))),
      frame(
        `ns.iptables ${name} legacy`,
        ['*mangle', ':INPUT ACCEPT [0:0]', ...times(60, syntheticRule), 'COMMIT'].join('\n'),
      ),
    ].join(''),
  );
  return frame('netns', listing) + inside.join('');
}

function syntheticLink(i: number): object {
  const addr_info = [{family: 'inet', local: `10.0.1.${i}`, prefixlen: 24, scope: 'global', label: `veth${i}`}];
  const link = {
    ifindex: i + 1,
    link_index: i + 2,
    ifname: `veth${i}`,
    flags: ['BROADCAST', 'UP'],
    mtu: 1450,
    addr_info,
  };
  return {...link, link_type: 'ether', address: `02:42:0a:00:01:${hexByte(i)}`, linkinfo: {info_kind: 'veth'}};
}

function syntheticFdb(i: number): object {
  return {
    mac: `02:42:0a:00:01:${hexByte(i)}`,
    ifname: 'vxlan0',
    dst: '10.77.0.12',
    flags: ['self'],
    state: 'permanent',
  };
}

function syntheticRule(i: number): string {
  return `[0:0] -A INPUT -d 10.0.1.${i}/32 -j MARK --set-xmark 0x${(256 + i).toString(16)}/0xffffffff`;
}

function times<T>(count: number, make: (i: number) => T): readonly T[] {
  return Array.from({length: count}, (_, i) => make(i));
}

function hexByte(i: number): string {
  return (i % 256).toString(16).padStart(2, '0');
}

function freshNonce(): string {
  return randomBytes(16).toString('hex');
}
