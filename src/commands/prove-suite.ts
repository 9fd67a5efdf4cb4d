import {randomBytes} from 'node:crypto';
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {describeScore, isEnough} from '../author/damage.ts';
import {damageSuite} from '../author/suite-damage.ts';
import type {Cluster} from '../cluster/cluster.ts';
import type {FactKind, Snapshot} from '../core/facts.ts';
import {EXIT, Failure} from '../core/failure.ts';
import type {Module} from '../core/lesson.ts';
import {neutralise} from '../core/neutral.ts';
import {readStored} from '../grade/evidence.ts';
import {needsOf} from '../grade/judge-suite.ts';
import type {Observed} from '../session/observed.ts';
import {playStep} from '../session/play.ts';
import {openCluster} from './clusters.ts';
import {loadAuthorsModule} from './modules.ts';
import {print} from './print.ts';
import {openBaseModule, openSession} from './student.ts';
import {loadSuite} from './suites.ts';

export interface ProveSuiteOptions {
  readonly suite: string;
  readonly cluster?: string;
  readonly snapshot?: string;
  readonly code?: string;
}

/** Damages recorded evidence row by row, and tells which damages a suite lets pass; gives the exit code. */
export async function proveSuite(name: string | undefined, options: ProveSuiteOptions): Promise<number> {
  if (options.snapshot !== undefined && options.cluster !== undefined)
    throw new Failure('--snapshot and --cluster: expected one of them, found both');
  const {suite, assertions} = await loadSuite(options.suite, options.code);
  const snapshot = await evidence(name, options, needsOf(suite, assertions));
  const {damages, unproven} = damageSuite(suite, assertions, snapshot);
  for (const {id, status, reason} of unproven)
    tell(`BAD  ${id}: ${status} on the whole evidence, so nothing is proven of it: ${reason}`);
  for (const {check, class: damage, where, said} of damages.filter(({killed}) => !killed))
    tell(`     ${check}: survives ${damage} of ${where}: ${said}`);
  if (damages.length === 0) {
    tell(`BAD  ${suite.id}: there was nothing to damage, so nothing is proven`);
    return EXIT.nothing;
  }
  tell(`${isEnough(damages) ? 'ok ' : 'BAD'}  ${suite.id}: ${describeScore(damages)}`);
  if (unproven.some(({status}) => status === 'error')) return EXIT.incomplete;
  return unproven.length === 0 && isEnough(damages) ? EXIT.passed : EXIT.failed;
}

function tell(line: string): void {
  print(`${neutralise(line)}\n`);
}

async function evidence(
  name: string | undefined,
  {snapshot: file, cluster: place = 'recording'}: ProveSuiteOptions,
  kinds: ReadonlySet<FactKind>,
): Promise<Snapshot> {
  if (file !== undefined) {
    const {snapshot, problem} = await readStored(file);
    if (snapshot === null) throw new Failure(problem, EXIT.incomplete);
    return snapshot;
  }
  const {module} = name === undefined ? {module: await openBaseModule({})} : await loadAuthorsModule(name);
  const cluster = await openCluster(place, module, 'instant');
  try {
    return cluster.transport === 'recording' ? await atTheEnd(module, cluster) : await look(cluster, kinds);
  } finally {
    await cluster.close();
  }
}

/** The last look that a recording has of its whole module: where a check was judged, all facts were recorded. */
async function atTheEnd(module: Module, cluster: Cluster): Promise<Snapshot> {
  const folder = await mkdtemp(join(tmpdir(), 'deepdive-prove-'));
  let seen: Snapshot | undefined;
  const observe = (observed: Observed) => {
    if (observed.kind === 'snapshot' && observed.verdict.ok === true) seen = observed.snapshot;
  };
  const {session} = openSession(module, cluster, folder, {recording: true, observe, runsCode: true});
  try {
    await session.probe();
    for (const lesson of module.lessons) {
      for (const step of lesson.steps) {
        const failure = await playStep(session, lesson.id, step.id);
        if (failure !== undefined) throw new Failure(`${cluster.name}: ${failure}`, EXIT.incomplete);
      }
    }
  } finally {
    await session.close();
    await rm(folder, {recursive: true, force: true});
  }
  if (seen === undefined) throw new Failure(`${cluster.name}: no check of ${module.id} looks at facts`, EXIT.nothing);
  return seen;
}

const TIMEOUT_MS = 60_000;

async function look(cluster: Cluster, kinds: ReadonlySet<FactKind>): Promise<Snapshot> {
  const {collectSnapshot} = await import('../snapshot/collect.ts');
  const nonce = () => randomBytes(16).toString('hex');
  return collectSnapshot(cluster, {kinds, timeoutMs: TIMEOUT_MS, now: Date.now, nonce});
}
