import type {EngineInfo, XfrmRow} from '../core/facts.ts';
import type {FdbEntry} from '../core/rows/bridge.ts';
import type {NetworkInspect, NodeInspect, ServiceInspect, ServicePort, TaskInspect} from '../core/rows/inspect.ts';
import type {Chain, Neg, Rule} from '../core/rows/iptables.ts';
import type {RealServer, VirtualService} from '../core/rows/ipvs.ts';
import type {Link} from '../core/rows/link.ts';
import type {Neigh} from '../core/rows/neigh.ts';
import type {DnsAnswer, MeshReply} from '../core/rows/probe.ts';
import type {Route, Rule as RoutingRule} from '../core/rows/route.ts';
import type {Socket} from '../core/rows/socket.ts';
import type {Sysctl} from '../core/rows/sysctl.ts';
import type {GossipPacket, WireFrame, WireRequest} from '../core/rows/wire.ts';

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
  const vxlan = link.infoKind === 'vxlan' ? ` id ${link.infoData?.id} dstport ${link.infoData?.port}` : '';
  let text = `${link.ifindex}: ${link.ifname}${peer === '' ? '' : `@${peer}`}${after(link.infoKind)}${vxlan}`;
  text += after(link.address);
  for (const {family, local, prefixlen} of link.addrInfo) if (family === 'inet') text += ` ${local}/${prefixlen}`;
  return link.master === undefined ? text : `${text} master ${link.master}`;
}

function after(word: string | undefined): string {
  return word === undefined || word === '' ? '' : ` ${word}`;
}

export function ruleText(chain: Chain, rule: Rule): string {
  const words = [
    `-t ${chain.table ?? 'filter'} -A ${chain.name}`,
    rule.protocol.value === 'all' ? '' : `-p ${rule.protocol.value}`,
    optionText('-i', rule.inInterface, '*'),
    optionText('-o', rule.outInterface, '*'),
    optionText('-s', rule.source, '0.0.0.0/0'),
    optionText('-d', rule.destination, '0.0.0.0/0'),
    rule.ipvs === true ? '-m ipvs' : '',
    rule.sport === undefined ? '' : `--sport ${rule.sport}`,
    rule.dport === undefined ? '' : `--dport ${rule.dport}`,
    rule.target === null ? '' : `-j ${rule.target}`,
    rule.mark === undefined ? '' : `--set-mark ${hex(rule.mark)}`,
    rule.toDestination === undefined ? '' : `--to-destination ${rule.toDestination}`,
    rule.toSource === undefined ? '' : `--to-source ${rule.toSource}`,
    rule.target === 'CT' ? rule.extra.join(' ') : '',
  ];
  return words.filter(word => word !== '').join(' ');
}

