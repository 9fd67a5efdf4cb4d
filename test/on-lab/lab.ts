import {randomBytes} from 'node:crypto';
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {execa} from 'execa';
import type {Cluster} from '../../src/cluster/cluster.ts';
import {sshCluster} from '../../src/cluster/ssh.ts';
import type {FactKind, Snapshot} from '../../src/core/facts.ts';
import {describeEnd} from '../../src/core/output.ts';
import {readLab} from '../../src/lab/lab-record.ts';
import {ALL_KINDS, collectSnapshot} from '../../src/snapshot/collect.ts';

export interface TestLab {
  readonly cluster: Cluster;
  /** Runs a line on a node and gives what it printed; a failing line fails the test. */
  on(node: string, line: string): Promise<string>;
  /** Of all that sends no traffic, unless told otherwise. */
  snapshot(kinds?: ReadonlySet<FactKind>): Promise<Snapshot>;
  down(): Promise<void>;
}

/**
 * A lab for one test file, brought up by the built program under a name and in a state folder of its own. With
 * DEEPDIVE_TEST_LAB=NAME a lab that runs already is used instead, and left up. DEEPDIVE_LAB_OPTIONS has options for
 * `lab up`, as in `--engine 28.5`.
 */
export async function testLab(): Promise<TestLab> {
  const running = process.env.DEEPDIVE_TEST_LAB;
  const folder = mkdtempSync(join(tmpdir(), 'deepdive-lab-'));
  const env = running === undefined ? {...process.env, XDG_STATE_HOME: folder} : process.env;
  const name = running ?? `f${process.pid}`;
  const deepdive = (...args: readonly string[]) => execa('node', ['dist/cli.js', ...args], {env});
  const options = (process.env.DEEPDIVE_LAB_OPTIONS ?? '').split(' ').filter(Boolean);
  if (running === undefined) await deepdive('lab', 'up', name, ...options);
  const lab = await readLab(name, env);
  if (lab?.kind !== 'uml') throw new Error(`there is no lab ${name} of kernels`);
  const {nodes, sshConfig, images} = lab;
  const cluster = sshCluster({name, nodes, configFile: sshConfig, images, runtimeDir: undefined});
  const nonce = () => randomBytes(16).toString('hex');
  return {
    cluster,
    async on(id, line) {
      const node = cluster.nodes.find(one => one.id === id);
      if (node === undefined) throw new Error(`the lab has no node ${id}`);
      const {end, stdout, stderr} = await node.run({line}, {timeoutMs: 180_000}).ended;
      const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
      if (end.kind !== 'exited' || end.code !== 0)
        throw new Error(`${id}: ${line}: ${describeEnd(end)}: ${text(stderr)}`);
      return text(stdout);
    },
    snapshot: (kinds = ALL_KINDS) => collectSnapshot(cluster, {kinds, timeoutMs: 60_000, now: Date.now, nonce}),
    async down() {
      await cluster.close();
      if (running === undefined) await deepdive('lab', 'down', name);
      rmSync(folder, {recursive: true, force: true});
    },
  };
}
