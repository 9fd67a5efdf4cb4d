import {existsSync, mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import type {Cluster} from '../../src/cluster/cluster.ts';
import {localCluster} from '../../src/cluster/local.ts';
import {readRecording} from '../../src/cluster/read-recording.ts';
import {recordCluster} from '../../src/cluster/record.ts';
import {playbackCluster} from '../../src/cluster/recording.ts';
import {CASES} from './cases.ts';
import {contract, type Subject} from './contract.ts';

function recorder(): {readonly cluster: Cluster; readonly file: string; remove(): void} {
  const folder = mkdtempSync(join(tmpdir(), 'dd-recording-'));
  const file = join(folder, 'local.recording');
  const cluster = recordCluster(localCluster({name: 'here', nodes: [{id: 'node-1', role: 'manager'}]}), {
    file,
    module: 'contract',
    engine: 'docker 26.1.5',
    recordedAt: '2026-01-01T00:00:00Z',
  });
  return {cluster, file, remove: () => rmSync(folder, {recursive: true})};
}

contract({
  name: 'record(local)',
  live: true,
  make: async (): Promise<Subject> => {
    const {cluster, file, remove} = recorder();
    return {
      cluster,
      async close() {
        await cluster.close();
        const written = readRecording(file);
        if (written.kind === 'unusable') throw new Error(written.problem.message);
        if (existsSync(file.replace('.recording', '.ndjson'))) throw new Error('the journal is still there');
        remove();
      },
    };
  },
});

contract({
  name: 'playback of record(local)',
  live: false,
  make: async (): Promise<Subject> => {
    const {cluster, file, remove} = recorder();
    for (const {command, options} of CASES) {
      await cluster.nodes[0]!.run(command, {timeoutMs: 20_000, ...options}).ended;
    }
    await cluster.close();
    const read = readRecording(file);
    remove();
    if (read.kind === 'unusable') throw new Error(read.problem.message);
    const playback = playbackCluster(read.recording, {pace: 'instant'});
    return {cluster: playback, close: () => playback.close()};
  },
});
