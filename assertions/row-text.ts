import type {FdbEntry} from '../src/core/rows/bridge.ts';
import type {NetworkInspect} from '../src/core/rows/inspect.ts';
import type {Chain, Rule} from '../src/core/rows/iptables.ts';
import type {RealServer, VirtualService} from '../src/core/rows/ipvs.ts';
import type {Link} from '../src/core/rows/link.ts';

/** Rows as the commands print them, so that a student finds them again. */
export function fdbText(row: FdbEntry): string {
  const dst = row.dst === undefined ? '' : ` dst ${row.dst}`;
  const master = row.master === undefined ? '' : ` master ${row.master}`;
  const flags = row.flags.map(flag => ` ${flag}`).join('');
  const state = row.state === 'reachable' ? '' : ` ${row.state}`;
  return `${row.mac} dev ${row.ifname ?? '?'}${dst}${flags}${master}${state}`;
}

export function linkText(link: Link): string {
  const peer = link.linkIndex === undefined ? (link.link ?? '') : `if${link.linkIndex}`;
  const addresses = link.addrInfo
    .filter(({family}) => family === 'inet')
    .map(({local, prefixlen}) => `${local}/${prefixlen}`);
  const words = [
    `${link.ifindex}: ${link.ifname}${peer === '' ? '' : `@${peer}`}`,
    link.infoKind ?? '',
    link.infoKind === 'vxlan' ? `id ${link.infoData?.id} dstport ${link.infoData?.port}` : '',
    link.address ?? '',
    ...addresses,
    link.master === undefined ? '' : `master ${link.master}`,
  ];
  return words.filter(word => word !== '').join(' ');
}

export function ruleText(chain: Chain, rule: Rule): string {
  const words = [
    `-t ${chain.table ?? 'filter'} -A ${chain.name}`,
    rule.protocol.value === 'all' ? '' : `-p ${rule.protocol.value}`,
    rule.destination.value === '0.0.0.0/0' ? '' : `-d ${rule.destination.value}`,
    rule.dport === undefined ? '' : `--dport ${rule.dport}`,
    rule.target === null ? '' : `-j ${rule.target}`,
    rule.mark === undefined ? '' : `--set-mark ${hex(rule.mark)}`,
    rule.toDestination === undefined ? '' : `--to-destination ${rule.toDestination}`,
  ];
  return words.filter(word => word !== '').join(' ');
}

export function hex(mark: number): string {
  return `0x${mark.toString(16)}`;
}

export function serviceText({protocol, fwmark, address, port, scheduler, servers}: VirtualService): string {
  const name = protocol === 'FWM' ? `FWM ${fwmark}` : `${protocol} ${address}:${port}`;
  return `${name} ${scheduler ?? ''} -> ${servers.map(({host}) => host).join(', ') || 'nothing'}`;
}

export function serverText(server: RealServer): string {
  return `-> ${server.host}:${server.port ?? 0} ${server.forward ?? '?'} ${server.weight ?? '?'}`;
}

export function networkText({name, driver, scope, vxlanidList, options}: NetworkInspect): string {
  const encrypted = 'encrypted' in options ? ` encrypted=${JSON.stringify(options.encrypted)}` : '';
  const vni = vxlanidList.length === 0 ? '' : ` VNI ${vxlanidList.join(',')}`;
  return `${name} ${driver === '' ? '(no driver)' : driver} ${scope}${vni}${encrypted}`;
}

export function endpointText(endpoint: {readonly name: string; readonly ipv4?: string; readonly mac?: string}): string {
  return `${endpoint.name} ${endpoint.ipv4 ?? '?'} ${endpoint.mac ?? '?'}`;
}
