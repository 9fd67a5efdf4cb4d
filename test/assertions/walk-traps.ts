import type {Snapshot} from '../../src/core/facts.ts';
import type {FdbEntry} from '../../src/core/rows/bridge.ts';
import type {Rule} from '../../src/core/rows/iptables.ts';
import type {VirtualService} from '../../src/core/rows/ipvs.ts';
import type {Link} from '../../src/core/rows/link.ts';
import {edited, netnsOf, type Rows} from './edit.ts';
import {inFront, PLAIN, published, rules, sandboxOf, type Trap, trap} from './trap.ts';

const PORT = {port: 30000};
/** vote.2 of the fixture runs on swarm-02, vote.1 on swarm-01, none on swarm-03. */
const VOTE_2 = '02:42:0a:00:00:07';
const TCP = {protocol: {not: false, value: 'tcp'}, dport: 30000};
const SANDBOX = 'swarm-01/ingress_sbox';
const INGRESS = netnsOf(published, 'swarm-01', 'ingress');
const INGRESS_2 = netnsOf(published, 'swarm-02', 'ingress');
const TASK_2 = `swarm-02/${sandboxOf(published, 'swarm-02', 'vote.2')}`;
const isMark = (rule: Rule, chain: string) => rule.target === 'MARK' && chain === 'PREROUTING';

function walk(title: string, snapshot: Snapshot, code: string | null, says: string, args: Trap['args'] = PORT): Trap {
  return trap('ingress.walk', args, title, snapshot, code, says);
}

function links(place: string, change: (link: Link) => Link | undefined): Snapshot {
  return edited(published, 'ns.links', place, rows => rows.flatMap(link => change(link) ?? []));
}

function isDown({flags, ...link}: Link): Link {
  return {...link, flags: flags.filter(flag => flag !== 'UP')};
}

function fdb(place: string, change: (row: FdbEntry) => FdbEntry | undefined): Snapshot {
  return edited(published, 'ns.fdb', place, rows => rows.flatMap(row => change(row) ?? []));
}

/** The port at the bridge that an interface of a namespace is plugged into. */
function plugOf(place: string, mac: string): number | undefined {
  const rows = published.facts.get(`ns.links@${place}`)!.rows as Rows<'ns.links'>;
  return rows.find(({address}) => address === mac)?.linkIndex;
}

const PLUG_2 = plugOf(TASK_2, VOTE_2);
const PLUG_GATE = plugOf(SANDBOX, '02:42:ac:12:00:02');

/**
 * Each of the seven parts is right by itself on swarm-01, and they are about different things: the port gets the mark of
 * another IPVS service, which spreads over other tasks, and the engine tells no mark that would give it away.
 */
function strangers(servers: VirtualService['servers']): Snapshot {
  const marked = rules((rule, chain) => (isMark(rule, chain) ? {...rule, mark: 0x104} : rule), SANDBOX);
  const silent = edited(marked, 'docker.networks', 'swarm-01', rows =>
    rows.map(row => ({...row, services: row.services.map(({localLbIndex: _, ...one}) => one)})),
  );
  return edited(silent, 'ns.ipvs', SANDBOX, rows => [
    ...rows,
    {protocol: 'FWM', fwmark: 0x104, scheduler: 'rr', servers},
  ]);
}

const server = (host: string) => ({host, port: 0, forward: 'Masq' as const, weight: 1});
export const SEVEN_GREEN = strangers([server('10.0.0.8'), server('10.0.0.9')]);

