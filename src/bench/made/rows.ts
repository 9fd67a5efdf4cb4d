import type {FactRows} from '../../core/facts.ts';
import type {NetworkInspect} from '../../core/rows/inspect.ts';
import type {Link} from '../../core/rows/link.ts';
import type {XfrmPolicy, XfrmState} from '../../core/rows/xfrm.ts';

export interface Net {
  readonly id: string;
  readonly name: string;
  readonly base: string;
  readonly vni: number;
  readonly ingress: boolean;
  readonly encrypted: boolean;
}

/** The UDP port of the data path. */
export const PORT = 4789;
const SPI = 0x1000;

export function serviceName(service: number): string {
  return service === 0 ? 'web' : `web-${service}`;
}

export function vipOf({base}: Net, service: number): string {
  return service === 0 ? `${base}.0.2` : `${base}.250.${service}`;
}

/** Marks are a node's own: no two nodes need agree. */
export function markOf(node: number, service: number): number {
  return 256 + node + service;
}

export function vtep(n: number): string {
  return `192.168.0.${n + 1}`;
}

export function ip(base: string, host: number): string {
  return `${base}.${host >> 8}.${host & 255}`;
}

export function mac(base: string, host: number): string {
  const bytes = ip(base, host)
    .split('.')
    .map(part => Number(part).toString(16).padStart(2, '0'));
  return `02:42:${bytes.join(':')}`;
}

export function inet(local: string, prefixlen: number): Link['addrInfo'][number] {
  return {family: 'inet', local, prefixlen, flags: []};
}

export function link(ifindex: number, ifname: string, more: Partial<Link>): Link {
  return {ifindex, ifname, flags: ['BROADCAST', 'UP', 'LOWER_UP'], altnames: [], addrInfo: [], ...more};
}

export function lo(): Link {
  return link(1, 'lo', {addrInfo: [inet('127.0.0.1', 8)]});
}

export function fdb(address: string, dst: string): FactRows['ns.fdb'] {
  return {mac: address, ifname: 'vxlan0', dst, flags: ['self'], state: 'permanent'};
}

export function neigh(dst: string, lladdr: string): FactRows['ns.neigh'] {
  return {dst, dev: 'vxlan0', lladdr, state: ['PERMANENT'], flags: []};
}

export function route(dst: string, dev: string): FactRows['ns.routes'] {
  return {type: 'unicast', dst, dev, flags: []};
}

export function plainNetwork(id: string, name: string, driver: string): NetworkInspect {
  return {
    id,
    name,
    driver,
    scope: driver === 'overlay' ? 'swarm' : 'local',
    ingress: false,
    internal: false,
    attachable: false,
    subnets: [],
    options: {},
    encrypted: false,
    vxlanidList: [],
    labels: {},
    containers: [],
    peers: [],
    services: [],
  };
}

function spi(from: number, to: number): number {
  return SPI + from * 100 + to;
}

export function associations(n: number, m: number): readonly FactRows['node.xfrm'][] {
  return [
    [n, m],
    [m, n],
  ].map(([from = 0, to = 0]): {readonly kind: 'state'} & XfrmState => ({
    kind: 'state',
    src: vtep(from),
    dst: vtep(to),
    proto: 'esp',
    spi: spi(from, to),
    reqid: 13681891,
    mode: 'transport',
    flags: [],
  }));
}

export function policy(from: number, to: number): {readonly kind: 'policy'} & XfrmPolicy {
  const [src, dst] = [vtep(from), vtep(to)];
  return {
    kind: 'policy',
    sel: {src: `${src}/32`, dst: `${dst}/32`, proto: 'udp', dport: PORT},
    dir: 'out',
    action: 'allow',
    priority: 0,
    flags: [],
    mark: {value: 0xd0c4e3, mask: 0xffffffff},
    tmpl: [{src, dst, proto: 'esp', spi: spi(from, to), reqid: 13681891, mode: 'transport'}],
  };
}
