import {alike, type Fault} from './fault.ts';

/** A resolver inside the task of f-redis to which every name is 10.9.9.9, and the way of a query to it. */
const LIAR = `nsenter --net=/var/run/docker/netns/{redis3.ns} perl -MIO::Socket::INET -e '
  my $socket = IO::Socket::INET->new(LocalAddr => "127.0.0.1", LocalPort => 5353, Proto => "udp");
  while ($socket->recv(my $query, 512)) {
    my $question = substr($query, 12, index($query, "\\0", 12) - 7);
    my $answer = pack("H*", "c00c000100010000003c00040a090909");
    $socket->send(substr($query, 0, 2) . pack("H*", "81800001000100000000") . $question . $answer);
  }' >/dev/null 2>&1 </dev/null & echo $! >/tmp/fault-pid;`;
const TO_LIAR = '-d 127.0.0.11 -p udp --dport 53 -j DNAT --to-destination 127.0.0.1:5353';

/** The way from a task, or a load balancer, to the bridge of a network. */
export const WIRING: readonly Fault[] = [
  {
    name: "a task's interface is down",
    node: 'swarm-01',
    harm: 'inside {redis1.ns} ip link set {redis1.if} down',
    undo: 'inside {redis1.ns} ip link set {redis1.if} up',
    fails: {
      'veth.pair f-net': ['down', 'swarm-01: {redis1.if} of f-redis on swarm-01 is not up'],
      'gwbridge.member f-redis': [
        'no_route',
        'swarm-01: f-redis on swarm-01 reaches {net.subnet} of f-net by no route',
      ],
    },
  },
  {
    name: "the other end of a task's interface is down",
    node: 'swarm-01',
    harm: 'inside {ingress} ip link set {vote1.peer} down',
    undo: 'inside {ingress} ip link set {vote1.peer} up',
    fails: {
      'veth.pair ingress': [
        'down',
        'swarm-01: {vote1.peer} in {ingress}, where f-vote on swarm-01 is plugged in, is not up',
      ],
      'ingress.walk 31999': ['port', 'port 31999 on swarm-01 ends at the wire to the task: {vote1.peer} in {ingress}'],
      'mesh.reachable 31999': ['some_lost', 'swarm-0'],
      'lb.spread 31999': ['not_all', 'swarm-0'],
    },
    probes: ['probe.mesh'],
  },
  {
    name: "the other end of a task's interface is not in the bridge",
    node: 'swarm-02',
    harm: 'inside {net} ip link set {redis2.peer} nomaster',
    undo: 'inside {net} ip link set {redis2.peer} master br0',
    fails: {
      'veth.pair f-net': [
        'not_in_bridge',
        'swarm-02: {redis2.if} of f-redis on swarm-02 ends at {redis2.peer} in {net}',
      ],
    },
  },
  {
    name: "the other end of a load balancer's interface is not in the bridge",
    node: 'swarm-02',
    harm: 'inside {net} ip link set {lb2.peer} nomaster',
    undo: 'inside {net} ip link set {lb2.peer} master br0',
    fails: {
      'sbox.has f-net': ['not_in_bridge', 'swarm-02: {lb2.if} of {lb} ends at {lb2.peer} in {net}'],
    },
  },
  {
    name: 'a task has lost its address',
    node: 'swarm-03',
    harm: 'inside {redis3.ns} ip addr del {redis3.ip}/24 dev {redis3.if}',
    undo: 'inside {redis3.ns} ip addr add {redis3.ip}/24 brd + dev {redis3.if}',
    fails: alike(
      [
        'net.mtu f-net',
        'iface.role f-net',
        'veth.pair f-net',
        'gwbridge.member f-redis',
        'fdb.has-remote-mac f-net',
        'fdb.reverse f-net',
        'neigh.has f-redis',
        'neigh.has f-net',
      ],
      'no_interface',
      'swarm-03: no interface of f-redis on swarm-03 (namespace {redis3.ns}) has the address {redis3.ip}',
    ),
  },
  {
    name: 'a task has another MAC',
    node: 'swarm-03',
    harm: 'inside {redis3.ns} ip link set {redis3.if} address 02:42:0a:00:01:f7',
    undo: 'inside {redis3.ns} ip link set {redis3.if} address {redis3.mac}',
    fails: alike(
      [
        'net.mtu f-net',
        'iface.role f-net',
        'veth.pair f-net',
        'gwbridge.member f-redis',
        'fdb.has-remote-mac f-net',
        'fdb.reverse f-net',
        'neigh.has f-redis',
        'neigh.has f-net',
      ],
      'other_mac',
      'swarm-03: {redis3.if} of f-redis on swarm-03 (namespace {redis3.ns}) has the MAC 02:42:0a:00:01:f7, its endpoint {redis3.mac}',
    ),
  },
  {
    name: 'a task has no way to its network',
    node: 'swarm-02',
    harm: 'inside {redis2.ns} ip route del {net.subnet}',
    undo: 'inside {redis2.ns} ip route add {net.subnet} dev {redis2.if} proto kernel scope link src {redis2.ip}',
    fails: {
      'gwbridge.member f-redis': [
        'no_route',
        'swarm-02: f-redis on swarm-02 reaches {net.subnet} of f-net by no route',
      ],
    },
  },
  {
    name: 'a task has no default route',
    node: 'swarm-02',
    harm: 'inside {vote2.ns} ip route del default',
    undo: 'inside {vote2.ns} ip route add default via {vote2.way}',
    fails: {
      'gwbridge.member f-vote': ['no_default', 'swarm-02: f-vote on swarm-02 has no default route'],
    },
  },
  {
    name: "a task's way out of the cluster is not in docker_gwbridge",
    node: 'swarm-01',
    harm: 'ip link set {vote1.gate} nomaster',
    undo: 'ip link set {vote1.gate} master docker_gwbridge',
    fails: alike(
      ['veth.pair docker_gwbridge', 'gwbridge.member f-vote'],
      'not_in_bridge',
      'swarm-01: ',
      'of f-vote on swarm-01 ends at {vote1.gate} in host',
    ),
  },
  {
    name: "ingress_sbox's way in is not in docker_gwbridge",
    node: 'swarm-01',
    harm: 'ip link set {sbox1.gate} nomaster',
    undo: 'ip link set {sbox1.gate} master docker_gwbridge',
    fails: {
      'sbox.has': ['not_in_bridge', 'swarm-01: {sbox1.out} of ingress_sbox ends at {sbox1.gate} in host'],
      'ingress.walk 31999': [
        'gateway',
        'port 31999 on swarm-01 ends at the wire into ingress_sbox: {sbox1.out} of ingress_sbox ends at {sbox1.gate}',
      ],
    },
  },
  {
    name: 'docker_gwbridge is down',
    node: 'swarm-03',
    harm: 'ip link set docker_gwbridge down',
    undo: 'ip link set docker_gwbridge up',
    fails: {
      ...alike(
        ['veth.pair docker_gwbridge', 'gwbridge.member f-vote'],
        'down',
        'swarm-03: docker_gwbridge in host, where f-vote on swarm-03 is plugged in, is not up',
      ),
      'gwbridge.member f-redis': [
        'down',
        'swarm-03: docker_gwbridge in host, where f-redis on swarm-03 is plugged in, is not up',
      ],
      'sbox.has': ['down', 'swarm-03: docker_gwbridge in host, where ingress_sbox is plugged in, is not up'],
      'ingress.walk 31999': ['gateway', 'port 31999 on swarm-03 ends at the wire into ingress_sbox'],
      'mesh.reachable 31999': ['no_answer', 'swarm-03: '],
      'lb.spread 31999': ['not_all', 'swarm-03: '],
    },
    probes: ['probe.mesh'],
  },
  {
    name: 'the resolver of a task lies',
    node: 'swarm-03',
    harm: `${LIAR} inside {redis3.ns} iptables -t nat -I OUTPUT ${TO_LIAR}`,
    undo: `inside {redis3.ns} iptables -t nat -D OUTPUT ${TO_LIAR}; kill $(cat /tmp/fault-pid)`,
    fails: alike(
      ['dns.vip f-net', 'dns.tasks f-net'],
      'other_address',
      'swarm-03: in the container',
      'is 10.9.9.9, not',
    ),
    probes: ['probe.dns'],
  },
  {
    // No answer is no word on the names: it cannot be told whether the resolver is slow or gone.
    name: 'the resolver of a task is cut off',
    node: 'swarm-03',
    harm: 'save {redis3.ns} nat; inside {redis3.ns} iptables -t nat -F DOCKER_OUTPUT',
    undo: 'restore {redis3.ns} nat',
    fails: {},
    unknown: [/^dns\./, 'swarm-03', 'the resolver did not answer'],
    probes: ['probe.dns'],
  },
];
