import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import type {Cluster, Command, Node, RunOptions} from '../../src/cluster/cluster.ts';
import {readRecording} from '../../src/cluster/read-recording.ts';
import {recordCluster} from '../../src/cluster/record.ts';
import {playbackCluster} from '../../src/cluster/recording.ts';
import type {Fact, FactKind, Snapshot} from '../../src/core/facts.ts';
import type {End, Output} from '../../src/core/output.ts';
import type {GossipRow, WireRow} from '../../src/core/rows/wire.ts';
import {collectSnapshot} from '../../src/snapshot/collect.ts';
import {type KeyedOutput, wireOutputs} from './fixture.ts';

const OUTPUTS = wireOutputs();
const CAPTURE = 'snapshot probe.wire';
const ASK = 'snapshot probe.wire ask';

/** What happens on a cluster whose nodes say what those of a lab said. */
interface Scene {
  readonly cluster: Cluster;
  /** `swarm-01 listens`, … in the order in which it happened. */
  readonly events: string[];
}

/** Captures end when they are interrupted, as on a node. */
function scene(change: (output: KeyedOutput) => KeyedOutput = output => output): Scene {
  const events: string[] = [];
  const ids = [...new Set(OUTPUTS.map(({id}) => id))];
  const nodes = ids.map((id, index): Node => {
    const say = (command: Command, options: RunOptions) => {
      const found = OUTPUTS.find(output => output.id === id && output.key === command.key)!;
      const {nonce, end, stdout, stderr} = change(found);
      const bytes = (text: string) => new TextEncoder().encode(text.replaceAll(nonce, command.nonce ?? ''));
      const output: Output = {
        end,
        stdout: bytes(stdout),
        stderr: bytes(stderr),
        dropped: {stdout: 0, stderr: 0},
        startedAt: 0,
        durationMs: 1,
      };
      if (command.key !== CAPTURE || end.kind !== 'stopped') {
        const ended = later(index * 5).then(() => {
          events.push(`${id} ${command.key === ASK ? 'asked' : 'said'}`);
          options.onStderr?.(output.stderr);
          return output;
        });
        return {ended, stop() {}};
      }
      let end0 = () => {};
      const interrupted = new Promise<void>(resolve => {
        end0 = resolve;
      });
      void later(index * 10).then(() => {
        events.push(`${id} listens`);
        options.onStderr?.(output.stderr);
      });
      const ended = interrupted.then(() => {
        events.push(`${id} ends`);
        return output;
      });
      return {ended, stop: end0};
    };
    return {id, role: index === 0 ? 'manager' : 'worker', shell: () => undefined, run: say};
  });
  return {events, cluster: {name: 'lab', transport: 'ssh', nodes, images: {}, close: async () => {}}};
}

function later(ms: number): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, ms));
}

function look(cluster: Cluster, kinds: readonly FactKind[] = ['probe.wire', 'probe.gossip']): Promise<Snapshot> {
  let nonces = 0;
  const nonce = () => (++nonces).toString(16).padStart(32, '7');
  return collectSnapshot(cluster, {kinds: new Set(kinds), timeoutMs: 20_000, now: () => 1_000, nonce});
}

function wireRows(snapshot: Snapshot, node: string): readonly WireRow[] {
  const fact = snapshot.facts.get(`probe.wire@${node}`) as Fact<'probe.wire'>;
  expect(fact.problem).toBeNull();
  return fact.rows;
}

/** What one command of one node said, changed. */
function saying(id: string, key: string, change: Partial<KeyedOutput> | ((output: KeyedOutput) => KeyedOutput)) {
  return scene(output => {
    if (output.id !== id || output.key !== key) return output;
    return typeof change === 'function' ? change(output) : {...output, ...change};
  });
}

