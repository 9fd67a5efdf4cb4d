import type {Run} from '../core/lesson.ts';
import {describeEnd} from '../core/output.ts';
import {forgetBefore, lookBefore, settleBefore} from './before.ts';
import {changeBy, noteChange} from './changes.ts';
import type {Context} from './context.ts';
import {execute, type Order} from './execute.ts';
import {fillTemplate} from './fill.ts';
import {probeOverlays} from './probe.ts';
import type {Done, RunRequest} from './session.ts';
import {runTargets} from './targets.ts';

/** A run with its command lines ready, or the sentence that says what is missing. */
type Prepared =
  | {
      readonly kind: 'ready';
      readonly orders: readonly {readonly node: string; readonly line: string}[];
      readonly edited: boolean;
      readonly unwatched: boolean;
    }
  | {readonly kind: 'refused'; readonly message: string};

export async function prepareRun(context: Context, lesson: string, run: Run, request: RunRequest): Promise<Prepared> {
  const scope = () => context.scope(lesson);
  const targets = request.on === undefined ? runTargets(run, scope()) : {kind: 'nodes' as const, ids: request.on};
  if (targets.kind === 'missing')
    return refused(`where to run it is not known yet: ${whereFrom(context, targets.names)}`);
  const template = request.line ?? run.line;
  if (!run.raw) await probeOverlays(context, lesson, [template], targets.ids);
  const orders: {node: string; line: string}[] = [];
  for (const node of targets.ids) {
    if (!context.cluster.nodes.some(one => one.id === node)) return refused(`the cluster has no node ${node}`);
    const filled = run.raw ? {text: template, missing: []} : fillTemplate(template, scope(), node, true);
    if (filled.missing.length > 0) return refused(whereFrom(context, filled.missing));
    orders.push({node, line: filled.text});
  }
  const edited = request.line !== undefined && request.line !== run.line;
  return {kind: 'ready', orders, edited, unwatched: request.unwatched === true};
}

function refused(message: string): Prepared {
  return {kind: 'refused', message};
}

/** Names the run that captures what is missing. */
function whereFrom(context: Context, names: readonly string[]): string {
  const sentences = names.map(name => {
    const [plain] = name.split('@');
    if (plain!.startsWith('overlay.'))
      return `<${name}>: this node has no namespace of that overlay (no task of it runs there)`;
    const source = captureSource(context, plain!);
    return source === undefined
      ? `<${name}> is not known on this cluster`
      : `<${name}> is not known yet: run ${source} first`;
  });
  return sentences.join('; ');
}

function captureSource(context: Context, name: string): string | undefined {
  for (const lesson of context.state().module.lessons) {
    for (const step of lesson.steps) {
      const captures = JSON.stringify(step.items).includes(`"name":${JSON.stringify(name)}`);
      if (captures) return `the commands of “${step.title}”`;
    }
  }
  return undefined;
}

/** A run that is ready to be run. */
export interface Part {
  readonly run: Run;
  /** `lesson/run`. */
  readonly id: string;
  readonly prepared: Extract<Prepared, {kind: 'ready'}>;
}

export type Stop = (how: 'interrupt' | 'kill') => void;

export interface Conditions extends Partial<Pick<Order, 'onOutput' | 'onResult' | 'isBroken'>> {
  readonly signal: AbortSignal;
  /** Where the ways to stop it are while it runs. */
  readonly stops: Set<Stop>;
  /** The look from before it, or before what it is run beside; its own unless said. */
  readonly first?: Promise<boolean>;
  /** Told of each node where it starts. */
  readonly onStart?: (node: string) => void;
}

/** Runs the orders of a part side by side and says how it went. */
export async function runAll(context: Context, {run, id, prepared}: Part, conditions: Conditions): Promise<Done> {
  const {signal, stops, first = lookBefore(context, run, id), onOutput, onResult, isBroken} = conditions;
  let begun = false;
  const own: Stop[] = [];
  const results = await Promise.all(
    prepared.orders.map(({node: nodeId, line}) => {
      const node = context.cluster.nodes.find(one => one.id === nodeId)!;
      const onStart = () => {
        begun = true;
        conditions.onStart?.(nodeId);
      };
      const onRunning = (stop: Stop) => {
        own.push(stop);
        stops.add(stop);
      };
      const told = {onStart, onRunning, ...(onOutput && {onOutput}), ...(onResult && {onResult})};
      const {edited, unwatched} = prepared;
      const order = {run, id, node, line, edited, unwatched, signal, first, ...told};
      return execute(context, {...order, ...(isBroken && {isBroken})});
    }),
  );
  for (const stop of own) stops.delete(stop);
  if (begun) settleBefore(context, run, id, {looked: await first, results});
  else void first.then(looked => looked && forgetBefore(context, id));
  if (run.mutates !== undefined && results.some(result => result.ok)) noteChange(context, changeBy(id, run));
  const failed = results.findIndex(result => !result.ok && result.end.kind !== 'stopped');
  const bad = failed >= 0 ? failed : results.findIndex(result => !result.ok);
  if (bad >= 0) return {ok: false, message: `${prepared.orders[bad]!.node}: ${describeEnd(results[bad]!.end)}`};
  const problem = results.find(result => result.captureProblem !== undefined)?.captureProblem;
  return problem === undefined ? {ok: true} : {ok: false, message: problem};
}
