import type {MutantName} from '../../assertions/mutant-name.ts';
import type {FactKind} from '../core/facts.ts';
import type {Item} from './witness-sites.ts';

/** What stands in the place of an item; undefined when this damage cannot be done to it. */
type Damage = (item: Item, kind: FactKind) => readonly Item[] | undefined;

const MAC = /^(?:[0-9a-f]{2}:){5}[0-9a-f]{2}$/;
const ANY_ADDRESS = '0.0.0.0/0';

/** How to do each damage, pure and without chance: the same evidence gives the same mutants. */
export const DAMAGES: {readonly [Name in MutantName]?: Damage} = {
  // An engine that says nothing of itself was not looked at, which is another matter; nor was a wire without a request.
  'row-gone': ({kind: part}, kind) => (kind === 'docker.info' || part === 'request' ? undefined : []),
  'stranger-beside': (item, kind) => {
    // A rule for other packets, or another interface, takes nothing from this one.
    if (kind === 'ns.iptables' || kind === 'ns.links') return undefined;
    const stranger = otherAddress(item) ?? item;
    const other = otherMac(stranger) ?? stranger;
    const named = typeof item.id === 'string' ? {...other, id: reversed(item.id)} : other;
    return named === item ? undefined : [item, named];
  },
  duplicate: (item, kind) => {
    if (kind === 'ns.neigh') return [item, {...item}];
    return typeof item.id === 'string' ? [item, {...item, id: reversed(item.id)}] : undefined;
  },
  'mac-nibble': item => one(otherMac(item)),
  'other-address': (item, kind) => (kind === 'ns.fdb' ? undefined : one(otherAddress(item))),
  'other-dst': (item, kind) => (kind === 'ns.fdb' ? one(text(item, 'dst', nextAddress)) : undefined),
  learned: ({state, ...item}, kind) => {
    if (kind === 'ns.fdb') return [{...item, state: 'reachable'}];
    return kind === 'ns.neigh' ? [{...item, state: ['STALE']}] : undefined;
  },
  'twin-without-dst': ({mac, ifname}, kind) =>
    kind === 'ns.fdb' ? [{mac, ifname, flags: [], master: 'br0', state: 'reachable'}] : undefined,
  down: item => {
    if (Array.isArray(item.flags))
      return item.flags.includes('UP') ? [{...item, flags: item.flags.filter(flag => flag !== 'UP')}] : undefined;
    return item.hostname === undefined ? undefined : [{...item, state: 'down'}];
  },
  'other-mtu': item => one(number(item, 'mtu', mtu => mtu - 100)),
  'other-vni': item => {
    const [vni, ...rest] = Array.isArray(item.vxlanidList) ? item.vxlanidList : [];
    if (typeof vni === 'number') return [{...item, vxlanidList: [vni + 1, ...rest]}];
    if (item.kind === 'frame') return one(number(item, 'vni', plusOne));
    return one(inside(item, 'infoData', data => number(data, 'id', plusOne)));
  },
  'other-port': item =>
    one(
      number(item, 'dport', plusOne) ??
        number(item, 'sport', plusOne) ??
        number(item, 'publishedPort', plusOne) ??
        inside(item, 'local', end => number(end, 'port', plusOne)) ??
        inside(item, 'sel', selector => number(selector, 'dport', plusOne)) ??
        inside(item, 'infoData', data => number(data, 'port', plusOne)),
    ),
  // A bridge or a physical interface has no peer.
  'other-peer': item => one(number(item, 'linkIndex', plusOne)),
  'no-master': ({master, ...item}) => (master === undefined ? undefined : [item]),
  'other-mark': item =>
    one(
      inside(item, 'mark', mark => number(mark, 'value', plusOne)) ??
        number(item, 'mark', plusOne) ??
        number(item, 'fwmark', plusOne) ??
        number(item, 'localLbIndex', plusOne),
    ),
  masked: item => (item.mark === undefined ? undefined : [{...item, markMask: 0xf0}]),
  'other-target': item =>
    one(
      text(item, 'toDestination', nextAddress) ??
        text(item, 'toPorts', port => String(Number(port) + 1)) ??
        text(item, 'gateway', nextAddress) ??
        text(item, 'toSource', nextAddress) ??
        number(item, 'targetPort', plusOne),
    ),
  'returned-before': (item, kind) => before(item, kind, 'RETURN'),
  'dropped-before': (item, kind) => before(item, kind, 'DROP'),
  'weight-zero': item => one(number(item, 'weight', () => 0)),
  'other-scheduler': item => one(text(item, 'scheduler', name => (name === 'rr' ? 'wlc' : 'rr'))),
  'other-forward': item => one(text(item, 'forward', way => (way === 'Masq' ? 'Route' : 'Masq'))),
  'other-driver': item => one(text(item, 'driver', name => (name === 'bridge' ? 'overlay' : 'bridge'))),
  'other-scope': item => one(text(item, 'scope', name => (name === 'swarm' ? 'local' : 'swarm'))),
  'not-encrypted': item => {
    if (item.encrypted !== true) return undefined;
    const {encrypted, ...options} = item.options as Item;
    return [{...item, encrypted: false, options}];
  },
  'made-encrypted': item => {
    if (item.encrypted !== false) return undefined;
    return [{...item, encrypted: true, options: {...(item.options as Item), encrypted: ''}}];
  },
  'not-running': (item, kind) => {
    if (kind === 'swarm.tasks') return [{...item, desiredState: 'shutdown', state: 'failed'}];
    return item.running === true ? [{...item, running: false, status: 'exited'}] : undefined;
  },
  'other-node': (item, kind) => (kind === 'swarm.tasks' ? one(text(item, 'nodeId', reversed)) : undefined),
  drained: item => one(text(item, 'availability', () => 'drain')),
  'other-role': (item, kind) =>
    kind === 'swarm.nodes' ? one(text(item, 'role', role => (role === 'worker' ? 'manager' : 'worker'))) : undefined,
  'other-id': (item, kind) => one(text(item, kind === 'docker.info' ? 'nodeId' : 'id', reversed)),
  'not-in-swarm': ({nodeId, ...item}) => (nodeId === undefined ? undefined : [{...item, swarm: 'inactive'}]),
  'no-answer': (item, kind) => {
    if (kind === 'probe.dns') return [{...item, addresses: []}];
    return isReply(kind) ? [{...item, code: 0, body: ''}] : undefined;
  },
  'one-less': item => (Array.isArray(item.addresses) ? [{...item, addresses: item.addresses.slice(1)}] : undefined),
  'one-backend': (item, kind) => (isReply(kind) ? [{...item, body: 'answered by 000000000000'}] : undefined),
  'other-text': (item, kind) => (isReply(kind) ? one(text(item, 'body', () => 'It works!')) : undefined),
  loopback: item => one(inside(item, 'local', end => text(end, 'address', () => '127.0.0.1'))),
  // Only the kernel holds a socket without a process.
  process: item =>
    item.protocol === 'udp' && (item.processes === undefined || (item.processes as readonly object[]).length === 0)
      ? [{...item, processes: [{pid: 4711, program: 'nc'}]}]
      : undefined,
  'other-peer-address': (item, kind) => {
    if (item.kind === 'frame' || item.kind === 'packet') return one(text(item, 'dst', nextAddress));
    if (kind !== 'node.xfrm') return undefined;
    return one(
      item.kind === 'state'
        ? text(item, 'dst', nextAddress)
        : inside(item, 'sel', sel => text(sel, 'dst', nextAddress)),
    );
  },
  'in-clear': item =>
    item.kind === 'request'
      ? [
          item,
          {
            kind: 'frame',
            protocol: 'udp',
            src: item.src,
            dst: item.dst,
            dport: item.port,
            vni: item.vni,
            isMarked: false,
          },
        ]
      : undefined,
  'no-mark': item => (item.isMarked === true ? [{...item, isMarked: false}] : undefined),
  'tcp-only': item => (item.kind === 'packet' ? one(text(item, 'protocol', () => 'tcp')) : undefined),
  late: item => one(number(item, 'at', at => at + 100)),
  'other-mode': item => one(text(item, 'publishMode', mode => (mode === 'ingress' ? 'host' : 'ingress'))),
};

