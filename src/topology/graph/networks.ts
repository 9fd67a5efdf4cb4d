import type {Snapshot} from '../../core/facts.ts';
import type {NetworkInspect} from '../../core/rows/inspect.ts';
import type {Network} from '../topology.ts';
import {rowsOf} from './read.ts';

/** Every network that a node lists, once: a swarm's has the same id everywhere, a local one is each node's own. */
export function readNetworks(snapshot: Snapshot): readonly Network[] {
  const found = new Map<string, Network>();
  for (const {id: node} of snapshot.nodes) {
    for (const row of rowsOf(snapshot, 'docker.networks', node)) {
      const known = found.get(row.id);
      // A node without a task in a network may not be told its VNIs.
      if (known === undefined || known.vnis.length < row.vxlanidList.length) found.set(row.id, toNetwork(row));
    }
  }
  return [...found.values()];
}

function toNetwork({id, name, driver, encrypted, ingress, vxlanidList, subnets}: NetworkInspect): Network {
  return {id, name, driver, encrypted, ingress, vnis: vxlanidList, subnets: subnets.map(({subnet}) => subnet)};
}

/** The network that a namespace's name is made of: ten characters of its id behind the epoch, nine behind `lb_`. */
export function networkNamed(networks: readonly Network[], netns: string): Network | undefined {
  const short = /^(?:\d+-|lb_)(.+)$/.exec(netns)?.[1];
  const fits = short === undefined ? [] : networks.filter(({id}) => id.startsWith(short));
  return fits.length === 1 ? fits[0] : undefined;
}
