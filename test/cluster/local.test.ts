import {localCluster} from '../../src/cluster/local.ts';
import {contract} from './contract.ts';

contract({
  name: 'local',
  live: true,
  make: async () => {
    const cluster = localCluster({name: 'here', nodes: [{id: 'node-1', role: 'manager'}]});
    return {cluster, close: () => cluster.close()};
  },
});
