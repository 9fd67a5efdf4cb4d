import {randomBytes} from 'node:crypto';
import {readFileSync, statSync} from 'node:fs';
import type {Cluster} from '../cluster/cluster.ts';
import type {Snapshot} from '../core/facts.ts';
import {EXIT, Failure} from '../core/failure.ts';
import type {Module} from '../core/lesson.ts';
import {unanswered} from '../session/look-at-all.ts';
import {concern} from '../session/needs.ts';
import {lessonOf} from '../session/state.ts';
import {ALL_KINDS, collectSnapshot} from '../snapshot/collect.ts';
import {progressFolder} from '../state/paths.ts';
import type {SnapshotOptions} from './snapshot-options.ts';
import {openParts, openSession} from './student.ts';

/** For each node's session as a whole. */
const TIMEOUT_MS = 60_000;
/** A cluster of ten nodes with a thousand containers stays well below. */
const MAX_BYTES = 512 * 2 ** 20;

/** All facts that do not send traffic: of a cluster as it is now, or as they were kept. */
export async function takeSnapshot({snapshot: file, ...options}: SnapshotOptions): Promise<Snapshot> {
  if (file !== undefined) {
    if (options.cluster !== undefined) throw new Failure('--snapshot and --cluster: expected one of them, found both');
    return readStored(file);
  }
  const {module, cluster} = await openParts(options, 'instant');
  if (cluster.transport === 'recording') return ofRecording(module, cluster);
  try {
    return await look(cluster);
  } finally {
    await cluster.close();
  }
}

/** A recording answers for the place that the student has come to. */
async function ofRecording(module: Module, cluster: Cluster): Promise<Snapshot> {
  const {session} = openSession(module, cluster, progressFolder(process.env, module.id, cluster.name));
  concern(cluster, module, lessonOf(session.state()));
  try {
    const snapshot = await look(cluster);
    const blind = unanswered(snapshot);
    if (blind !== undefined) throw new Failure(blind, EXIT.incomplete);
    return snapshot;
  } finally {
    await session.close();
  }
}

export async function look(cluster: Cluster): Promise<Snapshot> {
  const controller = new AbortController();
  const stop = () => controller.abort();
  process.once('SIGINT', stop);
  try {
    const snapshot = await collectSnapshot(cluster, {
      kinds: ALL_KINDS,
      timeoutMs: TIMEOUT_MS,
      now: Date.now,
      nonce: () => randomBytes(16).toString('hex'),
      signal: controller.signal,
    });
    if (controller.signal.aborted) throw new Failure('interrupted', EXIT.interrupted);
    return snapshot;
  } finally {
    process.off('SIGINT', stop);
  }
}

async function readStored(file: string): Promise<Snapshot> {
  const {snapshotFromJson} = await import('../snapshot/store.ts');
  const read = snapshotFromJson(readText(file));
  if ('problem' in read) throw new Failure(`${file}: ${read.problem}`, EXIT.damaged);
  return read.snapshot;
}

function readText(file: string): string {
  let size: number;
  try {
    size = statSync(file).size;
    if (size <= MAX_BYTES) return readFileSync(file, 'utf8');
  } catch (error) {
    throw new Failure(`cannot read ${file}: ${(error as Error).message}`);
  }
  throw new Failure(`${file} is larger than ${MAX_BYTES / 2 ** 20} MiB`);
}
