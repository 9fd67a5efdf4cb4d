import type {Cluster, Node} from '../cluster/cluster.ts';
import {describeEnd} from '../core/output.ts';
import {type Challenge, type ChallengeRun, fillCommand, type Values} from './challenge.ts';
import type {Done} from './challenge-evidence.ts';

/** Of what a command prints, for each stream. */
const MAX_BYTES = 256 * 1024;

export interface Carried {
  readonly done: readonly Done[];
  /** Why the rest could not be done. */
  readonly problem: string | null;
}

/**
 * Carries out a challenge, a command after the other. One that does not end as it should ends it, but for those that a
 * check judges: how they end is what is asked.
 */
export async function runChallenge(
  cluster: Cluster,
  {runs}: Challenge,
  values: Values,
  judged: ReadonlySet<string>,
  signal: AbortSignal,
): Promise<Carried> {
  const done: Done[] = [];
  for (const run of runs) {
    const nodes = targetsOf(cluster, run.on);
    if (nodes.length === 0) return {done, problem: `the challenge could not be run: ${run.id}: no node is ${run.on}`};
    const line = fillCommand(run.command, values);
    const now = await Promise.all(nodes.map(node => runOn(node, run.id, line, run.timeoutMs, signal)));
    done.push(...now);
    const wrong = now.find(one => !isDone(one, run, judged));
    if (wrong !== undefined) return {done, problem: `the challenge could not be run: ${described(wrong)}`};
  }
  return {done, problem: null};
}

function isDone({end, dropped}: Done, run: ChallengeRun, judged: ReadonlySet<string>): boolean {
  if (end.kind !== 'exited' || dropped > 0) return false;
  return judged.has(run.id) || run.exit.includes(end.code);
}

/** Takes back what was done, last first, whatever else happened; nothing but its own time ends it. */
export async function undoChallenge(
  cluster: Cluster,
  {runs}: Challenge,
  values: Values,
  done: readonly Pick<Done, 'run' | 'node' | 'end'>[],
): Promise<readonly Done[]> {
  const undone: Done[] = [];
  for (const {run: id, node: on, end} of done.toReversed()) {
    const run = runs.find(one => one.id === id);
    const node = cluster.nodes.find(one => one.id === on);
    // Where nobody answered nothing was begun.
    if (run === undefined || run.undo === null || node === undefined || end.kind === 'unreachable') continue;
    undone.push(await runOn(node, id, fillCommand(run.undo, values), run.timeoutMs));
  }
  return undone;
}

/** Everything that may have been begun, for a run that was killed in the middle and can tell no more. */
export function perhapsDone(cluster: Cluster, {runs}: Challenge): readonly Pick<Done, 'run' | 'node' | 'end'>[] {
  const end = {kind: 'stopped'} as const;
  return runs.flatMap(({id, on}) => targetsOf(cluster, on).map(node => ({run: id, node: node.id, end})));
}

/** `create on swarm-01: exit 1: no such image` */
export function described({run, node, end, stderr, dropped}: Done): string {
  const said = stderr.split('\n').find(line => line.trim() !== '') ?? '';
  const much = dropped > 0 ? `, after more than ${MAX_BYTES / 1024} KiB` : '';
  return `${run} on ${node}: ${describeEnd(end)}${much}${said === '' ? '' : `: ${said.trim().slice(0, 200)}`}`;
}

function targetsOf({nodes}: Cluster, on: string): readonly Node[] {
  if (on === 'all') return nodes;
  const node = nodes.find(({id}) => id === on) ?? nodes.find(({role}) => role === on);
  return node === undefined ? [] : [node];
}

async function runOn(node: Node, run: string, line: string, timeoutMs: number, signal?: AbortSignal): Promise<Done> {
  const output = await node.run({line, unwatched: true}, {timeoutMs, maxBytes: MAX_BYTES, ...(signal && {signal})})
    .ended;
  const {end, stdout, stderr, dropped, startedAt, durationMs} = output;
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  const all = {stdout: text(stdout), stderr: text(stderr), dropped: dropped.stdout + dropped.stderr};
  return {run, node: node.id, ...(node.role && {role: node.role}), line, end, ...all, startedAt, durationMs};
}
