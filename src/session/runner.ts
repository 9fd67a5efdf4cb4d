import type {Check, Lesson, Run} from '../core/lesson.ts';
import type {End} from '../core/output.ts';
import type {Checker} from './checker.ts';
import type {Context} from './context.ts';
import {fillTemplate} from './fill.ts';
import {findRun, type Spot, spotOf} from './find.ts';
import {checksFedBy, checksNaming} from './items.ts';
import {fullId} from './navigate.ts';
import {pairOf} from './pair.ts';
import {changesNodes, type Prober} from './prober.ts';
import {type Part, prepareRun, runAll, type Stop} from './run-all.ts';
import {runPair} from './run-pair.ts';
import type {Done, RunRequest, Session} from './session.ts';
import type {Question} from './state.ts';

interface Others {
  readonly prober: Prober;
  readonly checker: Checker;
  readonly probe: () => Promise<void>;
  readonly concerns: (lesson: Lesson) => void;
}

const no = (message: string): Done => ({ok: false, message});

/** The verbs that run commands and stop them. */
export function createRunner(context: Context, others: Others): Pick<Session, 'run' | 'stop'> {
  const {prober, checker, probe, concerns} = others;
  const {state} = context;
  const stops = new Set<Stop>();
  return {
    async run(named, request = {}) {
      // The student may go on to another lesson before the nodes have answered.
      const id = fullId(state(), named);
      await probe();
      const found = findRun(state(), id);
      if (found === undefined) return no(`there is no command ${named} here`);
      const {run, lesson, step} = found;
      concerns(lesson);
      const standing = () => state().steps[`${lesson.id}/${step.id}`];
      // The student may have mended outside of the lesson what was missing.
      if (standing()?.status === 'unavailable') await prober.again();
      const {status, reason = ''} = standing() ?? {};
      if (status === 'locked' || status === 'unavailable') return no(reason);
      const parts = await prepareParts(context, found, run, request);
      if ('kind' in parts) return no(parts.message);
      const changing = parts.find(part => part.run.mutates !== undefined);
      if (changing !== undefined && request.confirmed !== true) {
        context.dispatch({kind: 'asked', question: questionOf(context, changing, run, request)});
        return no('this command changes the cluster: confirm it');
      }
      const known = new Set(state().values.map(({name}) => name));
      const [listener, actor] = parts;
      const done =
        actor === undefined
          ? await runAll(context, listener, {signal: context.closing, stops})
          : await runPair(context, {listener, actor}, context.closing, stops);
      if (parts.some(part => changesNodes(part.run))) await prober.again();
      if (!done.ok) context.dispatch({kind: 'noticed', notice: {kind: 'bad', text: done.message}});
      const judged = toJudge(context, parts);
      const spot = spotOf(state(), lesson.id, step.id);
      const due = dueChecks(context, spot, judged, known);
      if (judged.length > 0)
        await checker.judge(spot, request.judgeLater ? due.filter(({eventually}) => eventually !== undefined) : due);
      return done;
    },
    stop(how) {
      if (stops.size === 0) checker.cancel();
      for (const stop of stops) stop(how);
    },
  };
}

type Parts = readonly [Part] | readonly [Part, Part];

/** A run, or both runs of a pair with the listener first. */
async function prepareParts(
  context: Context,
  {lesson, items}: Spot,
  run: Run,
  request: RunRequest,
): Promise<Parts | {readonly kind: 'refused'; readonly message: string}> {
  const pair = pairOf(items, run.id);
  const prepare = async (one: Run): Promise<Part | {readonly kind: 'refused'; readonly message: string}> => {
    const prepared = await prepareRun(
      context,
      lesson.id,
      one,
      one.id === run.id ? request : {...request.beside, unwatched: request.unwatched === true},
    );
    return prepared.kind === 'refused' ? prepared : {run: one, id: `${lesson.id}/${one.id}`, prepared};
  };
  const first = await prepare(pair?.listener ?? run);
  if ('kind' in first || pair === undefined) return 'kind' in first ? first : [first];
  const second = await prepare(pair.actor);
  return 'kind' in second ? second : [first, second];
}

/** Asks for the run that changes something, whichever of a pair was asked for. */
function questionOf(context: Context, {run, id, prepared}: Part, wanted: Run, request: RunRequest): Question {
  const {orders} = prepared;
  const [first] = orders;
  const isOther = wanted.id !== run.id;
  const {on, line} = request;
  const beside = isOther ? {...(on && {on}), ...(line !== undefined && {line})} : request.beside;
  const edit = isOther ? request.beside?.line : line;
  return {
    kind: 'confirm-run',
    run: id,
    nodes: orders.map(order => order.node),
    line: first?.line ?? '',
    ...(edit !== undefined && {edit}),
    ...(beside !== undefined && {beside}),
    mutates: run.mutates ?? '',
    undo: fillTemplate(run.undo ?? 'none', context.scope(id.split('/')[0]!), first?.node, true).text,
  };
}

const GONE: ReadonlySet<End['kind']> = new Set<End['kind']>(['unreachable', 'lost']);

/**
 * A command that the student broke off has shown nothing to judge; waiting for its effect would hold them up. Where a node
 * was lost, all that was stopped for it is told as well.
 */
function toJudge(context: Context, parts: Parts): readonly Part[] {
  const all: readonly Part[] = parts;
  const runs = context.state().runs;
  const isLost = all.some(({id}) =>
    Object.values(runs[id]?.nodes ?? {}).some(({result}) => result !== undefined && GONE.has(result.end.kind)),
  );
  return all.filter(({id}) => isLost || runs[id]?.status !== 'stopped');
}

/** The checks that the runs feed, and those that a value of theirs has set free. */
function dueChecks(
  context: Context,
  {lesson, items}: Spot,
  parts: readonly Part[],
  known: ReadonlySet<string>,
): readonly Check[] {
  const waits = ({id}: Check) => context.state().checks[`${lesson.id}/${id}`]?.status === 'wait';
  const captured = parts.flatMap(({run}) => run.captures.map(({name}) => name));
  const fed = parts.flatMap(({run}) => checksFedBy(items, run.id));
  const freed = checksNaming(items, new Set(captured.filter(name => !known.has(name)))).filter(waits);
  return [...new Map([...freed, ...fed].map(check => [check.id, check])).values()];
}
