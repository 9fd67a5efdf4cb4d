import type {FactKey} from '../core/facts.ts';
import type {Trust} from '../core/result.ts';

/**
 * What a pass of an assertion has compared. `nodes`: what one node says of another with what that one says of itself.
 * `routes`: what an engine says with what the kernel below it holds. `none`: each node was taken at its word about
 * itself. `outside`: what a machine that is no node saw for itself. All snapshot assertions are here.
 */
const COMPARES: Readonly<Record<string, 'nodes' | 'routes' | 'outside' | 'none'>> = {
  'swarm.size': 'none',
  'swarm.one-cluster': 'nodes',
  'ports.control': 'none',
  'net.exists': 'none',
  'net.on-demand': 'nodes',
  'net.encrypted': 'none',
  'net.vni': 'routes',
  'net.peers': 'nodes',
  'vxlan.device': 'routes',
  'net.mtu': 'routes',
  'iface.role': 'routes',
  'veth.pair': 'routes',
  'gwbridge.member': 'routes',
  'sbox.has': 'routes',
  'fdb.has-remote-mac': 'nodes',
  'fdb.complete': 'nodes',
  'fdb.reverse': 'nodes',
  'neigh.has': 'nodes',
  'xfrm.pairs': 'nodes',
  'svc.replicas': 'nodes',
  'svc.spread': 'none',
  'vip.bound': 'nodes',
  'vip.mark': 'nodes',
  'mark.to-fwm': 'none',
  'ipvs.backends': 'nodes',
  'ipvs.same-everywhere': 'nodes',
  'ipvs.snat': 'routes',
  'publish.spec': 'none',
  'ingress.dnat': 'routes',
  'ingress.accept': 'none',
  'ingress.mark': 'none',
  'ingress.walk': 'nodes',
  'dns.vip': 'nodes',
  'dns.tasks': 'nodes',
  'mesh.reachable': 'nodes',
  'mesh.outside': 'outside',
  'lb.spread': 'nodes',
  'wire.encrypted': 'nodes',
  'wire.vxlan': 'nodes',
  'gossip.seen': 'nodes',
};

/** Ids of the assertions that are known here. */
export const compared: readonly string[] = Object.keys(COMPARES);

interface Origin {
  /** The assertion that judged. */
  readonly use: string;
  /** A snapshot that somebody made and handed in: one file, and all of it its author's word. */
  readonly isHandedIn: boolean;
}

/**
 * How far a verdict can be trusted. Who is root on a node can make it say anything, probes included, which the nodes
 * themselves send. Observed is only what this machine saw for itself, from outside. Corroborated is what had to be forged in two places alike: that
 * makes it harder for who is root on all nodes, and not impossible.
 */
export function trustOf(evidence: readonly FactKey[], {use, isHandedIn}: Origin): Trust {
  const compares = COMPARES[use] ?? 'none';
  if (isHandedIn || compares === 'none') return 'claim';
  if (compares === 'outside') return evidence.every(key => key.startsWith('probe.outside@')) ? 'observed' : 'claim';
  const places = new Set(evidence.map(compares === 'nodes' ? nodeOf : routeOf));
  return places.size > 1 ? 'corroborated' : 'claim';
}

const LEVELS: readonly Trust[] = ['claim', 'corroborated', 'observed'];

export function isBelow(trust: Trust, wanted: Trust): boolean {
  return LEVELS.indexOf(trust) < LEVELS.indexOf(wanted);
}

/** Of `ns.fdb@swarm-01/1-abcdef` the node. */
function nodeOf(key: FactKey): string {
  return key.slice(key.indexOf('@') + 1).split('/', 1)[0]!;
}

function routeOf(key: FactKey): string {
  return key.startsWith('docker.') || key.startsWith('swarm.') ? 'engine' : 'kernel';
}
