/** Words for the kinds of facts; what is not listed shows as it is. */
const KINDS: Readonly<Record<string, string>> = {
  'docker.info': 'docker info',
  'docker.networks': 'docker networks',
  'docker.containers': 'docker containers',
  'swarm.nodes': 'swarm nodes',
  'swarm.services': 'swarm services',
  'swarm.tasks': 'swarm tasks',
  netns: 'namespaces',
  'node.xfrm': 'IPsec',
  'node.sockets': 'sockets',
  'probe.dns': 'names asked',
  'probe.mesh': 'ports asked',
  'probe.outside': 'ports asked from outside',
  'probe.wire': 'wire',
  'probe.gossip': 'gossip',
  'ns.links': 'links',
  'ns.fdb': 'fdb',
  'ns.neigh': 'neighbours',
  'ns.routes': 'routes',
  'ns.rules': 'routing rules',
  'ns.sysctls': 'settings of the kernel',
  'ns.iptables': 'iptables',
  'ns.ipvs': 'ipvs',
};

/** `ns.fdb@swarm-01/1-abc` → `fdb on swarm-01, netns 1-abc`; `output:fdb@swarm-01` → `your output of fdb on swarm-01`. */
export function factPlace(key: string): string {
  const [kind = '', rest = ''] = key.split(/@(.*)/s);
  const [node = '', netns] = rest.split(/\/(.*)/s);
  const what = kind.startsWith('output:') ? `your output of ${kind.slice('output:'.length)}` : (KINDS[kind] ?? kind);
  const where = node === '' ? '' : ` on ${node}`;
  return netns === undefined || netns === 'host' ? what + where : `${what}${where}, netns ${netns}`;
}
