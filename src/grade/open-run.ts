import {existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {Failure} from '../core/failure.ts';
import type {Override} from '../core/result.ts';
import {writeAtomic} from '../state/atomic.ts';
import {type ChainedJournal, openChain, readChain} from './chain.ts';
import {damaged} from './damaged.ts';
import {JOURNAL, LOCK, type OverrideEntry, RUN, type Run, readRun, SUITE, sha256} from './run-folder.ts';
import {cutTornLine} from './torn.ts';

/** A run whose files are what its journal says. */
export interface OpenRun {
  readonly folder: string;
  readonly run: Run;
  readonly suiteText: string;
  /** By submission: hashes that its files may have. */
  readonly done: ReadonlyMap<string, {readonly manifests: ReadonlySet<string>; readonly results: ReadonlySet<string>}>;
  /** Submissions to which a challenge was put that nobody took back. */
  readonly begun: ReadonlySet<string>;
  /** All that persons have set, as it was written. */
  readonly ledger: readonly OverrideEntry[];
  readonly isEnded: boolean;
}

/** Makes the folder of a run; run.json comes last, so that a folder without one is none. */
export function makeRun(folder: string, run: Run, suiteText: string): void {
  const text = `${JSON.stringify(run, null, 1)}\n`;
  writeAtomic(join(folder, SUITE), suiteText);
  const journal = openChain(join(folder, JOURNAL));
  journal.append({kind: 'start', run: sha256(text)});
  journal.close();
  writeAtomic(join(folder, RUN), text);
}

/** Reads a run, and verifies what it says of itself. */
export function readRunFolder(folder: string): OpenRun {
  const file = join(folder, RUN);
  if (!existsSync(file)) throw new Failure(`${folder} is not a run: it has no ${RUN}`);
  const text = readFileSync(file, 'utf8');
  const {entries} = readChain(join(folder, JOURNAL));
  const [start] = entries;
  if (start?.kind !== 'start') throw damaged(join(folder, JOURNAL), 'it has no beginning');
  if (start.run !== sha256(text)) throw damaged(file, 'it is not the file that the journal knows');
  const run = readRun(text);
  if (run === undefined) throw damaged(file, 'it does not say what a run is');
  const suiteText = readOr(join(folder, SUITE));
  if (sha256(suiteText) !== run.suite.sha256) throw damaged(join(folder, SUITE), 'it is not the suite of the run');
  const ids = new Set(run.submissions);
  const begun = new Set<string>();
  const ledger: OverrideEntry[] = [];
  const done = new Map<string, {manifests: Set<string>; results: Set<string>}>();
  for (const entry of entries) {
    if (!('submission' in entry)) continue;
    if (!ids.has(entry.submission)) throw damaged(join(folder, JOURNAL), `nobody is ${entry.submission}`);
    if (entry.kind === 'override') ledger.push(entry);
    if (entry.kind === 'challenge') begun.add(entry.submission);
    if (entry.kind === 'undone') begun.delete(entry.submission);
    if (entry.kind !== 'done') continue;
    const known = done.get(entry.submission) ?? {manifests: new Set(), results: new Set()};
    known.manifests.add(entry.manifest);
    known.results.add(entry.result);
    done.set(entry.submission, known);
  }
  return {folder, run, suiteText, done, begun, ledger, isEnded: entries.some(({kind}) => kind === 'end')};
}

/** The text of a file that must be there. */
export function readOr(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw damaged(file, `it cannot be read: ${(error as Error).message}`);
  }
}

/** Totals that a person has set, by submission; the last word counts. */
export function overridesOf({ledger}: OpenRun): ReadonlyMap<string, Override> {
  return new Map(ledger.map(({submission, kind: _, ...override}) => [submission, override]));
}

/** What a run is begun with. */
export interface Like extends Pick<Run, 'suite' | 'roster' | 'shard' | 'code'> {
  /** When it was named. */
  readonly seed?: string;
}

/** The run under a folder that the same wishes have begun and not ended, the last one of several. */
export function unfinishedRun(out: string, like: Like): string | undefined {
  if (!existsSync(out)) return undefined;
  const same = ({mode, suite, roster, shard, seed, code}: Run) =>
    mode === 'grade' &&
    (like.seed === undefined || seed === like.seed) &&
    suite.sha256 === like.suite.sha256 &&
    isSameCode(code, like.code) &&
    roster?.sha256 === like.roster?.sha256 &&
    shard?.index === like.shard?.index &&
    shard?.of === like.shard?.of;
  return readdirSync(out)
    .sort()
    .reverse()
    .map(name => join(out, name))
    .find(folder => {
      if (!existsSync(join(folder, RUN))) return false;
      const run = readRun(readFileSync(join(folder, RUN), 'utf8'));
      return run !== undefined && same(run) && !readRunFolder(folder).isEnded;
    });
}

type Code = readonly Readonly<NonNullable<Run['code']>[number]>[];

/** Whether two runs are judged by the same code of a module's own, or both by none. */
export function isSameCode(one: Code | undefined, other: Code | undefined): boolean {
  return JSON.stringify(one ?? []) === JSON.stringify(other ?? []);
}

/** Does `work` while no other program writes to the run; a lock whose program has died does not count. */
export async function withRun<T>(folder: string, work: (journal: ChainedJournal) => Promise<T>): Promise<T> {
  const lock = join(folder, LOCK);
  mkdirSync(folder, {recursive: true, mode: 0o700});
  take(lock);
  const file = join(folder, JOURNAL);
  cutTornLine(file);
  const journal = openChain(file);
  try {
    return await work(journal);
  } finally {
    journal.close();
    rmSync(lock, {force: true});
  }
}

function take(lock: string): void {
  for (const again of [true, false]) {
    try {
      writeFileSync(lock, String(process.pid), {flag: 'wx', mode: 0o600});
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const other = Number(readFileSync(lock, 'utf8'));
    if (!again || isAlive(other)) throw new Failure(`${lock}: process ${other} is at work on this run`);
    rmSync(lock, {force: true});
  }
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
