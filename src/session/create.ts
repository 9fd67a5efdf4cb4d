import {setMaxListeners} from 'node:events';
import type {Assertion} from '../../assertions/assertion.ts';
import type {Cluster} from '../cluster/cluster.ts';
import {mutations} from '../cluster/mutations.ts';
import type {FactKind, Snapshot} from '../core/facts.ts';
import type {Check, Lesson, Module} from '../core/lesson.ts';
import type {Parser} from '../core/parsed.ts';
import type {ProgressEvent} from '../core/progress.ts';
import type {Journal} from '../state/journal.ts';
import {catchUpSteps} from './catch-up.ts';
import {changesInEffect, noteChange} from './changes.ts';
import {createChecker, outcome} from './checker.ts';
import {type Context, tailKey} from './context.ts';
import {fillTemplate, type Scope} from './fill.ts';
import {fillRun} from './fill-run.ts';
import {findQuiz, spotOf} from './find.ts';
import {initialState} from './initial.ts';
import {checksIn, hiddenIn, runsIn} from './items.ts';
import {lessonValues} from './lesson-values.ts';
import {lookAtAll} from './look-at-all.ts';
import {fullId, neighbour, places} from './navigate.ts';
import {changesOf, concern, lessonsMissing, stepsMissing} from './needs.ts';
import type {Observed} from './observed.ts';
import {changesNodes, createProber} from './prober.ts';
import {answerQuiz, expectedAnswer} from './quiz.ts';
import {recallAll, recallStep} from './recall.ts';
import {replyTo} from './reply.ts';
import {createRunner} from './runner.ts';
import type {Done, Session} from './session.ts';
import {sleep} from './sleep.ts';
import {lessonOf} from './state.ts';
import {createStore} from './store.ts';
import {behindTrust, type Trust} from './trust.ts';
import {undoLines, undoStep} from './undo.ts';

export interface SessionParts {
  readonly module: Module;
  readonly cluster: Cluster;
  /** What the journal held at the start. */
  readonly events: readonly ProgressEvent[];
  readonly journal: Journal<ProgressEvent>;
  /** Folder of whole outputs. */
  readonly outputs: string;
  /** Loads the parser of that name; undefined when there is none. */
  readonly parser: (name: string) => Promise<Parser<unknown> | undefined>;
  readonly assertion: (id: string) => Promise<Assertion | undefined>;
  /** With `before` it is the look from before that run, which a recording files by itself. */
  readonly collect: (kinds: ReadonlySet<FactKind>, before?: string) => Promise<Snapshot>;
  readonly now: () => number;
  /** Asked before anything reaches a node; without it all is agreed to, as on a recording. */
  readonly trust?: Trust;
  /** Told of each judgement with its evidence. */
  readonly observe?: (observed: Observed) => void;
}

const caughtUp = (count: number) => `caught up: ${count === 1 ? '1 step was' : `${count} steps were`} done for you`;
const YES: Done = {ok: true};
const no = (message: string): Done => ({ok: false, message});

