import type {Fact, Snapshot} from '../../src/core/facts.ts';
import {factKey} from '../../src/core/facts.ts';
import type {NetworkInspect} from '../../src/core/rows/inspect.ts';
import type {Chain} from '../../src/core/rows/iptables.ts';
import type {Link} from '../../src/core/rows/link.ts';
import {parseIptables} from '../../src/parse/iptables.ts';
import {topologyOf} from '../../src/topology/build.ts';
import type {DeviceKey, Space} from '../../src/topology/topology.ts';
import type {Rows} from '../assertions/edit.ts';

/** Interface numbers of a namespace, where its devices are moved to the host. */
const STEP = 1000;

/** A device that stands on the host instead of in the namespace of an overlay. */
interface Moved {
  readonly ifname: string;
  readonly ifindex: number;
}

/**
 * The snapshot as engines before 24.0 would give it with `_OVERLAY_HOST_MODE=1`: the devices of each overlay are on the
 * host, named for the VNI and the network's id; the file of its namespace is another name of the host's, and filter
 * FORWARD has a chain for it. So docker 20.10.24 printed it on a lab of three nodes.
 */
export function inHostMode(snapshot: Snapshot): Snapshot {
  const facts = new Map(snapshot.facts);
  const peers = peersOf(snapshot);
  for (const {id: node, spaces} of topologyOf(snapshot).machines) {
    const overlays = spaces.filter(({kind}) => kind === 'overlay');
    const rows = <Kind extends Fact['kind']>(kind: Kind, netns?: string) =>
      (facts.get(factKey(kind, node, netns))?.rows ?? []) as Rows<Kind>;
    const put = (kind: Fact['kind'], change: readonly unknown[], netns?: string) => {
      const key = factKey(kind, node, netns);
      facts.set(key, {...facts.get(key)!, rows: change} as Fact);
    };
    const networks = rows('docker.networks') as readonly NetworkInspect[];
    const moved = new Map<DeviceKey, Moved>();
    for (const [index, space] of overlays.entries()) {
      const network = networks.find(({id}) => id === space.network)!;
      for (const {key, kind, ifname, ifindex} of space.devices)
        moved.set(key, {ifname: nameOf(network, kind, ifname, index), ifindex: STEP * (index + 1) + ifindex});
    }
    for (const space of overlays) {
      const {netns} = space;
      const byName = new Map(space.devices.map(({key, ifname}) => [ifname, moved.get(key)!.ifname]));
      const named = (name: string | undefined) => (name === undefined ? undefined : (byName.get(name) ?? name));
      put(
        'ns.links',
        [
          ...rows('ns.links', 'host'),
          ...rows('ns.links', netns)
            .filter(({ifname}) => ifname !== 'lo')
            .map(link => onHost(link, moved.get(`${space.key}/${link.ifindex}`)!, named(link.master))),
        ],
        'host',
      );
      const fdb = rows('ns.fdb', netns).map(row => ({
        ...row,
        ifname: named(row.ifname),
        ...(row.master && {master: named(row.master)}),
      }));
      put('ns.fdb', [...rows('ns.fdb', 'host'), ...fdb], 'host');
      for (const kind of ['ns.neigh', 'ns.routes'] as const) {
        const own = rows(kind, netns).map(row => ({...row, dev: named(row.dev)}));
        put(kind, [...rows(kind, 'host'), ...own], 'host');
      }
      for (const key of [...facts.keys()]) if (key.endsWith(`@${node}/${netns}`)) facts.delete(key);
    }
    put('ns.iptables', withOverlayChains(rows('ns.iptables', 'host'), networks, overlays), 'host');
    for (const {key: spaceKey, netns} of spaces.filter(({kind}) => kind !== 'overlay')) {
      const peerOf = ({ifindex}: Link) => peers.get(`${spaceKey}/${ifindex}`) ?? '';
      // What the namespace calls the host's, which it may have no wire to.
      const toHost = rows('ns.links', netns).find(link => peerOf(link).startsWith(`${node}/host/`))?.linkNetnsId ?? 0;
      const links = rows('ns.links', netns).map((link): Link => {
        const peer = moved.get(peerOf(link));
        return peer === undefined ? link : {...link, linkIndex: peer.ifindex, linkNetnsId: toHost};
      });
      put('ns.links', links, netns);
    }
    const [host] = rows('netns').map(({inode}) => inode);
    const inode = host === undefined ? {} : {inode: host};
    put(
      'netns',
      rows('netns').map(row => (row.kind === 'overlay' ? {...row, ...inode} : row)),
    );
  }
  return {...snapshot, facts};
}

function peersOf(snapshot: Snapshot): ReadonlyMap<DeviceKey, DeviceKey> {
  return new Map(
    topologyOf(snapshot).edges.flatMap(edge => {
      if (edge.kind !== 'veth') return [];
      const [one, other] = edge.ends;
      return [[one, other] as const, [other, one] as const];
    }),
  );
}

/** `ov-001001-w3xxl`, `vx-001001-w3xxl`, and of a wire `veth01003`. */
function nameOf({id, vxlanidList}: NetworkInspect, kind: string, ifname: string, index: number): string {
  const suffix = `${(vxlanidList[0] ?? 0).toString(16).padStart(6, '0')}-${id.slice(0, 5)}`;
  if (kind === 'bridge') return `ov-${suffix}`;
  if (kind === 'vxlan') return `vx-${suffix}`;
  return `veth${index}${ifname.slice('veth'.length).padStart(4, '0')}`;
}

function onHost({linkNetnsId: _, ...link}: Link, {ifname, ifindex}: Moved, master: string | undefined): Link {
  const isVeth = link.infoKind === 'veth';
  const {link: __, linkIndex, ...rest} = link;
  return {...rest, ifname, ifindex, ...(isVeth && {linkIndex}), ...(master !== undefined && {master})} as Link;
}

/** The chains that docker 20.10.24 printed, for these networks. */
function withOverlayChains(
  chains: readonly Chain[],
  networks: readonly NetworkInspect[],
  overlays: readonly Space[],
): readonly Chain[] {
  const own = networks.filter(({id}) => overlays.some(({network}) => network === id));
  const bridge = (network: NetworkInspect) => nameOf(network, 'bridge', '', 0);
  const text = [
    '*filter',
    ':FORWARD ACCEPT [0:0]',
    ':DOCKER-OVERLAY - [0:0]',
    ...own.map(({id}) => `:${id.slice(0, 12)} - [0:0]`),
    '-A FORWARD -j DOCKER-OVERLAY',
    ...own.map(one => `-A DOCKER-OVERLAY -o ${bridge(one)} -j ${one.id.slice(0, 12)}`),
    '-A DOCKER-OVERLAY -j RETURN',
    ...own.flatMap(one => [
      `-A ${one.id.slice(0, 12)} -i ${bridge(one)} -j ACCEPT`,
      `-A ${one.id.slice(0, 12)} -j DROP`,
    ]),
    'COMMIT',
    '',
  ].join('\n');
  const parsed = parseIptables(text);
  const [forward, ...more] = parsed.data.chains;
  const jump = forward!.rules;
  return [
    ...chains.map(chain =>
      chain.table === 'filter' && chain.name === 'FORWARD' ? {...chain, rules: [...jump, ...chain.rules]} : chain,
    ),
    ...more,
  ];
}
