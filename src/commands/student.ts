import {randomBytes} from 'node:crypto';
import {join} from 'node:path';
import {loadAssertion} from '../../assertions/load.ts';
import type {Cluster} from '../cluster/cluster.ts';
import type {Module} from '../core/lesson.ts';
import {createSession} from '../session/create.ts';
import type {Observed} from '../session/observed.ts';
import {readProgressEvent} from '../session/progress.ts';
import type {Session} from '../session/session.ts';
import type {Trust} from '../session/trust.ts';
import {openJournal, readJournal} from '../state/journal.ts';
import {progressFolder} from '../state/paths.ts';
import {openCluster} from './clusters.ts';
import {DEFAULT_MODULE, loadModule} from './modules.ts';
import {ownCode} from './own-code.ts';
import type {StudentOptions} from './student-options.ts';
import {trustIn} from './trust.ts';

export interface Opened {
  readonly session: Session;
  readonly module: Module;
  readonly cluster: Cluster;
  /** Where the progress is kept. */
  readonly folder: string;
}

/** Opens the student's session on their own progress. */
export async function openStudentSession(options: StudentOptions, pace: 'real' | 'instant'): Promise<Opened> {
  const {module, cluster} = await openParts(options, pace);
  const trust = trustIn(module, cluster);
  return openSession(module, cluster, progressFolder(process.env, module.id, cluster.name), trust && {trust});
}

export async function openParts(
  options: StudentOptions,
  pace: 'real' | 'instant',
): Promise<{readonly module: Module; readonly cluster: Cluster}> {
  const module = await openModule(options);
  return {module, cluster: await openCluster(options.cluster, module, pace)};
}

export function openModule(options: StudentOptions): Promise<Module> {
  return loadModule(options.module ?? DEFAULT_MODULE);
}

const SNAPSHOT_MS = 30_000;
const nonce = () => randomBytes(16).toString('hex');

export interface SessionWishes {
  /** Looks at all facts each time, for a playback to have them. */
  readonly recording?: boolean;
  readonly observe?: (observed: Observed) => void;
  /** Asked before anything reaches a node. */
  readonly trust?: Trust;
  /** Where nothing is asked: whether code that the module brings may run. */
  readonly runsCode?: boolean;
}

/** Joins a module, a cluster and a folder of progress into a session. */
export function openSession(
  module: Module,
  cluster: Cluster,
  folder: string,
  {recording = false, observe, trust, runsCode = false}: SessionWishes = {},
): Opened {
  const path = join(folder, 'progress.ndjson');
  const {entries, problems} = readJournal(path, readProgressEvent);
  for (const {file, line, message} of problems) process.stderr.write(`deepdive: ${file}:${line}: ${message}\n`);
  const mayRun = () => (trust === undefined ? runsCode : session.state().trusted);
  const own = ownCode(module, mayRun);
  const session: Session = createSession({
    module,
    cluster,
    events: entries,
    journal: openJournal(path),
    outputs: join(folder, 'outputs'),
    parser: async name => (await import('../parse/registry.ts')).parsers.get(name)?.parse ?? own.parser(name),
    assertion: async id => (await loadAssertion(id)) ?? own.assertion(id),
    collect: async (kinds, before) => {
      const {collectSnapshot} = await import('../snapshot/collect.ts');
      return collectSnapshot(cluster, {
        kinds,
        all: recording,
        timeoutMs: SNAPSHOT_MS,
        now: Date.now,
        nonce,
        ...(before !== undefined && {before}),
      });
    },
    now: Date.now,
    ...(observe && {observe}),
    ...(trust && {trust}),
  });
  return {session, module, cluster, folder};
}
