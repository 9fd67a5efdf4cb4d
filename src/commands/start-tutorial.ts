import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {EXIT, Failure} from '../core/failure.ts';
import {enterLesson} from '../session/enter-lesson.ts';
import type {Session} from '../session/session.ts';
import {hasProgress, progressFolder} from '../state/paths.ts';
import {clustersFor} from './cluster-switch.ts';
import {watchInterruption} from './interruption.ts';
import {isModuleFolder, moduleNames} from './modules.ts';
import type {StartOptions} from './start.ts';
import {openModule, openParts, openSession, openStudentSession} from './student.ts';
import type {StudentOptions} from './student-options.ts';
import {trustIn} from './trust.ts';
import {unknownName} from './unknown-name.ts';

export async function startTutorial(
  what: string | undefined,
  options: StartOptions,
  verbs: readonly string[],
  mustBeVerb: boolean,
): Promise<void> {
  if (mustBeVerb) throw unknownName('verb', what ?? '', verbs);
  const place = what === undefined ? {} : await placeOf(what, options, verbs);
  const withModule = place.module === undefined ? options : {...options, module: place.module};
  process.exitCode = await FACES[faceFor(options)](withModule, place);
}

interface Place {
  readonly module?: string;
  readonly lesson?: string;
  readonly step?: string;
}

/** What a word names: a module or its folder, a lesson, or LESSON/STEP. */
async function placeOf(what: string, options: StudentOptions, verbs: readonly string[]): Promise<Place> {
  if (moduleNames().includes(what) || /^\.\.?$/.test(what) || (what.includes('/') && isModuleFolder(what))) {
    return {module: what};
  }
  const {lessons} = await openModule(options);
  const [id, step, ...more] = what.split('/');
  const lesson = lessons.find(one => one.id === id);
  if (lesson !== undefined && more.length === 0) {
    if (step === undefined) return {lesson: lesson.id};
    const steps = lesson.steps.map(one => one.id);
    if (steps.includes(step)) return {lesson: lesson.id, step};
    throw unknownName(`step of ${lesson.id}`, step, steps);
  }
  if (what.includes('/') || (options.module === undefined && isModuleFolder(what))) return {module: what};
  if (verbs.includes(what)) throw new Failure(`${what} is a verb of its own: deepdive ${what}`);
  throw unknownName('verb, module or lesson', what, [...lessons.map(one => one.id), ...verbs, ...moduleNames()]);
}

const FACES = {screen: openScreen, typed: openTyped, played: playAloud} as const;

/**
 * Where nobody can type, a lesson is played. The screen needs a terminal that can move the cursor and a person who sees
 * it; for others there are typed verbs.
 */
function faceFor({plain, yes}: StartOptions): keyof typeof FACES {
  const {TERM, CI, INK_SCREEN_READER} = process.env;
  const isTerminal = process.stdout.isTTY === true && process.stdin.isTTY === true;
  if (!isTerminal || CI !== undefined) return 'played';
  if (plain !== true && TERM !== 'dumb' && INK_SCREEN_READER !== 'true') return 'screen';
  return yes === true ? 'played' : 'typed';
}

async function openScreen(options: StartOptions, place: Place): Promise<number> {
  const isFirst = options.cluster === undefined && place.lesson === undefined && !hasProgress(process.env);
  const [{session, folder}, {runScreen}, {processIo}, {answerStop}] = await Promise.all([
    openStudentSession(options, 'real'),
    import('../ui/run-screen.tsx'),
    import('../ui/process-io.ts'),
    import('./answer-stop.ts'),
  ]);
  goTo(session, place);
  let last = session;
  let release = answerStop(session, folder);
  const switched = (to: Session) => {
    last = to;
    release();
    const {module, cluster} = to.state();
    release = answerStop(to, progressFolder(process.env, module.id, cluster.name));
  };
  const clusters = clustersFor(options);
  try {
    // Who comes for the first time chooses where to work.
    await runScreen(session, {...processIo(), clusters, switched, ...(isFirst && {open: 'clusters'})});
    return EXIT.passed;
  } finally {
    release();
    await last.close();
  }
}

async function openTyped(options: StartOptions, place: Place): Promise<number> {
  const [{session, folder}, {typeVerbs}] = await Promise.all([
    openStudentSession(options, 'instant'),
    import('./type-verbs.ts'),
  ]);
  goTo(session, place);
  try {
    return await typeVerbs(session, folder, options);
  } finally {
    await session.close();
  }
}

/**
 * Plays a lesson for a reader, on progress of its own: what a demonstration passes is not the student's. A real cluster
 * is changed only when asked for by name and with a yes.
 */
async function playAloud(options: StartOptions, place: Place): Promise<number> {
  const [{stdoutWriter}, {playLesson}] = await Promise.all([import('./stdout-writer.ts'), import('../plain/play.ts')]);
  const out = stdoutWriter(options.width, options);
  const {module, cluster} = await openParts({...options, cluster: options.cluster ?? 'recording'}, 'instant');
  if (cluster.transport !== 'recording' && options.yes !== true) {
    throw new Failure(
      `this runs every command of the lesson on ${cluster.name}, changes included: add --yes if you mean it`,
    );
  }
  if (module.own.length > 0 && options.yes !== true && trustIn(module, cluster)?.isGiven() !== true) {
    const files = module.own.map(({path}) => path).join(', ');
    throw new Failure(
      `this runs code that the module brings, as you on this machine: ${files}: add --yes if you trust it`,
      EXIT.usage,
    );
  }
  const folder = await mkdtemp(join(tmpdir(), 'deepdive-play-'));
  const {session} = openSession(module, cluster, folder, {runsCode: true});
  const interruption = watchInterruption(session);
  try {
    goTo(session, place);
    const {stopped, complete} = await playLesson(session, out, interruption.signal);
    if (stopped === undefined) return complete ? EXIT.passed : EXIT.incomplete;
    out.text(`Stopped: ${stopped}`);
    return interruption.signal.aborted ? EXIT.interrupted : EXIT.failed;
  } finally {
    interruption.release();
    await session.close();
    await rm(folder, {recursive: true, force: true});
  }
}

function goTo(session: Session, {lesson, step}: Place): void {
  if (lesson === undefined) return;
  if (step === undefined) enterLesson(session, lesson);
  else session.go(lesson, step);
}