describe('a probe of the wire', () => {
  test('all listen before any asks, and until all have asked', async () => {
    const {cluster, events} = scene();
    await look(cluster, ['probe.wire']);
    const order = events.filter(event => !event.endsWith('said')).map(event => event.split(' ')[1]);
    expect(order).toEqual([...Array(3).fill('listens'), ...Array(3).fill('asked'), ...Array(3).fill('ends')]);
  });

  test('is read as what was asked, what was answered, and what was seen of it', async () => {
    const rows = wireRows(await look(scene().cluster), 'swarm-02');
    expect(rows[0]).toEqual({kind: 'capture', dev: 'eth0', peers: ['10.77.0.13', '10.77.0.11'], isWhole: true});
    const requests = rows.filter(row => row.kind === 'request');
    expect(requests.map(({vni, dst, isAnswered}) => `${vni} ${dst} ${isAnswered}`).sort()).toEqual(
      [4096, 4099, 4100].flatMap(vni => [`${vni} 10.77.0.11 true`, `${vni} 10.77.0.13 true`]),
    );
    const frames = rows.filter(row => row.kind === 'frame');
    expect(frames).toContainEqual({
      kind: 'frame',
      protocol: 'udp',
      src: '10.77.0.11',
      dst: '10.77.0.12',
      dport: 4789,
      vni: 4099,
      inner: {src: '10.0.3.6', dst: '10.0.3.8'},
      isMarked: true,
    });
    // 58 bytes of headers and 832 of data, padded to 892, and 24 of ESP.
    expect(new Set(frames.filter(({protocol}) => protocol === 'esp').map(({length}) => length))).toEqual(
      new Set([916]),
    );
    expect(frames.filter(({protocol, isMarked}) => protocol === 'udp' && !isMarked)).toEqual([]);
  });

  test('a frame is marked by the nonce of this very probe, where the data of the ping is', async () => {
    const nothing = saying('swarm-02', CAPTURE, output => ({
      ...output,
      stdout: output.stdout.replaceAll(/^\t0x.*\n/gm, ''),
    }));
    const foreign = saying('swarm-02', CAPTURE, output => ({
      ...output,
      stdout: output.stdout.replaceAll(/^(\t0x.*?)([0-9a-f]{32}) /gm, '$1ffffffffffffffffffffffffffffffff '),
    }));
    const early = saying('swarm-02', CAPTURE, output => ({
      ...output,
      stdout: output.stdout.replaceAll(/^\t0x0000: {2}.*$/gm, `\t0x0000:  45000000${output.nonce} 00`),
    }));
    for (const {cluster} of [nothing, foreign, early]) {
      const frames = wireRows(await look(cluster, ['probe.wire']), 'swarm-02').filter(row => row.kind === 'frame');
      expect(frames.filter(({isMarked}) => isMarked)).toEqual([]);
      expect(frames.length).toBeGreaterThan(40);
    }
  });

  test.each<[string, string, Partial<KeyedOutput> | ((output: KeyedOutput) => KeyedOutput), string, string]>([
    ['has no tcpdump', CAPTURE, failing(95, 'no tcpdump'), 'unsupported', 'no tcpdump'],
    ['has no ping that takes a mark', ASK, failing(95, 'no ping'), 'unsupported', 'no ping'],
    ['has no route', CAPTURE, failing(1, 'no route to another node'), 'missing-fact', 'no route'],
    ['goes away while it listens', CAPTURE, {end: {kind: 'lost', reason: 'broken pipe'}}, 'unreachable', 'broken pipe'],
    ['goes away while it asks', ASK, {end: {kind: 'lost', reason: 'broken pipe'}}, 'unreachable', 'broken pipe'],
    ['never comes to an end', ASK, {end: {kind: 'timed-out', afterMs: 20_000}}, 'timeout', '20 s'],
    [
      'was not recorded',
      CAPTURE,
      {end: {kind: 'not-recorded', reason: 'another state'}},
      'missing-fact',
      'another state',
    ],
    ['may not listen', CAPTURE, without(/packets captured/), 'parse', 'tcpdump ended with 0'],
    [
      'stopped listening before all had asked',
      CAPTURE,
      output => ({...output, stdout: output.stdout.replace('exit 0 told', 'exit 124 ')}),
      'parse',
      'before all nodes had asked',
    ],
    [
      'says what is not understood',
      CAPTURE,
      output => ({...output, stdout: output.stdout.replace('VXLAN, flags', 'VXLAN; flags')}),
      'parse',
      'not understood',
    ],
    [
      'lost a line on its way',
      CAPTURE,
      output => ({...output, stdout: output.stdout.replace(/^\d+\.\d+ IP \S+ > \S+ ESP.*\n/m, '')}),
      'parse',
      '47 are shown',
    ],
    [
      'says that it asked in other words',
      ASK,
      output => ({...output, stdout: output.stdout.replace('asked ', 'asked not ')}),
      'parse',
      'not a request',
    ],
  ])('a node that %s says so, and the others go on', async (_, key, change, cause, detail) => {
    const snapshot = await look(saying('swarm-02', key, change).cluster, ['probe.wire']);
    const fact = snapshot.facts.get('probe.wire@swarm-02');
    expect(fact).toMatchObject({rows: [], problem: {cause, detail: expect.stringContaining(detail)}});
    expect(wireRows(snapshot, 'swarm-01').length).toBeGreaterThan(40);
  });

  test('what the kernel dropped is not said to be all', async () => {
    const {cluster} = saying('swarm-02', CAPTURE, output => ({
      ...output,
      stderr: output.stderr.replace('0 packets dropped', '3 packets dropped'),
    }));
    const [capture] = wireRows(await look(cluster, ['probe.wire']), 'swarm-02');
    expect(capture).toMatchObject({kind: 'capture', isWhole: false});
  });

  test('a capture that is full ends by itself, and is not said to be all', async () => {
    const line = (i: number) =>
      `1795716108.${100_000 + i} IP 10.77.0.1 > 10.77.0.2: ESP(spi=0x1,seq=0x1), length 100\n`;
    const {cluster} = saying('swarm-02', CAPTURE, ({nonce, stdout, stderr, ...rest}) => {
      const [begin, end] = [stdout.search(/^1\d+\.\d+ IP/m), stdout.indexOf(`${nonce} exit 0`)];
      const packets = Array.from({length: 600}, (_, i) => line(i)).join('');
      return {
        ...rest,
        nonce,
        end: {kind: 'exited', code: 0},
        stdout: `${stdout.slice(0, begin)}${packets}${stdout.slice(end).replace('exit 0 told', 'exit 0 ')}`,
        stderr: stderr.replaceAll('48 packets', '600 packets'),
      };
    });
    const rows = wireRows(await look(cluster, ['probe.wire']), 'swarm-02');
    expect(rows[0]).toMatchObject({kind: 'capture', isWhole: false});
    expect(rows.filter(row => row.kind === 'frame')).toHaveLength(600);
  });

  test('a node that could not be read before is not asked again', async () => {
    const end: End = {kind: 'unreachable', reason: 'connection refused'};
    const {cluster, events} = saying('swarm-03', 'snapshot', {end});
    const snapshot = await look(cluster);
    for (const kind of ['probe.wire', 'probe.gossip']) {
      expect(snapshot.facts.get(`${kind}@swarm-03`)).toMatchObject({problem: {cause: 'unreachable'}});
    }
    expect(events.filter(event => event.startsWith('swarm-03'))).toEqual(['swarm-03 said']);
    expect(wireRows(snapshot, 'swarm-01').length).toBeGreaterThan(40);
  });

  test('plays back to the same facts, under a nonce of its own', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'deepdive-wire-'));
    const file = join(folder, 'lab.recording');
    const recorder = recordCluster(scene().cluster, {
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
    const played = await collectSnapshot(player, {
      kinds: new Set<FactKind>(['probe.wire', 'probe.gossip']),
      timeoutMs: 20_000,
      now: () => 1_000,
      nonce: () => 'f'.repeat(32),
    });
    await player.close();
    rmSync(folder, {recursive: true});
    expect(wireRows(played, 'swarm-01').some(row => row.kind === 'frame' && row.isMarked)).toBe(true);
    expect(played).toEqual(live);
  });
});

