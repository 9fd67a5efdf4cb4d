import {queried} from '../../assertions/output-query.ts';
import {parsers} from '../../src/parse/registry.ts';
import {printedText} from './build-recording.ts';

/** What the tutorial of 2018 says about one of its outputs, as an assertion over that output. */
export interface Statement {
  readonly says: string;
  /** The output, in `test/corpus`, and its parser. */
  readonly file: string;
  readonly parser: string;
  readonly with: Readonly<Record<string, unknown>>;
  /** A text of the output and another in its place, with which the statement is wrong. */
  readonly altered: readonly [text: string, other: string];
}

/** A value of another output of the same cluster, for a statement that joins two. */
function value(file: string, parser: string, query: string): unknown {
  return queried(parsers.get(parser)!.parse(printedText(file)).data, query).value;
}

const redisHere = (query: string) => value('ip-link/seed-container-busybox', 'ip.link', query);
const redisThere = (query: string) => value('ip-link/seed-swarm02-container', 'ip.link', query);
const host = (query: string) => value('ip-link/seed-host-swarm01', 'ip.link', query);
const sandbox = (query: string) => value('ip-link/seed-ingress-sbox-indented', 'ip.link', query);
const marks = (address: string) =>
  value(
    'iptables/seed-mangle-output',
    'iptables',
    `chains[].rules[?destination.value=='${address}/32'].mark | [] | [0]`,
  );
const fragment = (file: string, key: string) =>
  value(
    `docker-network-inspect/seed-fragment-${file}`,
    'lines',
    `rows[?contains(@, '"${key}"')] | [0] | split(@, '"')[3]`,
  );

const BRIDGES = {file: 'brctl/seed-after-swarm', parser: 'brctl.show'};
const INGRESS_FDB = {file: 'bridge-fdb/seed-ingress', parser: 'bridge.fdb'};
const VOTE_FDB = {file: 'bridge-fdb/seed-vote-1', parser: 'bridge.fdb'};
const SCALED_FDB = {file: 'bridge-fdb/seed-vote-scaled', parser: 'bridge.fdb'};
const WORKER_FDB = {file: 'bridge-fdb/seed-vote-worker', parser: 'bridge.fdb'};
const HOST = {file: 'ip-link/seed-host-swarm01', parser: 'ip.link'};
const OTHER_HOST = {file: 'ip-link/seed-host-2-indented', parser: 'ip.link'};
const REDIS = {file: 'ip-link/seed-container-busybox', parser: 'ip.link'};
const inspected = (file: string) => ({file: `docker-network-inspect/seed-fragment-${file}`, parser: 'lines'});
const OUTPUT = {file: 'iptables/seed-mangle-output', parser: 'iptables'};
const TASK_IPVS = {file: 'ipvsadm/seed-task-ns', parser: 'ipvsadm'};
const INGRESS_IPVS = {file: 'ipvsadm/seed-ingress-sbox', parser: 'ipvsadm'};
const PREROUTING = {file: 'iptables/seed-mangle-ingress-sbox', parser: 'iptables'};
const DNAT = {file: 'iptables/seed-nat-docker-ingress', parser: 'iptables'};

