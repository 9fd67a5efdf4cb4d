import type {Cluster} from '../cluster/cluster.ts';
import {Failure} from '../core/failure.ts';
import {openCluster} from './clusters.ts';
import {openBaseModule} from './student.ts';

/** A cluster whose nodes are being connected to while the program still reads what to ask them. */
export interface Early {
  /** The caller closes it. */
  take(): Promise<Cluster>;
  /** Closes it when nobody took it. */
  release(): Promise<void>;
}

/** Never rejects: whoever takes the cluster is told why there is none. */
export async function openEarly(name: string): Promise<Early> {
  const opening = openNamed(name);
  // Reading goes on only when all have begun: it leaves no time to others.
  await opening.then(
    ({nodes}) => nodes.forEach(node => void node.reach?.()),
    () => {},
  );
  let isTaken = false;
  return {
    take() {
      isTaken = true;
      return opening;
    },
    async release() {
      if (isTaken) return;
      const cluster = await opening.catch(() => undefined);
      await cluster?.close();
    },
  };
}

/** Opens a cluster that can be graded. */
export async function openNamed(name: string): Promise<Cluster> {
  if (name.startsWith('recording'))
    throw new Failure(`${name}: a recording is nobody's work; a stored snapshot can be`);
  return openCluster(name, await openBaseModule({}), 'instant');
}
