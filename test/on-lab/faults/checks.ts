import type {SnapshotAssertion} from '../../../assertions/assertion.ts';
import {assertions} from '../../../assertions/registry.ts';
import {type FactKind, PROBE_FACTS, type Snapshot} from '../../../src/core/facts.ts';
import type {Verdict} from '../../../src/core/verdict.ts';

type Args = Readonly<Record<string, string | number>>;

const REDIS = {service: 'f-redis', network: 'f-net'};
const VOTE = {service: 'f-vote', network: 'ingress'};
const PORT = {port: 31999};

/** What is judged while something is broken: an assertion and what it is asked about. The first word is its id. */
export const CHECKS: Readonly<Record<string, Args>> = {
  'swarm.size': {managers: 1, workers: 2},
  'swarm.one-cluster': {},
  'ports.control': {},
  'svc.replicas f-redis': {service: 'f-redis', replicas: 3},
  'svc.replicas f-vote': {service: 'f-vote', replicas: 3},
  'svc.spread f-redis': {service: 'f-redis'},
  'svc.spread f-vote': {service: 'f-vote'},
  'publish.spec f-vote': {service: 'f-vote', published: 31999, target: 80},
  'net.exists f-net': {network: 'f-net', driver: 'overlay', scope: 'swarm'},
  'net.on-demand f-net': {network: 'f-net'},
  'net.encrypted f-net': {network: 'f-net'},
  'net.vni f-net': {network: 'f-net'},
  'net.vni ingress': {network: 'ingress'},
  'net.peers f-net': {network: 'f-net'},
  'net.peers ingress': {network: 'ingress'},
  'vxlan.device f-net': {network: 'f-net'},
  'vxlan.device ingress': {network: 'ingress'},
  'net.mtu f-net': {network: 'f-net'},
  'net.mtu ingress': {network: 'ingress'},
  'iface.role f-net': REDIS,
  'iface.role ingress': VOTE,
  'iface.role docker_gwbridge': {service: 'f-vote', network: 'docker_gwbridge'},
  'veth.pair f-net': REDIS,
  'veth.pair ingress': VOTE,
  'veth.pair docker_gwbridge': {service: 'f-vote', network: 'docker_gwbridge'},
  'gwbridge.member f-redis': {service: 'f-redis'},
  'gwbridge.member f-vote': {service: 'f-vote'},
  'sbox.has': {},
  'sbox.has f-net': {network: 'f-net'},
  'fdb.has-remote-mac f-net': REDIS,
  'fdb.has-remote-mac ingress': VOTE,
  'fdb.complete f-net': {network: 'f-net'},
  'fdb.complete ingress': {network: 'ingress'},
  'fdb.reverse f-net': REDIS,
  'fdb.reverse ingress': VOTE,
  'neigh.has f-redis': REDIS,
  'neigh.has f-net': {network: 'f-net'},
  'neigh.has ingress': {network: 'ingress'},
  'xfrm.pairs f-net': {network: 'f-net'},
  'vip.bound f-net': REDIS,
  'vip.bound ingress': VOTE,
  'vip.mark f-net': REDIS,
  'vip.mark ingress': VOTE,
  'mark.to-fwm 31999': PORT,
  'ipvs.backends f-net': REDIS,
  'ipvs.backends ingress': VOTE,
  'ipvs.same-everywhere f-net': REDIS,
  'ipvs.same-everywhere ingress': VOTE,
  'ipvs.snat f-net': {network: 'f-net'},
  'ipvs.snat ingress': {network: 'ingress'},
  'ingress.dnat 31999': PORT,
  'ingress.accept 31999': PORT,
  'ingress.mark 31999': PORT,
  'ingress.walk 31999': PORT,
  'dns.vip f-net': REDIS,
  'dns.tasks f-net': REDIS,
  'mesh.reachable 31999': PORT,
  'lb.spread 31999': PORT,
  'wire.encrypted f-net': {network: 'f-net'},
  'wire.vxlan ingress': {network: 'ingress'},
  'gossip.seen': {a: 'swarm-01', b: 'all'},
};

const PROBES: readonly FactKind[] = PROBE_FACTS;

/** The checks that can be judged by facts of state and these probes. */
export function checksBy(probes: readonly FactKind[] = []): readonly string[] {
  return Object.keys(CHECKS).filter(check => probesOf(check).every(kind => probes.includes(kind)));
}

/** The probes that a check needs. */
function probesOf(check: string): readonly FactKind[] {
  return PROBES.filter(kind => assertionOf(check).needs.has(kind));
}

export function judged(check: string, snapshot: Snapshot): Verdict {
  return assertionOf(check).judge(CHECKS[check], snapshot);
}

/** The assertion of a check. */
export function assertionOf(check: string): SnapshotAssertion {
  const assertion = assertions.get(check.split(' ')[0] ?? '');
  if (assertion?.kind !== 'snapshot') throw new Error(`${check} judges no snapshot`);
  return assertion;
}
