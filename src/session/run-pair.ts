import {describeEnd, type End} from '../core/output.ts';
import {lookBefore} from './before.ts';
import type {Context} from './context.ts';
import {listening, readyWord} from './listening.ts';
import {type Conditions, type Part, runAll, type Stop} from './run-all.ts';
import type {Done} from './session.ts';

/** What was set off may arrive a little later than the command ends that set it off. */
const LINGER_MS = 3_000;
/** Between an interrupt and the kill of what does not mind it. */
const PATIENCE_MS = 5_000;

const GONE: ReadonlySet<End['kind']> = new Set<End['kind']>(['unreachable', 'lost']);

/**
 * Runs a stream and, once it listens on all of its nodes, the command that it listens to. When that is through, the
 * stream gets a little longer and is then stopped, which is its proper end. Whoever stops one stops both; so does a node
 * that is lost, and then what was heard until there counts for nothing.
 */
export async function runPair(
  context: Context,
  {listener, actor}: {readonly listener: Part; readonly actor: Part},
  signal: AbortSignal,
  stops: Set<Stop>,
): Promise<Done> {
  const ears = new Map(listener.prepared.orders.map(({node}) => [node, listening(readyWord(listener.run))]));
  const underWay = {listener: new Set<Stop>(), actor: new Set<Stop>()};
  const [heardAll, over] = [new AbortController(), new AbortController()];
  const isPlayback = context.cluster.transport === 'recording';
  /** Something went wrong before the command was through. */
  let broken = false;
  let through = false;
  let lost: Done | undefined;

  const breakOff: Stop = how => {
    broken ||= !through;
    for (const ear of ears.values()) ear.giveUp();
    for (const stop of [...underWay.actor, ...underWay.listener]) stop(how);
  };
  const bringDown = async (...sets: readonly ReadonlySet<Stop>[]): Promise<void> => {
    const all = () => sets.flatMap(set => [...set]);
    for (const stop of all()) stop('interrupt');
    await context.sleep(PATIENCE_MS, over.signal);
    for (const stop of all()) stop('kill');
  };
  const onLost = (node: string, end: End): void => {
    if (!GONE.has(end.kind) || broken || through) return;
    broken = true;
    lost = {ok: false, message: `${node}: ${describeEnd(end)}`};
    for (const ear of ears.values()) ear.giveUp();
    void bringDown(underWay.actor, underWay.listener);
  };

  stops.add(breakOff);
  const first = lookBefore(context, actor.run, actor.id);
  let deaf = false;
  const hearing = runAll(context, listener, {
    signal,
    stops: underWay.listener,
    first,
    isBroken: () => broken,
    onStart: node => ears.get(node)?.started(),
    onOutput: (node, chunk) => ears.get(node)?.heard(chunk),
    onResult(node, {end, ok}) {
      deaf ||= !ok && end.kind !== 'not-recorded';
      ears.get(node)?.giveUp();
      onLost(node, end);
    },
  });
  void hearing.then(() => heardAll.abort());
  await Promise.all([...ears.values()].map(ear => ear.now));
  broken ||= deaf || signal.aborted;
  const onResult: Conditions['onResult'] = (node, {end}) => onLost(node, end);
  const acted = broken ? undefined : await runAll(context, actor, {signal, stops: underWay.actor, first, onResult});
  through = true;
  // Playback ends by itself, and what it shows is not to be cut elsewhere than the recording was.
  if (isPlayback && !broken) await hearing;
  else if (!broken) await context.sleep(LINGER_MS, heardAll.signal);
  void bringDown(underWay.listener);
  const heard = await hearing;
  over.abort();
  stops.delete(breakOff);
  if (lost !== undefined) return lost;
  if (acted === undefined) return heard.ok ? {ok: false, message: `${actor.run.id} was not run`} : heard;
  return acted.ok ? heard : acted;
}
