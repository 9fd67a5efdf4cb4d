import {readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {promisify} from 'node:util';
import {gunzip, gzip} from 'node:zlib';
import type {Snapshot} from '../core/facts.ts';
import type {Result} from '../core/result.ts';
import {snapshotFromJson, snapshotToJson} from '../snapshot/store.ts';
import {writeAtomic} from '../state/atomic.ts';
import type {Journal} from '../state/journal.ts';
import {type ChallengeEvidence, readChallengeEvidence} from './challenge-evidence.ts';
import {damaged} from './damaged.ts';
import {type Manifest, readManifest} from './manifest.ts';
import {type OpenRun, readOr} from './open-run.ts';
import {CHALLENGE, type Entry, MANIFEST, RESULT, SNAPSHOT, sha256} from './run-folder.ts';

/** As a snapshot is stored, and unpacked; a cluster of ten nodes with a thousand containers stays well below. */
const MAX_BYTES = 256 * 2 ** 20;

const unpack = promisify(gunzip);
const pack = promisify(gzip);

/** What was seen of a cluster, and the bytes that are kept of it; and why nothing was, or not all. */
export type Seen =
  | {readonly snapshot: Snapshot; readonly bytes: Uint8Array; readonly problem: string | null}
  | {readonly snapshot: null; readonly bytes: null; readonly problem: string};

export function unseen(problem: string): Seen {
  return {snapshot: null, bytes: null, problem};
}

export async function seenNow(snapshot: Snapshot, problem: string | null): Promise<Seen> {
  return {snapshot, bytes: await pack(snapshotToJson(snapshot)), problem};
}

/** Reads a stored snapshot, packed or not. It is a stranger's file: size and content are checked. */
export async function readStored(file: string): Promise<Seen> {
  try {
    const bytes = await readFile(file);
    if (bytes.length > MAX_BYTES) return unseen(`${file} is larger than ${MAX_BYTES / 2 ** 20} MiB`);
    const isPacked = bytes[0] === 0x1f && bytes[1] === 0x8b;
    const text = (isPacked ? await unpack(bytes, {maxOutputLength: MAX_BYTES}) : bytes).toString('utf8');
    const read = snapshotFromJson(text);
    if ('problem' in read) return unseen(`${file}: ${read.problem}`);
    return {snapshot: read.snapshot, bytes: isPacked ? bytes : await pack(text), problem: null};
  } catch (error) {
    return unseen(`${file} cannot be read: ${(error as Error).message}`);
  }
}

/** Keeps a submission: evidence first, and the journal last, which makes it count. */
export function keepSubmission(
  folder: string,
  journal: Journal<Entry>,
  kept: {
    readonly bytes: Uint8Array | null;
    readonly challenge: string | null;
    readonly manifest: Manifest;
    readonly result: Result;
  },
): void {
  const {id} = kept.manifest.submission;
  const [manifest, result] = [toText(kept.manifest), toText(kept.result)];
  if (kept.bytes !== null) writeAtomic(join(folder, id, SNAPSHOT), kept.bytes);
  if (kept.challenge !== null) writeAtomic(join(folder, id, CHALLENGE), kept.challenge);
  writeAtomic(join(folder, id, MANIFEST), manifest);
  writeAtomic(join(folder, id, RESULT), result);
  journal.append({kind: 'done', submission: id, manifest: sha256(manifest), result: sha256(result)});
}

/** Puts another result in the place of one. The journal knows both, so that a crash between leaves no damage. */
export function replaceResult(folder: string, journal: Journal<Entry>, manifest: Manifest, result: Result): void {
  const {id} = manifest.submission;
  const text = toText(result);
  journal.append({kind: 'done', submission: id, manifest: sha256(toText(manifest)), result: sha256(text)});
  writeAtomic(join(folder, id, RESULT), text);
}

function toText(value: Manifest | Result): string {
  return `${JSON.stringify(value, null, 1)}\n`;
}

export function verifiedManifest({folder, done}: OpenRun, id: string): Manifest {
  const file = join(folder, id, MANIFEST);
  const text = readOr(file);
  if (!done.get(id)?.manifests.has(sha256(text))) throw damaged(file, 'it is not the file that the journal knows');
  const manifest = readManifest(text);
  if (manifest === undefined) throw damaged(file, 'it does not say what the evidence is');
  return manifest;
}

export function verifiedResult({folder, done}: OpenRun, id: string): Result {
  const file = join(folder, id, RESULT);
  const text = readOr(file);
  if (!done.get(id)?.results.has(sha256(text))) throw damaged(file, 'it is not the file that the journal knows');
  return JSON.parse(text) as Result;
}

/** The bytes of the snapshot when they are those that the manifest names; null when there is none. */
export async function verifiedBytes({folder}: OpenRun, {submission, snapshot}: Manifest): Promise<Uint8Array | null> {
  if (snapshot === null) return null;
  const file = join(folder, submission.id, SNAPSHOT);
  let bytes: Uint8Array;
  try {
    bytes = await readFile(file);
  } catch (error) {
    throw damaged(file, `it cannot be read: ${(error as Error).message}`);
  }
  if (sha256(bytes) !== snapshot.sha256) throw damaged(file, 'its hash is not that of the manifest');
  return bytes;
}

/** What came of the challenge, as it is written, when it is what the manifest names; null when there is none. */
export function verifiedChallenge({folder}: OpenRun, {submission, challenge}: Manifest): string | null {
  if (challenge === null) return null;
  const file = join(folder, submission.id, CHALLENGE);
  const text = readOr(file);
  if (sha256(text) !== challenge.sha256) throw damaged(file, 'its hash is not that of the manifest');
  return text;
}

export function challengeIn(text: string | null, place: string): ChallengeEvidence | null {
  const read = text === null ? null : readChallengeEvidence(text);
  if (read === undefined) throw damaged(place, 'it does not say what came of a challenge');
  return read;
}

/** The snapshot in verified bytes. */
export async function snapshotIn(bytes: Uint8Array | null, place: string): Promise<Snapshot | null> {
  if (bytes === null) return null;
  const text = (await unpack(bytes, {maxOutputLength: MAX_BYTES})).toString('utf8');
  const read = snapshotFromJson(text);
  if ('problem' in read) throw damaged(place, read.problem);
  return read.snapshot;
}
