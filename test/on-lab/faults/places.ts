import {type FactKind, type FactRows, factKey, type Snapshot} from '../../../src/core/facts.ts';
import type {NetworkInspect} from '../../../src/core/rows/inspect.ts';
import type {Link} from '../../../src/core/rows/link.ts';

type Rows = <Kind extends FactKind>(kind: Kind, node: string, netns?: string) => readonly FactRows[Kind][];
type Parts = Readonly<Record<string, string | number | undefined>>;

/**
 * What a cluster calls its parts, for the braces in a fault.
 *
 * - `{net}`, `{ingress}`: the namespaces of the two overlays, with `.vni`, `.subnet`, `.gateway` and `.stranger`,
 *   an address of the subnet that nobody has; `{lb}`: the namespace of f-net's load balancer
 * - `{f-redis.vip}` on f-net, `{port.vip}` of f-vote on ingress
 * - with the number of a node, `{redis1.…}` and `{vote1.…}`: the task of f-redis there on f-net, of f-vote on ingress;
 *   `{lb1.…}`, `{sbox1.…}`: the load balancers. Each has an `ip` and a `mac`, the interface `if` in its namespace `ns`,
 *   `peer`, the other end of that at the bridge, `out`, its interface on docker_gwbridge, with `outIp` and `outLength`,
 *   `way`, the gateway there, and `gate`, the other end of it; tasks also have a `pid`, and their service's `mark` and `hex` (the same) on that node
 * - `{spi.1to2}`: the number of the association by which one node sends to another
 */
export function placesOf(snapshot: Snapshot): ReadonlyMap<string, string> {
  const places = new Map<string, string>();
  const add = (name: string, parts: Parts) => {
    for (const [part, value] of Object.entries(parts)) places.set(`${name}.${part}`, String(value ?? ''));
  };
  const rows: Rows = (kind, node, netns) => (snapshot.facts.get(factKey(kind, node, netns))?.rows ?? []) as never;
  const manager = snapshot.nodes.find(({role}) => role === 'manager')?.id ?? '';
  const network = (name: string) => rows('docker.networks', manager).find(row => row.name === name);
  const [net, ingress] = [network('f-net'), network('ingress')];
  if (net === undefined || ingress === undefined) throw new Error('the networks of the test are not there');
  const lb = `lb_${net.id.slice(0, 9)}`;
  places.set('net', overlayOf(net)).set('ingress', overlayOf(ingress)).set('lb', lb);
  add('net', numbersOf(net));
  add('ingress', numbersOf(ingress));
  const vips = rows('swarm.services', manager).flatMap(({name, virtualIps}) =>
    virtualIps.map(({networkId, ipv4}) => ({name, networkId, ipv4})),
  );
  add('f-redis', {vip: vips.find(({name, networkId}) => name === 'f-redis' && networkId === net.id)?.ipv4});
  add('port', {vip: vips.find(({networkId}) => networkId === ingress.id)?.ipv4});
  for (const {id: node} of snapshot.nodes) {
    const number = node.slice(-1);
    add(`redis${number}`, taskParts(rows, node, 'f-redis', net));
    add(`vote${number}`, taskParts(rows, node, 'f-vote', ingress));
    add(`lb${number}`, plugs(rows, node, net, 'lb-f-net', lb));
    add(`sbox${number}`, plugs(rows, node, ingress, 'ingress-sbox', 'ingress_sbox'));
    for (const row of rows('node.xfrm', node)) {
      const to = /\.1(\d)\/32$/.exec(row.sel?.dst ?? '')?.[1];
      if (row.kind === 'policy' && to !== undefined)
        add('spi', {[`${number}to${to}`]: `0x${row.tmpl[0]?.spi?.toString(16)}`});
    }
  }
  return places;
}

function overlayOf({id}: NetworkInspect): string {
  return `1-${id.slice(0, 10)}`;
}

function numbersOf({vxlanidList: [vni], subnets: [first]}: NetworkInspect): Parts {
  return {vni, subnet: first?.subnet, gateway: first?.gateway, stranger: first?.gateway?.replace(/\d+$/, '247')};
}

function taskParts(rows: Rows, node: string, service: string, network: NetworkInspect): Parts {
  const task = rows('docker.containers', node).find(row => row.name.startsWith(`${service}.`));
  const own = rows('docker.networks', node).find(row => row.id === network.id);
  const mark = own?.services.find(one => one.name === service)?.localLbIndex;
  const ns = task?.sandboxKey?.split('/').at(-1) ?? '';
  return {...plugs(rows, node, network, task?.id ?? '', ns), pid: task?.pid, mark, hex: `0x${mark?.toString(16)}`};
}

/** The endpoint of a key on a network and on docker_gwbridge, and both ends of its interfaces. */
function plugs(rows: Rows, node: string, {id, ...network}: NetworkInspect, key: string, ns: string): Parts {
  const own = rows('docker.networks', node);
  const outside = own.find(({name}) => name === 'docker_gwbridge');
  const endpointIn = (row: NetworkInspect | undefined) => row?.containers.find(one => one.key === key);
  const plug = (mac: string | undefined, bridge: string): readonly (Link | undefined)[] => {
    const link = rows('ns.links', node, ns).find(({address}) => address === mac);
    return [link, rows('ns.links', node, bridge).find(peer => isPair(peer, link))];
  };
  const endpoint = endpointIn(own.find(row => row.id === id));
  const [link, peer] = plug(endpoint?.mac, overlayOf({id, ...network}));
  const exit = endpointIn(outside);
  const [out, gate] = plug(exit?.mac, 'host');
  const {ipv4: ip, mac} = endpoint ?? {};
  const ends = {if: link?.ifname, peer: peer?.ifname, out: out?.ifname, gate: gate?.ifname};
  const way = outside?.subnets[0]?.gateway;
  return {ip, mac, ns, ...ends, outIp: exit?.ipv4, outLength: exit?.prefixlen, way};
}

function isPair(a: Link, b: Link | undefined): boolean {
  return a.linkIndex !== undefined && a.ifindex === b?.linkIndex && b?.ifindex === a.linkIndex;
}

/** The text with each `{name}` in it filled in. */
export function filled(text: string, places: ReadonlyMap<string, string>): string {
  return text.replaceAll(/\{([a-z][\w.-]*)\}/g, (_, name: string) => {
    const value = places.get(name);
    if (value === undefined || value === '') throw new Error(`the cluster has no ${name}`);
    return value;
  });
}
