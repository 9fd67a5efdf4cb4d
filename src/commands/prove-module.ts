import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join, resolve} from 'node:path';
import {type Finding, prove} from '../author/prove.ts';
import type {Say} from '../author/read-own.ts';
import type {Cluster} from '../cluster/cluster.ts';
import {EXIT, Failure} from '../core/failure.ts';
import type {Lesson, Module} from '../core/lesson.ts';
import type {Observed} from '../session/observed.ts';
import type {Own} from '../session/own/load.ts';
import {openCluster} from './clusters.ts';
import {watchInterruption} from './interruption.ts';
import {isKept, loadAuthorsModule} from './modules.ts';
import {print} from './print.ts';
import {startRecording} from './recordings.ts';
import {openSession} from './student.ts';

/** A task has ten seconds to end, and what it leaves behind, a network's part on its node for instance, goes after it. */
const GONE_WITHIN_MS = 60_000;

export async function proveModule(
  name: string,
  options: {readonly cluster: string; readonly lesson?: string},
): Promise<number> {
  const {module, own} = await loadAuthorsModule(name);
  const cluster = await openCluster(options.cluster, module, 'instant');
  return proveOn(module, lessonsOf(module, options.lesson), cluster, {recording: false, say: print, own});
}

export async function recordModule(
  name: string,
  options: {readonly cluster: string; readonly out?: string; readonly say?: Say},
): Promise<number> {
  const {say = print} = options;
  const {module, own} = await loadAuthorsModule(name);
  const cluster = await openCluster(options.cluster, module, 'instant');
  if (cluster.transport === 'recording') throw new Failure('a recording cannot be recorded: name a real cluster');
  if (options.out === undefined && isKept(name))
    throw new Failure(`the copy of ${name} is kept as it was fetched: give the recording a place with --out`);
  const recorder = await startRecording(module, cluster, options.out === undefined ? undefined : resolve(options.out));
  const code = await proveOn(module, module.lessons, recorder.cluster, {recording: true, say, own});
  if (code === EXIT.passed) {
    say(`recorded: ${recorder.keep()}\n`);
  } else {
    recorder.discard();
    say('not kept: only a module that is proven on the cluster is recorded\n');
  }
  return code;
}

/** A lesson with those that it builds on, in module order. */
function lessonsOf(module: Module, id: string | undefined): readonly Lesson[] {
  if (id === undefined) return module.lessons;
  const wanted = new Set<string>();
  const add = (lesson: string) => {
    const found = module.lessons.find(one => one.id === lesson);
    if (found === undefined) throw new Failure(`module ${module.id} has no lesson ${lesson}`);
    wanted.add(lesson);
    for (const need of found.needs.lessons) if (!wanted.has(need)) add(need);
  };
  add(id);
  return module.lessons.filter(lesson => wanted.has(lesson.id));
}

async function proveOn(
  module: Module,
  lessons: readonly Lesson[],
  cluster: Cluster,
  {recording, say, own}: {readonly recording: boolean; readonly say: Say; readonly own: Own | undefined},
): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'deepdive-prove-'));
  const passes = new Map<string, Observed>();
  const observe = (observed: Observed) => {
    if (observed.verdict.ok === true) passes.set(observed.check, observed);
  };
  const {session} = openSession(module, cluster, folder, {recording, observe, runsCode: true});
  const startedAt = performance.now();
  const unavailable = new Set<string>();
  const interruption = watchInterruption(session);
  try {
    const proven = await prove(session, lessons, {
      tell(finding) {
        if (finding.phase === 'unavailable') unavailable.add(finding.step);
        say(findingLine(finding));
      },
      lastPass: check => passes.get(check),
      goneWithin: cluster.transport === 'recording' ? 0 : GONE_WITHIN_MS,
      signal: interruption.signal,
      own,
    });
    const seconds = Math.round((performance.now() - startedAt) / 1000);
    if (interruption.signal.aborted) {
      const left = 'what was played is not undone (a lab is made new by `deepdive lab reset`)';
      say(`interrupted after ${seconds} s${cluster.transport === 'recording' ? '' : `; ${left}`}\n`);
      return EXIT.interrupted;
    }
    if (proven && passes.size === 0) {
      const why = unavailable.size === 0 ? 'no check was played' : `${unavailable.size} of its lessons are unavailable`;
      say(`nothing of ${module.id} is proven on ${cluster.name}: ${why} (${seconds} s)\n`);
      return EXIT.nothing;
    }
    const but =
      unavailable.size === 0 ? '' : `, but for ${unavailable.size} of ${lessons.length} lessons, unavailable there`;
    say(`${module.id} is ${proven ? 'proven' : 'not proven'} on ${cluster.name}${but} (${seconds} s)\n`);
    if (!proven) return EXIT.failed;
    return unavailable.size === 0 ? EXIT.passed : EXIT.incomplete;
  } finally {
    interruption.release();
    await session.close();
    await rm(folder, {recursive: true, force: true});
  }
}

function findingLine({phase, step, ok, text}: Finding): string {
  if (phase === 'unavailable') return `--   not here ${step}: ${text}\n`;
  return `${ok ? 'ok  ' : 'BAD '} ${phase.padEnd(6)} ${step}: ${text}\n`;
}
