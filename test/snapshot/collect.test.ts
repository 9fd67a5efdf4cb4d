import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import type {Cluster, Command, Node} from '../../src/cluster/cluster.ts';
import {localCluster} from '../../src/cluster/local.ts';
import {readRecording} from '../../src/cluster/read-recording.ts';
import {recordCluster} from '../../src/cluster/record.ts';
import {playbackCluster} from '../../src/cluster/recording.ts';
import {type FactKind, LATER_FACTS, NETNS_FACTS, type Snapshot} from '../../src/core/facts.ts';
import type {End, Output} from '../../src/core/output.ts';
import {ALL_KINDS, collectSnapshot} from '../../src/snapshot/collect.ts';
import {type RawOutput, rawOutputs} from './fixture.ts';

const RAW = rawOutputs();
/** Those that there were when it was collected. */
const RECORDED = NETNS_FACTS.filter(kind => !LATER_FACTS.has(kind));

/** A cluster whose nodes give what a lab's nodes gave. */
function playback(outputs: readonly RawOutput[], asked: Command[] = []): Cluster {
  const nodes = outputs.map(({id, role, nonce, end, stdout, stderr}): Node => {
    const bytes = (text: string, command: Command) =>
      new TextEncoder().encode(text.replaceAll(nonce, command.nonce ?? ''));
    return {
      id,
      role,
      shell: () => undefined,
      run(command) {
        asked.push(command);
        const output: Output = {
          end,
          stdout: bytes(stdout, command),
          stderr: bytes(stderr, command),
          dropped: {stdout: 0, stderr: 0},
          startedAt: 0,
          durationMs: 1,
        };
        return {ended: Promise.resolve(output), stop() {}};
      },
    };
  });
  return {name: 'lab', transport: 'recording', nodes, images: {}, close: async () => {}};
}

function look(cluster: Cluster, kinds: ReadonlySet<FactKind> = ALL_KINDS): Promise<Snapshot> {
  let nonces = 0;
  const nonce = () => (++nonces).toString(16).padStart(32, '0');
  return collectSnapshot(cluster, {kinds, timeoutMs: 20_000, now: () => 1_000, nonce});
}

function lookAtOne(change: Partial<RawOutput>): Promise<Snapshot> {
  return look(playback([{...RAW[0]!, ...change}]));
}

function rows(snapshot: Snapshot, key: string) {
  const fact = snapshot.facts.get(key);
  expect(fact?.problem).toBeNull();
  return fact?.rows ?? [];
}

