import {randomBytes} from 'node:crypto';
import {readFileSync} from 'node:fs';
import type {Cluster} from '../cluster/cluster.ts';
import type {Snapshot} from '../core/facts.ts';
import {EXIT, Failure} from '../core/failure.ts';
import {progressFolder} from '../state/paths.ts';
import {openParts, openSession} from './student.ts';
import type {WalkOptions} from './walk.ts';

/** For each node's session as a whole. */
const TIMEOUT_MS = 60_000;

/** What all nodes tell: of a cluster as it is now, or as it was kept in a file. */
export async function snapshotFor({snapshot: file, ...options}: WalkOptions): Promise<Snapshot> {
  if (file !== undefined) {
    if (options.cluster !== undefined) throw new Failure('--snapshot and --cluster: expected one of them, found both');
    return readStored(file);
  }
  const {module, cluster} = await openParts(options, 'instant');
  if (cluster.transport !== 'recording') {
    try {
      return await look(cluster);
    } finally {
      await cluster.close();
    }
  }
  // A recording answers for the place that the student has come to.
  const {session} = openSession(module, cluster, progressFolder(process.env, module.id, cluster.name));
  try {
    return await look(cluster);
  } finally {
    await session.close();
  }
}

async function look(cluster: Cluster): Promise<Snapshot> {
  const {ALL_KINDS, collectSnapshot} = await import('../snapshot/collect.ts');
  const nonce = () => randomBytes(16).toString('hex');
  return collectSnapshot(cluster, {kinds: ALL_KINDS, timeoutMs: TIMEOUT_MS, now: Date.now, nonce});
}

async function readStored(file: string): Promise<Snapshot> {
  const {snapshotFromJson} = await import('../snapshot/store.ts');
  const read = snapshotFromJson(readText(file));
  if ('problem' in read) throw new Failure(`${file}: ${read.problem}`, EXIT.damaged);
  return read.snapshot;
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new Failure(`cannot read ${file}: ${(error as Error).message}`);
  }
}
