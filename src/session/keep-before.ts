import {readFileSync, rmSync} from 'node:fs';
import {join} from 'node:path';
import type {Snapshot} from '../core/facts.ts';
import {describeFault, oneOf, strictObject, text} from '../core/shape.ts';
import {writeAtomic} from '../state/atomic.ts';

const FORMAT = 'deepdive-before/1';

/** The first line of the file; the snapshot's own text is the rest. */
interface Head {
  readonly format: typeof FORMAT;
  /** `lesson/run`. */
  readonly run: string;
  /** The making of the cluster that was looked at. */
  readonly instance: string;
}

const headShape = strictObject<Head>({format: oneOf(FORMAT), run: text({most: 400}), instance: text({most: 400})});

export type KeptBefore =
  | {readonly kind: 'kept'; readonly snapshot: Snapshot}
  | {readonly kind: 'none'}
  /** One sentence: what of the file is wrong. */
  | {readonly kind: 'damaged'; readonly problem: string};

function fileOf(folder: string, run: string): string {
  return join(folder, `${run.replace('/', '.')}.before.json`);
}

/** Keeps the look from before a run for the next start. A full disk stops the keeping, never the run. */
export async function keepBefore(folder: string, run: string, instance: string, snapshot: Snapshot): Promise<void> {
  const {snapshotToJson} = await import('../snapshot/store.ts');
  const head: Head = {format: FORMAT, run, instance};
  try {
    writeAtomic(fileOf(folder, run), `${JSON.stringify(head)}\n${snapshotToJson(snapshot)}`);
  } catch {
    dropBefore(folder, run);
  }
}

export function dropBefore(folder: string, run: string): void {
  try {
    rmSync(fileOf(folder, run), {force: true});
  } catch {
    // What cannot be removed is told apart by its head or replaced by the next look.
  }
}

/** What an earlier start kept, when it is of this run on this cluster. */
export async function recallBefore(folder: string, run: string, instance: string): Promise<KeptBefore> {
  let whole: string;
  try {
    whole = readFileSync(fileOf(folder, run), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {kind: 'none'};
    return {kind: 'damaged', problem: error instanceof Error ? error.message : String(error)};
  }
  const end = whole.indexOf('\n');
  const head = readHead(whole.slice(0, Math.max(end, 0)));
  if ('problem' in head) return {kind: 'damaged', problem: head.problem};
  if (head.run !== run || head.instance !== instance) return {kind: 'none'};
  const {snapshotFromJson} = await import('../snapshot/store.ts');
  const read = snapshotFromJson(whole.slice(end + 1));
  return 'problem' in read ? {kind: 'damaged', problem: read.problem} : {kind: 'kept', snapshot: read.snapshot};
}

function readHead(line: string): Head | {readonly problem: string} {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return {problem: 'its first line is no JSON'};
  }
  const fault = headShape(value);
  return fault === undefined ? (value as Head) : {problem: `its first line: ${describeFault(fault)}`};
}