export const WALK_TRAPS: readonly Trap[] = [
  walk('seven right parts of different ways', SEVEN_GREEN, 'servers', 'vote.1 (10.0.0.6) is no real server of FWM 260'),
  walk(
    'one server more, that is a task of another service',
    strangers([server('10.0.0.6'), server('10.0.0.7'), server('10.0.1.8')]),
    'servers',
    '10.0.1.8 in FWM 260 in ingress_sbox is no running task of vote',
  ),
  walk('the port is not published', published, 'not_published', '30001', {port: 30001}),
  walk(
    'the host sends to another container on the same bridge',
    rules(
      rule => (rule.target === 'DNAT' && rule.dport === 30000 ? {...rule, toDestination: '172.18.0.5:30000'} : rule),
      'swarm-03/host',
    ),
    'dnat',
    'port 30000 on swarm-03 ends at the DNAT rule of the host: PREROUTING sends port 30000 to 172.18.0.5:30000',
  ),
  walk(
    'the rule is met by the node itself only',
    rules(
      (rule, chain) => (chain === 'PREROUTING' && rule.target === 'DOCKER-INGRESS' ? undefined : rule),
      'swarm-03/host',
    ),
    'dnat',
    'do not come from PREROUTING',
  ),
  walk(
    'the sandbox has moved to another address',
    links('swarm-02/ingress_sbox', link => ({
      ...link,
      addrInfo: link.addrInfo.map(one => ({...one, local: one.local.replace('172.18.0.2', '172.18.0.3')})),
    })),
    'gateway',
    'port 30000 on swarm-02 ends at the wire into ingress_sbox',
  ),
  walk(
    'the firewall drops what the sandbox would get',
    inFront('swarm-02/host', 'filter', 'DOCKER-USER', {...TCP, target: 'DROP'}),
    'accept',
    'are dropped by -t filter -A DOCKER-USER',
  ),
  walk(
    "the sandbox's port at the bridge is down",
    links('swarm-01/host', link => (link.ifindex === PLUG_GATE ? isDown(link) : link)),
    'gateway',
    'is not up',
  ),
  walk(
    'the bridge of the sandbox is down',
    links('swarm-02/host', link => (link.ifname === 'docker_gwbridge' ? isDown(link) : link)),
    'gateway',
    'docker_gwbridge in host, where ingress_sbox is plugged in, is not up',
  ),
  walk(
    'only packets for the virtual address get the mark',
    rules((rule, chain) => (isMark(rule, chain) ? undefined : rule), SANDBOX),
    'mark',
    'port 30000 on swarm-01 ends at the mark: no rule of mangle PREROUTING in ingress_sbox marks port 30000',
  ),
  walk(
    'the mark is that of another service, and the engine tells',
    rules((rule, chain) => (isMark(rule, chain) ? {...rule, mark: 0x100} : rule), SANDBOX),
    'mark',
    'its service on this node has 0x102',
  ),
  walk(
    'the IPVS service is there in another namespace only',
    edited(published, 'ns.ipvs', SANDBOX, rows => rows.map(row => ({...row, fwmark: 0x100}))),
    'fwm',
    'no service FWM 258 for the mark 0x102',
  ),
  walk(
    'a server is missing',
    edited(published, 'ns.ipvs', SANDBOX, rows => rows.map(row => ({...row, servers: row.servers.slice(1)}))),
    'servers',
    'vote.1 (10.0.0.6) is no real server',
  ),
  walk(
    'what is sent has the address of another node',
    rules(rule => (rule.toSource === '10.0.0.2' ? {...rule, toSource: '10.0.0.3'} : rule), SANDBOX),
    'snat',
    'gives 10.0.0.3, the load balancer has 10.0.0.2',
  ),
  walk(
    'the sandbox is not in the bridge of the overlay',
    links(INGRESS_2, ({master, ...link}) => (link.ifname === 'veth0' ? link : {...link, ...(master && {master})})),
    'overlay',
    'is not in the bridge of ingress',
  ),
  walk(
    'the neighbour row gives another MAC',
    edited(published, 'ns.neigh', INGRESS, rows =>
      rows.map(row => (row.dst === '10.0.0.7' ? {...row, lladdr: '02:42:0a:00:00:08'} : row)),
    ),
    'neigh',
    'gives 02:42:0a:00:00:08, the task has 02:42:0a:00:00:07',
  ),
  walk(
    'the forwarding row is gone',
    fdb(INGRESS, row => (row.mac === VOTE_2 ? undefined : row)),
    'fdb',
    'port 30000 on swarm-01 ends at the forwarding table: no permanent fdb row for 02:42:0a:00:00:07 (vote.2 on swarm-02)',
  ),
  walk(
    'the forwarding row is in the table of another overlay',
    edited(
      fdb(INGRESS, row => (row.mac === VOTE_2 ? undefined : row)),
      'ns.fdb',
      netnsOf(published, 'swarm-01', 'vote'),
      rows => [...rows, {mac: VOTE_2, ifname: 'vxlan0', dst: '10.77.0.12', flags: ['self'], state: 'permanent'}],
    ),
    'fdb',
    'no permanent fdb row',
  ),
  walk(
    'the forwarding row leads to a node without the task',
    fdb(INGRESS, row => (row.mac === VOTE_2 ? {...row, dst: '10.77.0.13'} : row)),
    'fdb',
    `frames for ${VOTE_2} (vote.2) leave swarm-01 to 10.77.0.13, but the task is on 10.77.0.12, swarm-02`,
  ),
  walk(
    'the tunnel has another VNI at its far end',
    links(INGRESS_2, link => (link.infoKind === 'vxlan' ? {...link, infoData: {...link.infoData, id: 4097}} : link)),
    'tunnel',
    'ends at the tunnel, on swarm-02: vxlan0',
  ),
  walk(
    'the tunnel is out of the bridge at its near end',
    links(netnsOf(published, 'swarm-03', 'ingress'), ({master, ...link}) =>
      link.infoKind === 'vxlan' ? link : {...link, ...(master && {master})},
    ),
    'tunnel',
    'port 30000 on swarm-03 ends at the tunnel: vxlan0',
  ),
  walk(
    'the interface of the task has another MAC than its engine says',
    links(TASK_2, link => (link.address === VOTE_2 ? {...link, address: '02:42:0a:00:00:17'} : link)),
    'task',
    'has the MAC 02:42:0a:00:00:17, its endpoint 02:42:0a:00:00:07',
  ),
  walk(
    'the engine knows the task by another address than IPVS',
    edited(published, 'docker.containers', 'swarm-02', rows =>
      rows.map(row => ({
        ...row,
        networks: row.networks.map(one => (one.ipv4 === '10.0.0.7' ? {...one, ipv4: '10.0.0.8'} : one)),
      })),
    ),
    'task',
    'vote.2 has the address 10.0.0.8 on ingress, IPVS sends to 10.0.0.7',
  ),
  walk(
    'the container of the task has ended',
    edited(published, 'docker.containers', 'swarm-02', rows =>
      rows.map(row => (row.name.startsWith('vote.2.') ? {...row, running: false, status: 'exited'} : row)),
    ),
    'task',
    'its container is exited',
  ),
  walk(
    'a task on the node itself is not in the bridge',
    links(INGRESS_2, ({master, ...link}) => (link.ifindex === PLUG_2 ? link : {...link, ...(master && {master})})),
    'port',
    'port 30000 on swarm-02 ends at the wire to the task',
    {...PORT, node: 'swarm-02'},
  ),
  walk(
    "the task's port at the bridge is down",
    links(INGRESS_2, link => (link.ifindex === PLUG_2 ? isDown(link) : link)),
    'port',
    'is not up',
    {...PORT, node: 'swarm-03'},
  ),
  walk(
    'the task does not redirect',
    rules(rule => (rule.target === 'REDIRECT' ? undefined : rule), TASK_2),
    'redirect',
    'nothing in the namespace',
  ),
  walk(
    'the task redirects to a port that it does not listen on',
    rules(rule => (rule.target === 'REDIRECT' ? {...rule, toPorts: '8080'} : rule), TASK_2),
    'redirect',
    'redirects port 30000 to 8080, its service listens on 80',
  ),
  walk(
    'the task redirects what comes for another address',
    rules(
      rule => (rule.target === 'REDIRECT' ? {...rule, destination: {not: false, value: '10.0.1.15/32'}} : rule),
      TASK_2,
    ),
    'redirect',
    'do not come to the rule',
  ),
  walk(
    'the namespace of the task drops',
    rules(rule => (rule.target === 'ACCEPT' && rule.dport === 80 ? undefined : rule), TASK_2),
    'input',
    'packets for port 80 are dropped',
  ),
  walk(
    'the policy in the namespace of the task drops',
    edited(published, 'ns.iptables', TASK_2, rows =>
      rows.map(row => (row.table === 'filter' && row.name === 'INPUT' ? {...row, policy: 'DROP', rules: []} : row)),
    ),
    'input',
    'by -t filter -P INPUT DROP',
  ),
  walk(
    'the way back is not known on the node of the task',
    fdb(INGRESS_2, row => (row.mac === '02:42:0a:00:00:04' ? undefined : row)),
    'back',
    'port 30000 on swarm-03 ends at the way back, on swarm-02: no permanent fdb row for 02:42:0a:00:00:04 (ingress_sbox on swarm-03)',
  ),
  walk(
    'ingress_sbox drops the answers that it forwards',
    edited(published, 'ns.iptables', SANDBOX, rows => [
      ...rows,
      {table: 'filter', name: 'FORWARD', policy: 'ACCEPT', rules: [{...PLAIN, target: 'DROP'}]},
    ]),
    'back',
    'ends at the way back: answers of vote.1 are dropped in ingress_sbox by -t filter -A FORWARD',
  ),
  walk(
    'ingress_sbox forwards no answers that no rule accepts',
    edited(published, 'ns.iptables', 'swarm-03/ingress_sbox', rows => [
      ...rows,
      {table: 'filter', name: 'FORWARD', policy: 'DROP', rules: []},
    ]),
    'back',
    'are dropped in ingress_sbox by -t filter -P FORWARD DROP',
  ),
  walk(
    'ingress_sbox leads the port elsewhere',
    edited(published, 'ns.iptables', SANDBOX, rows => [
      ...rows.filter(({table, name}) => table !== 'nat' || name !== 'PREROUTING'),
      {
        table: 'nat',
        name: 'PREROUTING',
        policy: 'ACCEPT',
        rules: [{...PLAIN, ...TCP, target: 'REDIRECT', toPorts: '9'}],
      },
    ]),
    'mark',
    'port 30000 is led elsewhere in ingress_sbox',
  ),
  walk(
    'the bridge is told another port for the task',
    edited(published, 'ns.fdb', INGRESS_2, rows => [
      ...rows,
      {mac: VOTE_2, ifname: 'veth9', flags: [], master: 'br0', state: 'static'},
    ]),
    'port',
    `sends frames for ${VOTE_2} out of veth9`,
  ),
  walk(
    'the forwarding row sends with another VNI',
    fdb(INGRESS, row => (row.mac === VOTE_2 ? {...row, vni: 4097} : row)),
    'fdb',
    'sends with the VNI 4097, not 4096',
  ),
  walk(
    'packets may be dropped by a rule that asks for what is not known',
    inFront('swarm-01/host', 'filter', 'FORWARD', {...PLAIN, ...TCP, target: 'DROP', extra: ['-m recent --name ban']}),
    'accept',
    'are dropped by',
  ),
];
