import type {FactKind} from '../core/facts.ts';

const COMMANDS: Readonly<Record<FactKind, string>> = {
  'docker.info': 'docker info',
  'docker.networks': 'docker network inspect -v',
  'docker.containers': 'docker inspect',
  'swarm.nodes': 'docker node inspect',
  'swarm.services': 'docker service inspect',
  'swarm.tasks': 'docker inspect --type task',
  netns: 'cat /proc/self/mountinfo',
  'node.xfrm': 'ip xfrm state list nokeys; ip xfrm policy list',
  'node.sockets': 'ss -tulnp',
  'probe.dns': 'nslookup NAME 127.0.0.11',
  'probe.mesh': 'curl http://NODE:PORT/',
  'probe.outside': 'curl http://NODE:PORT/',
  'probe.wire': 'tcpdump -nn -i DEV esp or udp port PORT',
  'probe.gossip': 'tcpdump -nn -i DEV port 7946',
  'ns.links': 'ip -d addr show',
  'ns.fdb': 'bridge fdb show',
  'ns.neigh': 'ip neigh show',
  'ns.routes': 'ip route show',
  'ns.rules': 'ip rule show',
  'ns.sysctls': 'sysctl net.ipv4 net.bridge',
  'ns.iptables': 'iptables-save -c',
  'ns.ipvs': 'ipvsadm -Sn',
};

/** The command as a person would type it on the node to see the same. */
export function commandOf(kind: FactKind, netns?: string): string {
  const enter = netns === undefined || netns === 'host' ? '' : `nsenter --net=/var/run/docker/netns/${netns} `;
  return `${enter}${COMMANDS[kind]}`;
}
