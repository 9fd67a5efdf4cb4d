import type {Run} from '../core/lesson.ts';
import type {Context} from './context.ts';
import {probeNode} from './probe.ts';

/** Knows when the nodes were asked what they are. */
export interface Prober {
  /** Asks if nobody has asked yet. */
  once(): Promise<void>;
  again(): Promise<void>;
}

export function createProber(context: Context): Prober {
  let probing: Promise<void> | undefined;
  const again = () => {
    probing = probeAll(context);
    return probing;
  };
  return {again, once: () => probing ?? again()};
}

async function probeAll(context: Context): Promise<void> {
  await Promise.all(
    context.state().cluster.nodes.map(async known => {
      const node = context.cluster.nodes.find(one => one.id === known.id)!;
      context.dispatch({kind: 'probed', node: await probeNode(node, known)});
    }),
  );
}

/** Whether a run changes what is probed of the nodes themselves: as a rule it makes, joins or leaves a swarm. */
export function changesNodes({mutates}: Run): boolean {
  return mutates?.startsWith('swarm/') === true;
}
