import type {Assertion} from './assertion.ts';

/** Where each assertion is: a check loads the few that it uses, and not the argument schemas of them all. */
const sources: Readonly<Record<string, () => Promise<Assertion>>> = {
  'swarm.size': async () => (await import('./swarm.ts')).swarmSize,
  'swarm.one-cluster': async () => (await import('./swarm.ts')).swarmOneCluster,
  'ports.control': async () => (await import('./ports.ts')).portsControl,
  'net.exists': async () => (await import('./networks.ts')).netExists,
  'net.on-demand': async () => (await import('./members.ts')).netOnDemand,
  'net.encrypted': async () => (await import('./networks.ts')).netEncrypted,
  'net.vni': async () => (await import('./networks.ts')).netVni,
  'net.peers': async () => (await import('./members.ts')).netPeers,
  'vxlan.device': async () => (await import('./vxlan.ts')).vxlanDevice,
  'net.mtu': async () => (await import('./mtu.ts')).netMtu,
  'iface.role': async () => (await import('./interfaces.ts')).ifaceRole,
  'veth.pair': async () => (await import('./interfaces.ts')).vethPair,
  'gwbridge.member': async () => (await import('./gateway.ts')).gwbridgeMember,
  'sbox.has': async () => (await import('./sandbox.ts')).sboxHas,
  'fdb.has-remote-mac': async () => (await import('./fdb.ts')).fdbHasRemoteMac,
  'fdb.complete': async () => (await import('./fdb.ts')).fdbComplete,
  'fdb.reverse': async () => (await import('./fdb-reverse.ts')).fdbReverse,
  'fdb.added': async () => (await import('./fdb-added.ts')).fdbAdded,
  'neigh.has': async () => (await import('./neighbours.ts')).neighHas,
  'xfrm.pairs': async () => (await import('./xfrm.ts')).xfrmPairs,
  'svc.replicas': async () => (await import('./services.ts')).svcReplicas,
  'svc.spread': async () => (await import('./services.ts')).svcSpread,
  'vip.bound': async () => (await import('./vips.ts')).vipBound,
  'vip.mark': async () => (await import('./vips.ts')).vipMark,
  'mark.to-fwm': async () => (await import('./marks.ts')).markToFwm,
  'ipvs.backends': async () => (await import('./ipvs.ts')).ipvsBackends,
  'ipvs.same-everywhere': async () => (await import('./ipvs.ts')).ipvsSameEverywhere,
  'ipvs.snat': async () => (await import('./snat.ts')).ipvsSnat,
  'publish.spec': async () => (await import('./services.ts')).publishSpec,
  'ingress.dnat': async () => (await import('./ingress.ts')).ingressDnat,
  'ingress.accept': async () => (await import('./ingress-accept.ts')).ingressAccept,
  'ingress.mark': async () => (await import('./ingress.ts')).ingressMark,
  'ingress.walk': async () => (await import('./ingress-walk.ts')).ingressWalk,
  'dns.vip': async () => (await import('./names.ts')).dnsVip,
  'dns.tasks': async () => (await import('./names.ts')).dnsTasks,
  'mesh.reachable': async () => (await import('./mesh.ts')).meshReachable,
  'mesh.outside': async () => (await import('./mesh-outside.ts')).meshOutside,
  'lb.spread': async () => (await import('./mesh.ts')).lbSpread,
  'wire.encrypted': async () => (await import('./wire.ts')).wireEncrypted,
  'wire.vxlan': async () => (await import('./wire.ts')).wireVxlan,
  'gossip.seen': async () => (await import('./gossip.ts')).gossipSeen,
  'output.query': async () => (await import('./output-query.ts')).outputQuery,
  'cmd.output': async () => (await import('./command-output.ts')).cmdOutput,
  'answer.matches': async () => (await import('./answer.ts')).answerMatches,
};

export const assertionIds: readonly string[] = Object.keys(sources);

/** The assertion of that id; undefined when there is none. */
export async function loadAssertion(id: string): Promise<Assertion | undefined> {
  return Object.hasOwn(sources, id) ? sources[id]!() : undefined;
}