export const STATEMENTS: readonly Statement[] = [
  {
    says: 'before a swarm there is docker0 alone',
    file: 'brctl/seed-before-swarm',
    parser: 'brctl.show',
    with: {query: 'bridges[].name', equals: ['docker0']},
    altered: ['docker0', 'docker1'],
  },
  {
    says: 'and it has no port',
    file: 'brctl/seed-before-swarm',
    parser: 'brctl.show',
    with: {query: 'bridges[0].interfaces[0]', exists: false},
    altered: ['\tno', '\tno\t\tveth3850215'],
  },
  {
    says: 'before a swarm there are three networks',
    file: 'docker-network-ls/seed-before-swarm',
    parser: 'docker.network-ls',
    with: {query: 'sort(rows[].name)', equals: ['bridge', 'host', 'none']},
    altered: ['none ', 'nope '],
  },
  {
    says: 'docker_gwbridge is a bridge network that the swarm added',
    file: 'docker-network-ls/seed-after-swarm',
    parser: 'docker.network-ls',
    with: {query: "rows[?name=='docker_gwbridge'].driver | [0]", equals: 'bridge'},
    altered: ['docker_gwbridge     bridge ', 'docker_gwbridge     macvlan'],
  },
  {
    says: 'ingress is an overlay network that the swarm added',
    file: 'docker-network-ls/seed-after-swarm',
    parser: 'docker.network-ls',
    with: {query: "rows[?name=='ingress' && driver=='overlay'].scope | [0]", equals: 'swarm'},
    altered: ['overlay             swarm', 'overlay             local'],
  },
  {
    says: 'ingress-sbox is plugged into docker_gwbridge',
    ...inspected('gwbridge'),
    with: {query: `rows[?contains(@, '"Name": "gateway_ingress-sbox"')]`, count: 1},
    altered: ['gateway_ingress-sbox', 'gateway_other'],
  },
  {
    says: 'it has an EndpointID, the end of a veth pair: eth1 in that namespace has its MAC address',
    ...inspected('gwbridge'),
    with: {
      query: `rows[?contains(@, '"MacAddress"')] | [0] | split(@, '"')[3]`,
      equals: sandbox("links[?ifname=='eth1'].address | [0]"),
    },
    altered: ['02:42:ac:12:00:02', '02:42:ac:12:00:03'],
  },
  {
    says: 'ingress-sbox is plugged into ingress as well, with eth0',
    ...inspected('ingress'),
    with: {
      query: `rows[?contains(@, '"MacAddress"')] | [0] | split(@, '"')[3]`,
      equals: sandbox("links[?ifname=='eth0'].address | [0]"),
    },
    altered: ['02:42:0a:ff:00:02', '02:42:0a:ff:00:03'],
  },
  {
    says: 'three peers take part in ingress',
    ...inspected('ingress'),
    with: {query: `rows[?contains(@, '"IP": ')]`, count: 3},
    altered: ['"IP": "159.89.42.230"', '"Port": "159.89.42.230"'],
  },
  {
    says: '4096 is the VXLAN id of ingress',
    ...inspected('ingress'),
    with: {query: `rows[?contains(@, 'vxlanid_list')] | [0] | split(@, '"')[3]`, equals: '4096'},
    altered: ['4096', '4095'],
  },
  {
    says: 'ov-001000-wo0i1 is a bridge of the host',
    ...BRIDGES,
    with: {query: "bridges[?starts_with(name, 'ov-001000-')].name | [0]", equals: 'ov-001000-wo0i1'},
    altered: ['ov-001000-wo0i1', 'ov-001000-wo0i2'],
  },
  {
    says: 'and holds the device vx-001000-wo0i1',
    ...BRIDGES,
    with: {query: "bridges[?starts_with(name, 'ov-')].interfaces[]", contains: 'vx-001000-wo0i1'},
    altered: ['vx-001000-wo0i1', 'vx-001001-wo0i1'],
  },
  {
    says: 'the vx- device is a port of the ov- bridge, as ip sees it too',
    ...HOST,
    with: {query: "links[?ifname=='vx-001000-wo0i1'].master | [0]", equals: 'ov-001000-wo0i1'},
    altered: [
      'vx-001000-wo0i1: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1450 qdisc noqueue master ov-001000-wo0i1',
      'vx-001000-wo0i1: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1450 qdisc noqueue master docker0',
    ],
  },
  {
    says: '5e:20:18:b1:1d:0e, vlan 0 permanent, is this host: the address of its vx- device',
    ...INGRESS_FDB,
    with: {
      query: "rows[?!dst && state=='permanent'].mac | [0]",
      equals: host("links[?ifname=='vx-001000-wo0i1'].address | [0]"),
    },
    altered: ['5e:20:18:b1:1d:0e', '5e:20:18:b1:1d:0f'],
  },
  {
    says: 'one ingress endpoint is on 159.89.39.105',
    ...INGRESS_FDB,
    with: {query: "rows[?mac=='02:42:0a:ff:00:03'].dst | [0]", equals: '159.89.39.105'},
    altered: ['159.89.39.105', '159.89.39.106'],
  },
  {
    says: 'the other is on 165.227.64.215',
    ...INGRESS_FDB,
    with: {query: "rows[?mac=='02:42:0a:ff:00:04'].dst | [0]", equals: '165.227.64.215'},
    altered: ['02:42:0a:ff:00:04', '02:42:0a:ff:00:05'],
  },
  {
    says: 'there is one row for each other node, and all are permanent',
    ...INGRESS_FDB,
    with: {query: "rows[?dst && state=='permanent' && contains(flags, 'self')]", count: 2},
    altered: ['165.227.64.215 self permanent', '165.227.64.215 self'],
  },
  {
    says: '4097 is the VNI of mynet0',
    ...inspected('mynet0'),
    with: {query: `rows[?contains(@, 'vxlanid_list')] | [0] | split(@, '"')[3]`, equals: '4097'},
    altered: ['4097', '4098'],
  },
  {
    says: 'its options lack the flag encrypted',
    ...inspected('mynet0'),
    with: {query: "rows[?contains(@, 'encrypted')]", exists: false},
    altered: ['"4097"', '"4097",\n            "encrypted": ""'],
  },
  {
    says: '4098 is the VNI of vote, the next one',
    ...inspected('vote-encrypted'),
    with: {
      query: `rows[?contains(@, 'vxlanid_list')] | [0] | split(@, '"')[3]`,
      equals: String(Number(fragment('mynet0', 'com.docker.network.driver.overlay.vxlanid_list')) + 1),
    },
    altered: ['4098', '4099'],
  },
  {
    says: 'this time encryption is enabled: the key is there',
    ...inspected('vote-encrypted'),
    with: {query: `rows[?contains(@, '"encrypted": ""')]`, count: 1},
    altered: ['"encrypted"', '"decrypted"'],
  },
  {
    says: 'the service has converged: two of two tasks run',
    file: 'docker-service-create/seed-redis',
    parser: 'docker.service-progress',
    with: {query: "services[?phase=='converged'].tasks[] | [?state=='running']", count: 2},
    altered: ['2/2: running', '2/2: pending'],
  },
  {
    says: 'the encrypted overlay has the MTU 1424 in a task',
    ...REDIS,
    with: {query: "links[?ifname=='eth0'].mtu | [0]", equals: 1424},
    altered: ['mtu 1424', 'mtu 1450'],
  },
  {
    says: 'and the way out 1500',
    ...REDIS,
    with: {query: "links[?ifname=='eth1'].mtu | [0]", equals: 1500},
    altered: ['eth1: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500', 'eth1: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1499'],
  },
  {
    says: '16: eth0 <===> 17: veth4dd295a',
    ...HOST,
    with: {
      query: `links[?ifindex==\`${redisHere("links[?ifname=='eth0'].ifindex | [0]")}\` + \`1\`].ifname | [0]`,
      equals: 'veth4dd295a',
    },
    altered: ['17: veth4dd295a', '16: veth4dd295a'],
  },
  {
    says: 'veth4dd295a is on the overlay ov-001001-7672d',
    ...HOST,
    with: {query: "links[?ifname=='veth4dd295a'].master | [0]", equals: 'ov-001001-7672d'},
    altered: [
      'veth4dd295a: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1424 qdisc noqueue master ov-001001',
      'veth4dd295a: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1424 qdisc noqueue master ov-001000',
    ],
  },
  {
    says: '18: eth1 <===> 19: veth78165ba',
    ...HOST,
    with: {
      query: `links[?ifindex==\`${redisHere("links[?ifname=='eth1'].ifindex | [0]")}\` + \`1\`].ifname | [0]`,
      equals: 'veth78165ba',
    },
    altered: ['19: veth78165ba', '20: veth78165ba'],
  },
  {
    says: 'veth78165ba is on docker_gwbridge',
    ...HOST,
    with: {query: "links[?ifname=='veth78165ba'].master | [0]", equals: 'docker_gwbridge'},
    altered: [
      'veth78165ba: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc noqueue master docker_gwbridge',
      'veth78165ba: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc noqueue master docker0',
    ],
  },
  {
    says: '02:42:0a:00:00:06 is the MAC of the container on the other host',
    ...VOTE_FDB,
    with: {query: 'rows[?dst].mac', equals: [redisThere("links[?ifname=='eth0'].address | [0]")]},
    altered: ['02:42:0a:00:00:06', '02:42:0a:00:00:08'],
  },
  {
    says: 'and that host is swarm-02, 159.89.39.105',
    ...VOTE_FDB,
    with: {query: 'rows[?dst].dst', equals: ['159.89.39.105']},
    altered: ['159.89.39.105', '165.227.64.215'],
  },
  {
    says: 'the cable on swarm-02: 17: veth353ea84 of the eth0 with number 16, on the same overlay',
    file: 'ip-link/seed-swarm02-host',
    parser: 'ip.link',
    with: {
      query: `links[?ifindex==\`${redisThere("links[?ifname=='eth0'].ifindex | [0]")}\` + \`1\`].master | [0]`,
      equals: host("links[?ifname=='veth4dd295a'].master | [0]"),
    },
    altered: ['17: veth353ea84', '18: veth353ea84'],
  },
  {
    says: 'from the other end: the table of swarm-02 has the MAC of the container on swarm-01',
    ...WORKER_FDB,
    with: {
      query: "rows[?dst=='159.65.161.208'].mac",
      equals: [redisHere("links[?ifname=='eth0'].address | [0]")],
    },
    altered: ['02:42:0a:00:00:07', '02:42:0a:00:00:06'],
  },
  {
    says: 'the worker is a new tunnel endpoint, on the third node',
    ...WORKER_FDB,
    with: {query: "rows[?dst && dst!='159.65.161.208'].dst", equals: ['165.227.64.215']},
    altered: ['165.227.64.215', '159.65.161.208'],
  },
  {
    says: 'scaled to five, the table has an entry for every other task: three of redis and the worker',
    ...SCALED_FDB,
    with: {query: 'rows[?dst]', count: 4},
    altered: ['02:42:0a:00:00:0b dst 159.89.39.105 self permanent', '02:42:0a:00:00:0b vlan 0'],
  },
  {
    says: 'the old rows have not changed',
    ...SCALED_FDB,
    with: {
      query: "rows[?dst=='159.89.39.105'].mac",
      contains: value('bridge-fdb/seed-vote-1', 'bridge.fdb', 'rows[?dst].mac | [0]'),
    },
    altered: ['02:42:0a:00:00:06', '02:42:0a:00:00:0c'],
  },
  {
    says: 'what is for the overlay is sent on by IPVS',
    file: 'iptables/seed-nat-postrouting',
    parser: 'iptables',
    with: {
      query: "chains[?name=='POSTROUTING'].rules[] | [?target=='SNAT' && ipvs].destination.value | [0]",
      equals: '10.0.0.0/24',
    },
    altered: ['ipvs to:', 'to:'],
  },
  {
    says: 'to:10.0.0.11 is this container itself: the table of swarm-01 has that MAC behind this host, swarm-02',
    file: 'iptables/seed-nat-postrouting',
    parser: 'iptables',
    with: {
      query: "chains[].rules[] | [?target=='SNAT'].toSource | [0]",
      equals: addressOf(value('bridge-fdb/seed-vote-scaled', 'bridge.fdb', "rows[?dst=='159.89.39.105'].mac | [1]")),
    },
    altered: ['to:10.0.0.11', 'to:10.0.0.12'],
  },
  {
    says: '10.0.0.5 is a virtual IP: no row of a table is for it',
    ...SCALED_FDB,
    with: {query: "rows[?mac=='02:42:0a:00:00:05']", exists: false},
    altered: ['02:42:0a:00:00:0a', '02:42:0a:00:00:05'],
  },
  {
    says: 'it is marked 0x100, hexadecimal for 256',
    ...OUTPUT,
    with: {query: "chains[?name=='OUTPUT'].rules[] | [?destination.value=='10.0.0.5/32'].mark | [0]", equals: 256},
    altered: ['set 0x100', 'set 0x101'],
  },
  {
    says: 'three virtual IPs are marked, each with a number of its own',
    ...OUTPUT,
    with: {query: "sort(chains[].rules[?target=='MARK'].mark | [])", equals: [0x100, 0x101, 0x103]},
    altered: ['set 0x103', 'set 0x102'],
  },
  {
    says: 'FWM 256 has five servers',
    ...TASK_IPVS,
    with: {query: `services[?fwmark==\`${marks('10.0.0.5')}\`].servers[]`, count: 5},
    altered: ['  -> 0b0309771045:0               Masq    1      0          0\n', ''],
  },
  {
    says: 'they are the five of redis, by name as far as they have one',
    ...TASK_IPVS,
    with: {query: `services[?fwmark==\`${marks('10.0.0.5')}\`].servers[] | [?starts_with(host, 'redis.')]`, count: 3},
    altered: ['redis.5.oag34plamnmptoby9b0y', 'other.5.oag34plamnmptoby9b0y'],
  },
  {
    says: 'in turn: rr',
    ...TASK_IPVS,
    with: {query: 'services[?fwmark==`256`].scheduler | [0]', equals: 'rr'},
    altered: ['FWM  256 rr', 'FWM  256 wlc'],
  },
  {
    says: 'the mark 0x101 leads to the worker',
    ...TASK_IPVS,
    with: {query: `services[?fwmark==\`${marks('10.0.0.8')}\`].servers[].host | [0]`, matches: 'worker.1.*'},
    altered: ['FWM  257', 'FWM  258'],
  },
  {
    says: 'the mark 0x103 leads to the two tasks of vote',
    ...TASK_IPVS,
    with: {query: `services[?fwmark==\`${marks('10.0.0.13')}\`].servers[] | [?starts_with(host, 'vote.')]`, count: 2},
    altered: ['FWM  259', 'FWM  260'],
  },
  {
    says: 'the sandbox: 9 <=====> 10, the network ingress',
    ...OTHER_HOST,
    with: {
      query: `links[?ifindex==\`${sandbox('links[?mtu==`1450`].ifindex | [0]')}\` + \`1\`].master | [0]`,
      equals: 'ov-001000-lpq3t',
    },
    altered: ['10: veth28c87ba', '14: veth28c87ba'],
  },
  {
    says: 'the sandbox: 12 <=====> 13, docker_gwbridge',
    ...OTHER_HOST,
    with: {
      query: `links[?ifindex==\`${sandbox("links[?ifname=='eth1'].ifindex | [0]")}\` + \`1\`].master | [0]`,
      equals: 'docker_gwbridge',
    },
    altered: ['13: veth0740008', '15: veth0740008'],
  },
  {
    says: 'a container of vote runs on this node, beside two of redis',
    file: 'docker-ps/seed-mojibake',
    parser: 'docker.ps',
    with: {query: "rows[?starts_with(image, 'schoolofdevops/vote')].names[] | [0]", matches: 'vote.1.*'},
    altered: ['schoolofdevops/vote:latest', 'schoolofdevops/else:latest'],
  },
  {
    says: 'what is received on port 30000 is forwarded to 172.18.0.2:30000',
    ...DNAT,
    with: {
      query: "chains[?name=='DOCKER-INGRESS'].rules[] | [?target=='DNAT' && dport==`30000`].toDestination | [0]",
      equals: '172.18.0.2:30000',
    },
    altered: ['dpt:30000', 'dpt:30001'],
  },
  {
    says: '172.18.0.2 belongs to ingress_sbox',
    ...DNAT,
    with: {
      query: "chains[].rules[] | [?target=='DNAT'].toDestination | [0] | split(@, ':')[0]",
      equals: String(fragment('gwbridge', 'IPv4Address')).split('/')[0],
    },
    altered: ['to:172.18.0.2', 'to:172.18.0.3'],
  },
  {
    says: 'there it is marked 0x102',
    ...PREROUTING,
    with: {query: "chains[?name=='PREROUTING'].rules[] | [?dport==`30000`].mark | [0]", equals: 0x102},
    altered: ['set 0x102', 'set 0x104'],
  },
  {
    says: '0x102 = 258, the FWM of the sandbox',
    ...INGRESS_IPVS,
    with: {
      query: 'services[].fwmark',
      equals: [value(PREROUTING.file, PREROUTING.parser, 'chains[].rules[?dport==`30000`].mark | [] | [0]')],
    },
    altered: ['FWM  258', 'FWM  102'],
  },
  {
    says: 'FWM 258 has two servers on ingress',
    ...INGRESS_IPVS,
    with: {query: 'services[?fwmark==`258`].servers[].host', equals: ['10.255.0.6', '10.255.0.7']},
    altered: ['10.255.0.7', '10.255.0.8'],
  },
  {
    says: 'and chooses between them in turn',
    ...INGRESS_IPVS,
    with: {query: 'services[?fwmark==`258`].scheduler | [0]', equals: 'rr'},
    altered: ['258 rr', '258 sh'],
  },
];

/** The IP address that Docker made an overlay's MAC address from. */
function addressOf(mac: unknown): string {
  const bytes = String(mac).split(':').slice(2);
  return bytes.map(byte => Number.parseInt(byte, 16)).join('.');
}