function isReply(kind: FactKind): boolean {
  return kind === 'probe.mesh' || kind === 'probe.outside';
}

function one(item: Item | undefined): readonly Item[] | undefined {
  return item === undefined ? undefined : [item];
}

function text(item: Item, field: string, change: (value: string) => string): Item | undefined {
  const value = item[field];
  const changed = typeof value === 'string' ? change(value) : value;
  return changed === value ? undefined : {...item, [field]: changed};
}

function number(item: Item, field: string, change: (value: number) => number): Item | undefined {
  const value = item[field];
  return typeof value === 'number' ? {...item, [field]: change(value)} : undefined;
}

function inside(item: Item, field: string, change: (value: Item) => Item | undefined): Item | undefined {
  const value = item[field];
  const changed = typeof value === 'object' && value !== null ? change(value as Item) : undefined;
  return changed === undefined ? undefined : {...item, [field]: changed};
}

function plusOne(value: number): number {
  return value + 1;
}

function reversed(id: string): string {
  return [...id].reverse().join('');
}

/** Another address of the same /24: no address of a small cluster is 100 away from another. */
function nextAddress(address: string): string {
  return address.replace(
    /^(\d+\.\d+\.\d+\.)(\d+)/,
    (_, net: string, host: string) => `${net}${(Number(host) + 100) % 256}`,
  );
}

function otherMac(item: Item): Item | undefined {
  const flip = (mac: string) => `${mac.slice(0, -1)}${(Number.parseInt(mac.slice(-1), 16) ^ 8).toString(16)}`;
  const field = ['mac', 'lladdr', 'address'].find(name => typeof item[name] === 'string' && MAC.test(item[name]));
  return field === undefined ? undefined : text(item, field, flip);
}

function otherAddress(item: Item): Item | undefined {
  const {addrInfo, destination} = item;
  if (Array.isArray(addrInfo)) {
    return addrInfo.length === 0
      ? undefined
      : {...item, addrInfo: addrInfo.map((address: Item) => text(address, 'local', nextAddress) ?? address)};
  }
  if (Array.isArray(item.addresses)) {
    const [first, ...rest] = item.addresses as readonly string[];
    return first === undefined ? undefined : {...item, addresses: [nextAddress(first), ...rest]};
  }
  if (typeof destination === 'object' && destination !== null) {
    const {value} = destination as {readonly value: string};
    return value === ANY_ADDRESS ? undefined : {...item, destination: {...destination, value: nextAddress(value)}};
  }
  for (const field of ['ipv4', 'ip', 'host', 'vip', 'dst']) {
    const changed = text(item, field, nextAddress);
    if (changed !== undefined) return changed;
  }
  return undefined;
}

/** A rule for the same packets before it. */
function before(item: Item, kind: FactKind, target: string): readonly Item[] | undefined {
  if (kind !== 'ns.iptables') return undefined;
  const {mark, markMask, toDestination, toSource, toPorts, ...rule} = item;
  return [{...rule, target}, item];
}
