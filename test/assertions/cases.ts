import type {FixtureName} from '../snapshot/fixture.ts';

export interface Case {
  readonly id: string;
  readonly args: Readonly<Record<string, string | number | boolean>>;
  readonly on: FixtureName;
}

function holds(on: FixtureName, id: string, args: Case['args']): Case {
  return {id, args, on};
}

/** What is true of the lab whose snapshots the fixtures are. */
export const CASES: readonly Case[] = [
  holds('redis-2', 'svc.replicas', {service: 'redis', replicas: 2}),
  holds('published', 'svc.replicas', {service: 'redis', replicas: '5'}),
  holds('published', 'net.exists', {network: 'vote', driver: 'overlay', scope: 'swarm'}),
  holds('before', 'net.exists', {network: 'docker_gwbridge', driver: 'bridge', scope: 'local', node: 'all'}),
  holds('redis-2', 'net.encrypted', {network: 'vote'}),
  holds('before', 'net.encrypted', {network: 'ingress', encrypted: false}),
  holds('redis-2', 'net.vni', {network: 'vote', vni: '4097'}),
  holds('before', 'net.vni', {network: 'ingress'}),
  holds('redis-2', 'vxlan.device', {network: 'vote'}),
  holds('published', 'vxlan.device', {network: 'ingress', node: 'swarm-02'}),
  holds('redis-2', 'fdb.has-remote-mac', {network: 'vote', mac: '02:42:0A:00:01:03', from: 'swarm-02'}),
  holds('redis-5', 'fdb.has-remote-mac', {network: 'vote', service: 'redis'}),
  holds('published', 'fdb.has-remote-mac', {network: 'ingress', service: 'vote', from: 'swarm-03'}),
  holds('redis-5', 'fdb.complete', {network: 'vote'}),
  holds('published', 'fdb.complete', {network: 'ingress', node: 'swarm-01'}),
  holds('redis-2', 'iface.role', {service: 'redis', network: 'vote', node: 'swarm-02', ifname: 'eth0'}),
  holds('published', 'iface.role', {service: 'vote', network: 'docker_gwbridge'}),
  holds('redis-5', 'veth.pair', {service: 'redis', network: 'vote'}),
  holds('redis-2', 'veth.pair', {service: 'redis', network: 'docker_gwbridge', inside: 'eth1'}),
  holds('published', 'mark.to-fwm', {port: 30000}),
  holds('redis-5', 'mark.to-fwm', {mark: 256, namespace: 'lb', network: 'vote', node: 'swarm-01'}),
  holds('redis-5', 'ipvs.backends', {service: 'redis', network: 'vote'}),
  holds('published', 'ipvs.backends', {service: 'vote', node: 'swarm-03'}),
  holds('published', 'ingress.dnat', {port: '30000'}),
  holds('published', 'ingress.mark', {port: 30000}),
  holds('before', 'swarm.size', {managers: 1, workers: 2}),
  holds('published', 'swarm.one-cluster', {}),
  holds('redis-2', 'net.on-demand', {network: 'vote'}),
  holds('redis-5', 'net.on-demand', {network: 'vote', node: 'swarm-03'}),
  holds('redis-2', 'net.peers', {network: 'vote'}),
  holds('published', 'net.peers', {network: 'ingress', node: 'all'}),
  holds('redis-5', 'net.mtu', {network: 'vote'}),
  holds('before', 'net.mtu', {network: 'ingress'}),
  holds('before', 'sbox.has', {}),
  holds('redis-5', 'sbox.has', {network: 'vote', node: 'swarm-03'}),
  holds('redis-5', 'fdb.reverse', {network: 'vote', service: 'redis'}),
  holds('redis-2', 'fdb.reverse', {network: 'vote', mac: '02:42:0a:00:01:03', from: 'swarm-02'}),
  holds('redis-5', 'neigh.has', {network: 'vote', service: 'redis'}),
  holds('redis-2', 'neigh.has', {network: 'vote', ip: '10.0.1.3', from: 'swarm-02'}),
  holds('redis-2', 'svc.spread', {service: 'redis'}),
  holds('redis-5', 'svc.spread', {service: 'redis'}),
  holds('redis-5', 'vip.bound', {service: 'redis', network: 'vote'}),
  holds('published', 'vip.bound', {service: 'vote', node: 'swarm-03'}),
  holds('redis-5', 'vip.mark', {service: 'redis', network: 'vote'}),
  holds('published', 'vip.mark', {service: 'vote'}),
  holds('redis-5', 'ipvs.same-everywhere', {service: 'redis', network: 'vote'}),
  holds('published', 'ipvs.same-everywhere', {service: 'vote'}),
  holds('redis-5', 'ipvs.snat', {network: 'vote'}),
  holds('published', 'ipvs.snat', {node: 'swarm-02'}),
  holds('published', 'publish.spec', {service: 'vote', published: '30000', target: 80}),
  holds('published', 'ingress.accept', {port: 30000}),
  holds('published', 'ingress.walk', {port: 30000}),
  holds('wired', 'ingress.walk', {port: '30000', node: 'swarm-03'}),
  holds('wired', 'gwbridge.member', {service: 'redis'}),
  holds('wired', 'gwbridge.member', {service: 'vote', node: 'all'}),
  holds('wired', 'ports.control', {}),
  holds('wired', 'dns.vip', {service: 'redis', network: 'vote'}),
  holds('wired', 'dns.tasks', {service: 'redis', network: 'vote'}),
  holds('wired', 'dns.tasks', {service: 'names', network: 'vote', from: 'swarm-02'}),
  holds('wired', 'mesh.reachable', {port: 30000}),
  holds('wired', 'lb.spread', {port: 30000}),
  holds('wired', 'xfrm.pairs', {network: 'vote'}),
  holds('wired', 'xfrm.pairs', {network: 'vote', node: 'swarm-02'}),
  holds('wired', 'ipvs.same-everywhere', {service: 'redis', network: 'vote'}),
];