describe('collectSnapshot', () => {
  test('reads every fact of every node, with one command a node', async () => {
    const asked: Command[] = [];
    const snapshot = await look(playback(RAW, asked));
    expect(asked.map(({key}) => key)).toEqual(['snapshot', 'snapshot', 'snapshot']);
    expect(new Set(asked.map(({nonce}) => nonce)).size).toBe(3);
    expect([...snapshot.facts.values()].filter(fact => fact.problem !== null)).toEqual([]);
    for (const {id} of RAW) {
      const names = rows(snapshot, `netns@${id}`).map(row => (row as {name: string}).name);
      expect(names[0]).toBe('host');
      expect(names).toContain('ingress_sbox');
      for (const name of names) for (const kind of RECORDED) rows(snapshot, `${kind}@${id}/${name}`);
    }
  });

  test('finds the rows that the assertions join', async () => {
    const snapshot = await look(playback(RAW));
    expect(rows(snapshot, 'docker.info@swarm-01')).toMatchObject([
      {isManager: true, nodeAddr: '10.77.0.11', dataPathPort: 4789},
    ]);
    expect(rows(snapshot, 'swarm.services@swarm-01').map(row => (row as {name: string}).name)).toEqual(
      expect.arrayContaining(['redis', 'vote', 'worker']),
    );
    expect(rows(snapshot, 'ns.ipvs@swarm-02/ingress_sbox')).toMatchObject([{protocol: 'FWM', scheduler: 'rr'}]);
    expect(rows(snapshot, 'ns.iptables@swarm-03/ingress_sbox')).toContainEqual(
      expect.objectContaining({
        table: 'mangle',
        name: 'PREROUTING',
        rules: [expect.objectContaining({target: 'MARK', dport: 30000})],
      }),
    );
  });

  test('a worker is not asked for the swarm, which is known, not a problem', async () => {
    const snapshot = await look(playback(RAW));
    expect(snapshot.facts.get('swarm.tasks@swarm-02')).toMatchObject({rows: [], problem: null});
  });

  test('reads what was asked for, and not what else playback of a recording gives', async () => {
    const snapshot = await look(playback(RAW), new Set(['ns.fdb']));
    expect(rows(snapshot, 'ns.fdb@swarm-01/host').length).toBeGreaterThan(0);
    const kinds = new Set([...snapshot.facts.values()].map(fact => fact.kind));
    expect(kinds).toEqual(new Set(['docker.info', 'netns', 'ns.fdb']));
  });

  test.each<[string, End, string | null, string]>([
    ['cannot be reached', {kind: 'unreachable', reason: 'connection refused'}, 'connection refused', 'unreachable'],
    ['goes away', {kind: 'lost', reason: 'broken pipe'}, 'broken pipe', 'unreachable'],
    ['takes too long', {kind: 'timed-out', afterMs: 5000}, null, 'timeout'],
    ['is not in the recording', {kind: 'not-recorded', reason: 'another state'}, null, 'missing-fact'],
  ])('every fact of a node that %s says so', async (_, end, unreachable, cause) => {
    const snapshot = await look(playback([RAW[0]!, {...RAW[1]!, end}]));
    expect(snapshot.nodes.map(node => node.unreachable)).toEqual([null, unreachable]);
    const facts = [...snapshot.facts.values()].filter(fact => fact.node === 'swarm-02');
    expect(new Set(facts.map(fact => fact.kind))).toEqual(ALL_KINDS);
    expect(facts.filter(fact => fact.problem?.cause !== cause || fact.rows.length > 0)).toEqual([]);
    expect([...snapshot.facts.values()].filter(fact => fact.node === 'swarm-01' && fact.problem !== null)).toEqual([]);
  });

  test('an output that was cut loses facts, and never rows of a fact', async () => {
    const whole = await look(playback([RAW[0]!]));
    const text = RAW[0]!.stdout;
    for (let cut = 1; cut < 40; cut++) {
      const cutOff = await lookAtOne({stdout: text.slice(0, Math.floor((text.length * cut) / 40))});
      for (const [key, fact] of cutOff.facts) {
        if (fact.problem === null) expect(fact.rows).toEqual(whole.facts.get(key)?.rows);
        else expect(fact.rows).toEqual([]);
      }
      expect([...cutOff.facts.values()].some(fact => fact.problem !== null)).toBe(true);
    }
  });

  test.each([
    ['docker network inspect', 'docker.networks@swarm-01', 'docker.networks', '1', 'missing-fact'],
    ['bridge', 'ns.fdb@swarm-01/ingress_sbox', 'ns.fdb ingress_sbox', '127', 'unsupported'],
    ['ipvsadm', 'ns.ipvs@swarm-01/host', 'ns.ipvs host', '124', 'timeout'],
    ['iptables-nft-save', 'ns.iptables@swarm-01/host', 'ns.iptables host nft', '1', 'missing-fact'],
  ])('%s that fails leaves a fact that says so', async (_, key, label, code, cause) => {
    const {nonce, stdout} = RAW[0]!;
    const [before = '', rest = ''] = stdout.split(`${nonce} begin ${label}\n`);
    const failing = `${before}${nonce} begin ${label}\n${rest.replace(`${nonce} end 0`, `${nonce} end ${code}`)}`;
    const snapshot = await lookAtOne({stdout: failing});
    expect(snapshot.facts.get(key)).toMatchObject({rows: [], problem: {cause}});
    expect([...snapshot.facts.values()].filter(fact => fact.problem !== null)).toHaveLength(1);
  });

  test('an output that is not understood leaves a fact that says so', async () => {
    const {stdout} = RAW[0]!;
    const snapshot = await lookAtOne({stdout: stdout.replace('"linkNetNsId":0,"flags"', '"linkNetNsId":0,"flags":[}')});
    const bad = [...snapshot.facts.values()].filter(fact => fact.problem !== null);
    expect(bad).toMatchObject([{kind: 'ns.fdb', rows: [], problem: {cause: 'parse'}}]);
  });

  test('a recording of it plays back to the same facts, under a nonce of its own', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'deepdive-snapshot-'));
    const file = join(folder, 'lab.recording');
    const recorder = recordCluster(playback(RAW), {
      file,
      module: 'm',
      engine: 'docker',
      recordedAt: '2026-01-01T00:00:00Z',
    });
    const live = await look(recorder);
    await recorder.close();
    const read = readRecording(file);
    if (read.kind === 'unusable') throw new Error(read.problem.message);
    const player = playbackCluster(read.recording, {pace: 'instant'});
    const nonce = () => 'f'.repeat(32);
    const played = await collectSnapshot(player, {
      kinds: ALL_KINDS,
      timeoutMs: 20_000,
      now: () => 1_000,
      nonce,
    });
    await player.close();
    rmSync(folder, {recursive: true});
    expect(played).toEqual(live);
  });

  test('a recording keeps the look from before a run apart from a later one of the same state', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'deepdive-snapshot-'));
    const file = join(folder, 'lab.recording');
    // What the engines say of themselves tells the three looks apart.
    let version = 'unsaid';
    const nodes = playback(RAW).nodes.map(node => ({
      ...node,
      run: (...args: Parameters<Node['run']>) => {
        const {ended, stop} = node.run(...args);
        const said = (bytes: Uint8Array) =>
          new TextEncoder().encode(new TextDecoder().decode(bytes).replaceAll('26.1.5', version));
        return {ended: ended.then(output => ({...output, stdout: said(output.stdout)})), stop};
      },
    }));
    const header = {file, module: 'm', engine: 'docker', recordedAt: '2026-01-01T00:00:00Z'};
    const recorder = recordCluster({...playback(RAW), nodes}, header);
    const nonce = () => 'f'.repeat(32);
    const ask = (cluster: Cluster, before?: string) =>
      collectSnapshot(cluster, {
        kinds: ALL_KINDS,
        timeoutMs: 20_000,
        now: () => 1_000,
        nonce,
        ...(before !== undefined && {before}),
      });
    const looks = [
      ['26.1.1', 'lesson/grow'],
      ['26.1.2', 'lesson/other'],
      ['26.1.3', undefined],
    ] as const;
    for (const [said, before] of looks) {
      version = said;
      await ask(recorder, before);
    }
    await recorder.close();
    const read = readRecording(file);
    if (read.kind === 'unusable') throw new Error(read.problem.message);
    const player = playbackCluster(read.recording, {pace: 'instant'});
    for (const [said, before] of looks.toReversed()) {
      const engines = rows(await ask(player, before), 'docker.info@swarm-01');
      expect(engines).toMatchObject([{version: expect.stringContaining(said)}]);
    }
    const never = await ask(player, 'lesson/never');
    expect(never.facts.get('docker.info@swarm-01')?.problem).toMatchObject({cause: 'missing-fact'});
    await player.close();
    rmSync(folder, {recursive: true});
  });

  test('a node that runs the script but has no engine says what is missing, and still shows its own links', async () => {
    const cluster = localCluster({name: 'here', nodes: [{id: 'here', role: 'manager'}]});
    const snapshot = await look(cluster);
    await cluster.close();
    expect(snapshot.nodes).toMatchObject([{id: 'here', unreachable: null}]);
    const engine = snapshot.facts.get('docker.info@here');
    // Where these tests run there may be an engine or none; either way the fact says which.
    expect(engine?.problem === null ? engine.rows.length : engine?.problem.detail).toBeTruthy();
    expect(snapshot.facts.get('netns@here')).toMatchObject({problem: null, rows: [{name: 'host', kind: 'host'}]});
    expect(snapshot.facts.has('ns.links@here/host')).toBe(true);
  });
});