describe('listening to gossip', () => {
  test('tells who sent how much to whom, and when', async () => {
    const fact = (await look(scene().cluster, ['probe.gossip'])).facts.get('probe.gossip@swarm-02')!;
    expect(fact.problem).toBeNull();
    const rows = fact.rows as readonly GossipRow[];
    expect(rows[0]).toEqual({
      kind: 'window',
      dev: 'eth0',
      peers: ['10.77.0.11', '10.77.0.13'],
      isWhole: true,
      seconds: 6,
    });
    expect(rows[1]).toEqual({
      kind: 'packet',
      at: 1795716112.155017,
      protocol: 'udp',
      src: '10.77.0.12',
      dst: '10.77.0.11',
      sport: 7946,
      dport: 7946,
      length: 112,
    });
    expect(new Set(rows.map(row => (row.kind === 'packet' ? row.protocol : row.kind)))).toEqual(
      new Set(['window', 'udp', 'tcp']),
    );
  });

  test('a node that could not listen says so', async () => {
    const {cluster} = saying('swarm-02', 'snapshot probe.gossip', failing(95, 'no tcpdump'));
    const fact = (await look(cluster, ['probe.gossip'])).facts.get('probe.gossip@swarm-02');
    expect(fact).toMatchObject({rows: [], problem: {cause: 'unsupported', detail: 'no tcpdump'}});
  });
});

function failing(code: number, said: string) {
  return ({nonce, stdout, stderr, ...rest}: KeyedOutput): KeyedOutput => ({
    ...rest,
    nonce,
    end: {kind: 'exited', code: 0},
    stdout: stdout.replace(/ end 0\n/, ` end ${code}\n`),
    stderr: `\n${nonce} begin ${/begin (\S+)/.exec(stderr)?.[1]}\n${said}\n\n${nonce} end ${code}\n`,
  });
}

function without(line: RegExp) {
  return (output: KeyedOutput): KeyedOutput => ({
    ...output,
    stderr: output.stderr
      .split('\n')
      .filter(one => !line.test(one))
      .join('\n'),
  });
}