/** Opens a session where the journal left off. Nothing runs on a node yet. */
export function createSession(parts: SessionParts): Session {
  const {module, cluster, now} = parts;
  const trusted = parts.trust?.isGiven() ?? true;
  const store = createStore({...initialState(module, cluster, parts.events), trusted}, parts.journal);
  const closing = new AbortController();
  // Every command under way listens to it; there may be many.
  setMaxListeners(0, closing.signal);
  const overlays = new Map<string, string>();
  const images = {...module.images, ...cluster.images};
  const scope = (lesson: string): Scope => ({
    values: lessonValues({...store.state(), lesson}),
    nodes: store.state().cluster.nodes,
    images,
    probed: overlays,
  });
  const changes = mutations();
  const context: Context = {
    ...parts,
    changes,
    state: store.state,
    dispatch: store.dispatch,
    scope,
    overlays,
    tails: new Map(),
    befores: new Map(),
    sleep,
    closing: closing.signal,
  };
  const checker = createChecker(context);
  const prober = createProber(context);
  store.dispatch({
    kind: 'opened',
    at: now(),
    module: module.id,
    hash: module.hash,
    cluster: cluster.name,
    instance: cluster.instance ?? cluster.name,
  });
  for (const id of changesInEffect(store.state(), parts.events)) noteChange(context, {id, how: 'applied'});

  const solvable = () => hiddenIn(spotOf(store.state()).items, 'solution').length > 0;
  const concerns = (lesson: Lesson) => concern(cluster, module, lesson);
  const runner = createRunner(context, {prober, checker, probe: () => session.probe(), concerns});
  const session: Session = {
    state: store.state,
    subscribe: store.subscribe,
    tail: (run, node) => context.tails.get(tailKey(fullId(store.state(), run), node)),

    go(lesson, step) {
      const target = places(store.state()).find(
        place => place.lesson === lesson && (step ?? place.step) === place.step,
      );
      if (target === undefined)
        return no(`there is no ${step === undefined ? 'lesson' : 'step'} ${lesson}${step ? `/${step}` : ''}`);
      store.dispatch({kind: 'moved', at: now(), ...target});
      const [before] = lessonsMissing(store.state());
      const notice = before && {
        kind: 'info' as const,
        text: `this goes on from “${before.title}”, which is still to do`,
      };
      store.dispatch({kind: 'noticed', notice: notice ?? null});
      void session.recall();
      return YES;
    },
    next() {
      const place = neighbour(store.state(), 1);
      return place === undefined ? no('this is the last step') : session.go(place.lesson, place.step);
    },
    back() {
      const place = neighbour(store.state(), -1);
      return place === undefined ? no('this is the first step') : session.go(place.lesson, place.step);
    },

    run: runner.run,
    stop: runner.stop,
    async check(ids, {once, seen, quiet = false} = {}) {
      // The student may go on before the nodes have answered.
      const {lesson, step} = store.state();
      await session.probe();
      const spot = spotOf(store.state(), lesson, step);
      concerns(spot.lesson);
      const all = checksIn(spot.items);
      const wanted = typeof ids === 'string' ? [ids] : ids;
      const unknown = wanted?.find(id => !all.some(check => check.id === id));
      if (unknown !== undefined) return no(`this step has no check ${unknown}`);
      const chosen = wanted === undefined ? all : all.filter(check => wanted.includes(check.id));
      await checker.judge(spot, once ? chosen.map(lookOnce) : chosen, {seen, quiet});
      return outcome(context, spot);
    },
    answer(id, text) {
      const found = findQuiz(store.state(), id);
      if (found === undefined) return no(`there is no question ${id} here`);
      const done = answerQuiz(context, found.lesson.id, found.quiz, text);
      checker.settle(found);
      return done;
    },
    expected(id) {
      const found = findQuiz(store.state(), id);
      const expected = found === undefined ? undefined : expectedAnswer(found.quiz, scope(found.lesson.id));
      return expected?.kind === 'text' ? expected.text : undefined;
    },
    hint() {
      const {lesson, step, steps} = store.state();
      const hints = hiddenIn(spotOf(store.state()).items, 'hint');
      const shown = steps[`${lesson}/${step}`]?.hints ?? 0;
      if (hints.length === 0) return no('this step has no hint');
      if (shown >= hints.length)
        return no(`that was the last hint${solvable() ? '; there is still the solution' : ''}`);
      store.dispatch({kind: 'hinted', at: now(), step: `${lesson}/${step}`, hint: shown + 1});
      return YES;
    },
    solution(confirmed = false) {
      const {lesson, step} = store.state();
      if (!solvable()) return no('this step has no solution to show');
      if (!confirmed) {
        store.dispatch({kind: 'asked', question: {kind: 'confirm-solution', step: `${lesson}/${step}`}});
        return no('the step will count as assisted: confirm it');
      }
      store.dispatch({kind: 'solution-shown', at: now(), step: `${lesson}/${step}`});
      return YES;
    },
    async undo(what = store.state().step, confirmed = false) {
      const [lesson, step] = fullId(store.state(), what).split('/', 2) as [string, string];
      await session.probe();
      if (!places(store.state()).some(place => place.lesson === lesson && place.step === step))
        return no(`this lesson has no step ${step}`);
      const lines = undoLines(context, lesson, step);
      if (!confirmed && lines.length > 0) {
        store.dispatch({kind: 'asked', question: {kind: 'confirm-undo', step: `${lesson}/${step}`, lines}});
        return no('these commands change the cluster: confirm them');
      }
      concerns(lessonOf(store.state()));
      const problem = await undoStep(context, lesson, step);
      if (runsIn(spotOf(store.state(), lesson, step).items).some(changesNodes)) await prober.again();
      if (problem === undefined) return YES;
      store.dispatch({kind: 'noticed', notice: {kind: 'bad', text: problem}});
      return no(problem);
    },
    async reply(answer) {
      const done = await replyTo(context, session, answer);
      checker.settle(spotOf(store.state()));
      return done;
    },
    async catchUp(lesson, step, confirmed = false) {
      await session.probe();
      if (!places(store.state()).some(place => place.lesson === lesson && place.step === step))
        return no(`there is no step ${lesson}/${step}`);
      const missing = stepsMissing(store.state(), {lesson, step});
      const changes = changesOf(store.state(), missing);
      if (!confirmed && changes.length > 0) {
        store.dispatch({kind: 'asked', question: {kind: 'confirm-catch-up', lesson, step, missing, changes}});
        return no('this changes the cluster: confirm it');
      }
      const failure = await catchUpSteps(context, session, missing);
      if (failure !== undefined) return no(failure);
      const arrived = session.go(lesson, step);
      if (missing.length > 0) store.dispatch({kind: 'noticed', notice: {kind: 'good', text: caughtUp(missing.length)}});
      return arrived;
    },

    fill: (id, node) => fillRun(store.state(), scope(fullId(store.state(), id).split('/')[0]!), id, node),
    fillText: (text, node, lesson = store.state().lesson) => fillTemplate(text, scope(lesson), node, false).text,
    shell: node => cluster.nodes.find(one => one.id === node)?.shell(),
    recall: (what = 'step') => (what === 'all' ? recallAll(context) : recallStep(context, spotOf(store.state()))),
    async look() {
      await session.probe();
      concerns(lessonOf(store.state()));
      return lookAtAll(context);
    },
    async probe() {
      await prober.once();
      await session.recall();
    },
    async reach() {
      // A recording would answer with what the nodes were at another time.
      await (cluster.transport === 'recording' ? prober.once() : prober.again());
      await session.recall();
      return YES;
    },
    async agree() {
      return YES;
    },
    async close() {
      closing.abort();
      checker.cancel();
      await cluster.close();
      store.close();
    },
  };
  return parts.trust === undefined ? session : behindTrust(context, session, parts.trust);
}

/** The check without its patience. */
function lookOnce(check: Check): Check {
  const {eventually: _, ...rest} = check;
  return rest;
}