function optionText(option: string, {not, value}: Neg<string>, any: string): string {
  return value === any ? '' : `${not ? '! ' : ''}${option} ${value}`;
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

export function engineText({hostname, swarm, nodeId, clusterId, nodeAddr}: EngineInfo): string {
  const words = [hostname, swarm, nodeId ?? '', nodeAddr ?? '', clusterId === undefined ? '' : `cluster ${clusterId}`];
  return words.filter(word => word !== '').join(' ');
}

export function nodeText({id, hostname, role, availability, state}: NodeInspect): string {
  return `${id} ${hostname} ${role} ${state} ${availability}`;
}

/** Ids are cut as docker cuts them. */
export function taskText({id, slot, desiredState, state}: TaskInspect): string {
  const wanted = desiredState === state ? '' : ` (to be ${desiredState})`;
  return `task ${id.slice(0, 12)}${slot === undefined ? '' : `, slot ${slot},`} ${state}${wanted}`;
}

export function peerText(network: string, {name, ip}: NetworkInspect['peers'][number]): string {
  return `${network} peer ${name} ${ip}`;
}

/** A link with its MTU behind, which `linkText` leaves out. */
export function mtuText(link: Link): string {
  return `${linkText(link)} mtu ${link.mtu ?? '?'}`;
}

export function neighText({dst, dev, lladdr, state}: Neigh): string {
  return `${dst} dev ${dev ?? '?'} lladdr ${lladdr ?? '?'} ${state.join(' ')}`;
}

export function portText({name}: ServiceInspect, port: ServicePort): string {
  return `${name} ${port.publishedPort ?? '?'}->${port.targetPort}/${port.protocol} ${port.publishMode}`;
}

/** A virtual address as the manager lists it for a service. */
export function vipText({name}: ServiceInspect, {networkId, ipv4}: ServiceInspect['virtualIps'][number]): string {
  return `${name} VIP ${ipv4 ?? '?'} on ${networkId.slice(0, 12)}`;
}

/** A service as `docker network inspect -v` lists it on a node. */
export function serviceOnText(network: string, {name, vip, localLbIndex}: NetworkInspect['services'][number]): string {
  return `${network} service ${name} VIP ${vip ?? 'none'} mark ${localLbIndex ?? 'none'}`;
}

/** As `ip route` prints it, but for what a way does not depend on: `unreachable 10.0.1.4`, `default via 172.18.0.1 dev eth1`. */
export function routeText({type = 'unicast', dst, gateway, via, dev, nexthops, table = 'main'}: Route): string {
  const router = gateway ?? via?.host;
  const words = [
    type === 'unicast' ? '' : type,
    dst,
    router === undefined ? '' : `via ${router}`,
    dev === undefined ? '' : `dev ${dev}`,
    table === 'main' ? '' : `table ${table}`,
    ...(nexthops ?? []).map(one => `nexthop dev ${one.dev ?? '?'}`),
  ];
  return words.filter(word => word !== '').join(' ');
}

/** As `ip rule` prints it, but for who made it: `100: from 10.0.1.0/24 fwmark 0x1 lookup 7`. */
export function routingRuleText(rule: RoutingRule): string {
  const {priority, not, src, dst, fwmark, fwmask, iif, oif, action, table, goto, selectors = {}} = rule;
  const {protocol: _, ...conditions} = selectors;
  const words = [
    `${priority}:`,
    not ? 'not' : '',
    `from ${src}`,
    dst === undefined ? '' : `to ${dst}`,
    fwmark === undefined ? '' : `fwmark ${hex(fwmark)}${fwmask === undefined ? '' : `/${hex(fwmask)}`}`,
    iif === undefined ? '' : `iif ${iif}`,
    oif === undefined ? '' : `oif ${oif}`,
    ...Object.entries(conditions).map(([name, value]) => `${name} ${value}`),
    action,
    action === 'lookup' ? (table ?? '[l3mdev-table]') : action === 'goto' ? String(goto ?? '?') : '',
  ];
  return words.filter(word => word !== '').join(' ');
}

/** As `sysctl` prints it, which changes dots and slashes round: `net.ipv4.conf.eth0.forwarding = 1`. */
export function sysctlText({path, value}: Sysctl): string {
  return `${settingName(path)} = ${value}`;
}

export function settingName(path: string): string {
  return path.replaceAll(/[./]/g, sign => (sign === '.' ? '/' : '.'));
}

export function socketText({protocol, state, local, processes}: Socket): string {
  const owner = processes?.map(({program, pid}) => `${program}/${pid}`).join(',');
  const address = local?.address.includes(':') ? `[${local.address}]` : (local?.address ?? '?');
  return `${protocol ?? '?'} ${state ?? '-'} ${address}:${local?.port ?? '*'} ${owner || 'kernel'}`;
}

export function xfrmText(row: XfrmRow): string {
  if (row.kind === 'state') return `state ${row.src} -> ${row.dst} ${row.proto} spi 0x${row.spi.toString(16)}`;
  const {sel, dir, mark} = row;
  const port = sel.dport === undefined ? '' : ` ${sel.proto ?? ''} dport ${sel.dport}`;
  return `policy ${dir} ${sel.src} -> ${sel.dst}${port}${mark === undefined ? '' : ` mark ${hex(mark.value)}`}`;
}

/** What several containers of a node were told for one name. */
export function answersText(name: string, answers: readonly DnsAnswer[]): string {
  const said = answers.map(({container, addresses}) => `in ${container} ${addresses.join(', ') || 'unknown'}`);
  return `${name} is ${said.join('; ')}`;
}

/** All replies to one node's requests to another. */
export function repliesText(replies: readonly MeshReply[]): string {
  const [first] = replies;
  const said = replies.map(({code, body}) => (code === 0 ? 'nothing' : `${code} ${body.split('\n')[0] ?? ''}`));
  return `${first?.to}:${first?.port}: ${said.join('; ')}`;
}

/** What a node asked another over an overlay, or a packet that passed between them. */
export function wireText(row: WireRequest | WireFrame): string {
  const {kind, src, dst, inner} = row;
  if (kind === 'request') {
    const end = row.isAnswered ? 'answered' : 'not answered';
    return `${src} > ${dst} VNI ${row.vni}: ${row.inner.src} asked ${row.inner.dst} with ${row.size} bytes, ${end}`;
  }
  if (row.protocol === 'esp') return `${src} > ${dst} ESP ${row.length ?? '?'} bytes`;
  const inside = inner === undefined ? '' : `: ${inner.src} > ${inner.dst}${row.isMarked ? ' with the mark' : ''}`;
  return `${src} > ${dst} udp ${row.dport ?? '?'} VNI ${row.vni ?? '?'}${inside}`;
}

/**
 * A datagram of gossip that can only be an answer: memberlist's ackResp and nackResp take 11 to 22 bytes, 34 more with
 * encryption and checksum. What asks, or tells news, names a node, and so is longer.
 */
export function isAnswer({protocol, length}: GossipPacket): boolean {
  return protocol === 'udp' && length <= 64;
}

/** What packets of gossip that are told together have in common. */
export function gossipName(packet: GossipPacket): string {
  const {src, dst, protocol, dport} = packet;
  return `${src} > ${dst} ${protocol} ${dport}${isAnswer(packet) ? ' answers' : ''}`;
}

export function gossipText(packets: readonly GossipPacket[]): string {
  const [first] = packets;
  const lengths = packets.map(({length}) => length).join(', ');
  return first === undefined ? 'nothing' : `${gossipName(first)}: ${lengths} bytes`;
}
