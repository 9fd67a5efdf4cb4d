import {hex} from '../row-text.ts';
import type {Device, Gap, Machine, Network, Space, Topology} from '../topology.ts';

/** `swarm-01 · manager · 10.77.0.11`. */
export function machineWords({id, role, address}: Machine): string {
  return [id, ...(role === undefined ? [] : [role]), address ?? 'address not known'].join(' · ');
}

/** `ingress · overlay 10.0.0.0/24 · encrypted`: what the namespace is, beside whose it is. */
export function spaceWords(topology: Topology, {kind, label, network: id, netns}: Space): string {
  const network = topology.networks.find(one => one.id === id);
  if (kind === 'overlay') return network === undefined ? `${label} · overlay` : overlayWords(network);
  if (kind === 'host') return 'host namespace';
  if (kind === 'container') return `${label} · container`;
  if (kind === 'load-balancer') return `${label} · load balancer`;
  return kind === 'ingress-sandbox' ? `${netns} · routing mesh` : `${label} · namespace`;
}

/** `ingress · overlay 10.0.0.0/24 · encrypted`. */
export function overlayWords({name, subnets, encrypted}: Network): string {
  return [name, `overlay ${subnets.join(', ')}`.trim(), ...(encrypted ? ['encrypted'] : [])].join(' · ');
}

/** The addresses of a device, those of services as a number: `10.0.1.9/24 +3 VIPs`. */
export function addressWords(topology: Topology, {addresses}: Device): string {
  // Few devices have any, and to list those of all services for each device takes longer than to draw it.
  if (!addresses.some(address => address.endsWith('/32'))) return addresses.join(' ');
  const vips = new Set(topology.services.flatMap(service => service.vips.map(({address}) => `${address}/32`)));
  const own = addresses.filter(address => !vips.has(address));
  const count = addresses.length - own.length;
  const more = count === 0 ? [] : [count === 1 ? '+1 VIP' : `+${count} VIPs`];
  return [...own, ...more].join(' ');
}

/** What IPVS does in a namespace, by mark: `0x100 redis 10.0.1.2 -> 5 servers`, and short without what is marked. */
export function balanceWords(
  topology: Topology,
  {marks, balances}: Space,
): readonly {readonly short: string; readonly long: string}[] {
  return balances.map(({virtual}) => {
    const {fwmark, servers} = virtual;
    const whats = marks.filter(({mark}) => mark === fwmark).map(({what}) => what);
    const service = topology.services.find(({vips, ports}) =>
      whats.some(
        what =>
          vips.some(({address}) => address === what) ||
          ports.some(({protocol, published}) => what === `${protocol} port ${published}`),
      ),
    )?.name;
    const name =
      fwmark === undefined ? `${virtual.protocol} ${virtual.address}:${virtual.port}` : `mark ${hex(fwmark)}`;
    const marked = whats.length === 0 ? (fwmark === undefined ? '' : 'no rule sets it') : whats.join(', ');
    const to = `-> ${servers.length === 1 ? '1 server' : `${servers.length} servers`}`;
    const join = (...words: readonly string[]) => words.filter(word => word !== '').join(' ');
    return {short: join(name, service ?? marked, to), long: join(name, service ?? '', marked, to)};
  });
}

/** Everything that could not be looked at, a line each. */
export function problemWords({machines}: Topology): readonly string[] {
  return machines.flatMap(({id, problem, problems, spaces}) => {
    if (problem !== null) return [`${id} could not be looked at: ${problem}`];
    const gaps: readonly Gap[] = [...problems, ...spaces.flatMap(space => space.problems)];
    return gaps.map(({fact, detail}) => `${fact}: ${detail}`);
  });
}
