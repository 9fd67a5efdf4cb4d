import type {Cluster} from './cluster.ts';
import type {InventoryCluster} from './inventory.ts';
import {localNode} from './local.ts';
import {sshNodes} from './ssh.ts';

/** Opens a cluster of the inventory, whose nodes may be other machines and this one. */
export function openInventoryCluster(described: InventoryCluster, runtimeDir: string | undefined): Cluster {
  const {name, images, sshConfig} = described;
  const remote = described.nodes.flatMap(({id, role, ssh}) => (ssh === undefined ? [] : [{id, role, host: ssh}]));
  const here = described.nodes.filter(node => node.ssh === undefined).map(({id, role}) => localNode(id, role));
  const there =
    remote.length === 0
      ? {nodes: [], close: async () => {}}
      : sshNodes({nodes: remote, configFile: sshConfig, runtimeDir});
  const all = [...here, ...there.nodes];
  return {
    name,
    transport: remote.length === 0 ? 'local' : 'ssh',
    ...(sshConfig !== undefined && {sshConfig}),
    nodes: described.nodes.flatMap(({id}) => all.filter(node => node.id === id)),
    images,
    async close() {
      await Promise.all([there.close(), ...here.map(node => node.close())]);
    },
  };
}
