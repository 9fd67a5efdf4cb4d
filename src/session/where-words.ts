import type {Cluster, Node} from '../cluster/cluster.ts';
import {neutralise} from '../core/neutral.ts';

const OVER: Readonly<Record<Cluster['transport'], string>> = {
  ssh: 'over ssh',
  local: 'on this machine',
  container: 'in containers',
  recording: 'recorded',
};

type Described = Pick<Cluster, 'transport' | 'sshConfig'> & {
  readonly nodes: readonly Pick<Node, 'id' | 'role' | 'address'>[];
};

/**
 * What a cluster is, as it was described: `2 nodes over ssh: one (manager, root@10.1.1.1), two (worker, root@10.1.1.2)`.
 * Another sentence is another cluster, whatever its name.
 */
export function whereWords({transport, sshConfig, nodes}: Described): string {
  const each = nodes.map(({id, role, address}) => {
    const at = address ?? (transport === 'ssh' || transport === 'container' ? 'this machine' : id);
    const more = [...(role === undefined ? [] : [role]), ...(at === id ? [] : [at])].join(', ');
    return more === '' ? id : `${id} (${more})`;
  });
  const config = sshConfig === undefined ? '' : `; ssh -F ${sshConfig}`;
  const words = `${nodes.length} node${nodes.length === 1 ? '' : 's'} ${OVER[transport]}: ${each.join(', ')}${config}`;
  return neutralise(words);
}
