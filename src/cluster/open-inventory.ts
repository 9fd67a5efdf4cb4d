import type {Cluster, Node} from './cluster.ts';
import {containerNode} from './container.ts';
import {USUAL_SOCKET} from './engine.ts';
import type {InventoryCluster, InventoryNode} from './inventory.ts';
import {localNode} from './local.ts';
import {sshNodes} from './ssh.ts';

/** Opens a cluster of the inventory, whose nodes may be other machines, containers and this one. */
export function openInventoryCluster(described: InventoryCluster, runtimeDir: string | undefined): Cluster {
  const {name, images, sshConfig} = described;
  const remote = described.nodes.flatMap(({id, role, ssh, sudo}) =>
    ssh === undefined ? [] : [{id, role, host: ssh, ...(sudo && {sudo})}],
  );
  const here = described.nodes.filter(({ssh}) => ssh === undefined).map(nodeHere);
  const there =
    remote.length === 0
      ? {nodes: [], close: async () => {}}
      : sshNodes({nodes: remote, configFile: sshConfig, runtimeDir});
  const all: readonly Node[] = [...here, ...there.nodes];
  return {
    name,
    transport: transportOf(described),
    ...(sshConfig !== undefined && {sshConfig}),
    nodes: described.nodes.flatMap(({id}) => all.filter(node => node.id === id)),
    images,
    async close() {
      await Promise.all([there.close(), ...here.map(node => node.close())]);
    },
  };
}

function nodeHere({id, role, container, engine = USUAL_SOCKET}: InventoryNode) {
  return container === undefined ? localNode(id, role) : containerNode({id, role, container, socket: engine});
}

/** Of nodes that are reached in several ways, the one that leads furthest. */
function transportOf({nodes}: InventoryCluster): Cluster['transport'] {
  if (nodes.some(({ssh}) => ssh !== undefined)) return 'ssh';
  return nodes.some(({container}) => container !== undefined) ? 'container' : 'local';
}
