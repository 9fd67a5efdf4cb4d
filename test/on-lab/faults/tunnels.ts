import {alike, type Fault} from './fault.ts';

/**
 * Makes the vxlan device of f-net anew, as the engine does: on the host, whose socket it uses, and then moved. The rows
 * that it had go with the old one and are put back.
 */
const tunnel = (id: string, port: string) => `
set -e
inside {net} bridge fdb show dev vxlan0 | grep ' dst ' | sed 's/^\\([^ ]*\\) dst \\([^ ]*\\) .*/\\1 dev vxlan0 dst \\2 self permanent/' >/tmp/fault-fdb
inside {net} ip neigh show dev vxlan0 nud permanent | sed 's/ PERMANENT.*/ dev vxlan0 nud permanent/' >/tmp/fault-neigh
inside {net} ip link del vxlan0
ip link add fault0 type vxlan id ${id} dstport ${port} proxy l2miss l3miss
ip link set fault0 netns /var/run/docker/netns/{net} name vxlan0
inside {net} ip link set vxlan0 mtu 1424 master br0 up
while read -r x; do inside {net} bridge fdb replace $x; done </tmp/fault-fdb
while read -r x; do inside {net} ip neigh replace $x; done </tmp/fault-neigh`;

/** The overlays' vxlan devices and bridges, and the wire under them. */
export const TUNNELS: readonly Fault[] = [
  {
    name: 'the vxlan device of ingress is down',
    node: 'swarm-01',
    harm: 'inside {ingress} ip neigh show dev vxlan0 nud permanent >/tmp/fault-neigh; inside {ingress} ip link set vxlan0 down',
    // Down, the device loses its neighbours, and does not get them back.
    undo: `inside {ingress} ip link set vxlan0 up
sed 's/ PERMANENT.*//' /tmp/fault-neigh | while read -r x; do inside {ingress} ip neigh replace $x dev vxlan0 nud permanent; done`,
    fails: {
      'vxlan.device ingress': ['down', 'swarm-01: vxlan0 in {ingress} is not up'],
      'neigh.has ingress': ['no_row', 'swarm-01: no neighbour row for'],
      'ingress.walk 31999': ['neigh', 'port 31999 on swarm-01 ends at the neighbour table'],
      'mesh.reachable 31999': ['some_lost', 'swarm-01: '],
      'lb.spread 31999': ['not_all', 'swarm-01: '],
    },
    probes: ['probe.mesh'],
  },
  {
    name: 'the vxlan device is not in the bridge',
    node: 'swarm-02',
    harm: 'inside {net} ip link set vxlan0 nomaster',
    undo: 'inside {net} ip link set vxlan0 master br0',
    fails: {
      'vxlan.device f-net': ['no_bridge', 'swarm-02: vxlan0 in {net} is in no bridge'],
    },
  },
  {
    name: 'the bridge is down',
    node: 'swarm-02',
    harm: 'inside {net} ip link set br0 down',
    undo: 'inside {net} ip link set br0 up',
    fails: {
      'vxlan.device f-net': ['down', 'swarm-02: vxlan0 in {net} is in br0, which is not up'],
      'veth.pair f-net': ['down', 'swarm-02: br0 in {net}, where f-redis on swarm-02 is plugged in, is not up'],
      'sbox.has f-net': ['down', 'swarm-02: br0 in {net}, where {lb} is plugged in, is not up'],
    },
  },
  {
    name: 'the bridge has lost the gateway address',
    node: 'swarm-03',
    harm: 'inside {net} ip addr del {net.gateway}/24 dev br0',
    undo: 'inside {net} ip addr add {net.gateway}/24 dev br0',
    fails: {
      'vxlan.device f-net': [
        'no_gateway',
        'swarm-03: vxlan0 in {net} is in br0, which does not hold the gateway address {net.gateway}',
      ],
    },
  },
  {
    name: 'the vxlan device speaks another VNI',
    node: 'swarm-03',
    harm: tunnel('9999', '4789'),
    undo: tunnel('{net.vni}', '4789'),
    fails: {
      'net.vni f-net': ['other_vni', 'swarm-03: the vxlan device of f-net has the VNI 9999, not {net.vni}'],
      'vxlan.device f-net': ['other_vni', 'swarm-03: vxlan0 in {net} has the VNI 9999'],
    },
  },
  {
    name: 'the vxlan device speaks to another port',
    node: 'swarm-03',
    harm: tunnel('{net.vni}', '4790'),
    undo: tunnel('{net.vni}', '4789'),
    fails: {
      'vxlan.device f-net': ['other_port', 'swarm-03: vxlan0 in {net} uses the UDP port 4790, the swarm 4789'],
    },
  },
  {
    name: 'the bridge holds back what comes from the vxlan device',
    node: 'swarm-03',
    harm: 'inside {net} bridge link set dev vxlan0 state 0',
    undo: 'inside {net} bridge link set dev vxlan0 state 3',
    fails: {
      'vxlan.device f-net': ['blocked', 'swarm-03: vxlan0 in {net} is a port of br0 that is disabled'],
    },
  },
  {
    name: "the firewall drops what comes to the data path's port",
    node: 'swarm-02',
    harm: 'iptables -I INPUT -p udp --dport 4789 -j DROP',
    undo: 'iptables -D INPUT -p udp --dport 4789 -j DROP',
    fails: {
      'ports.control': [
        'dropped',
        'swarm-02: what swarm-01 sends to 4789/udp of swarm-02 is dropped by -t filter -A INPUT -p udp --dport 4789 -j DROP',
      ],
      'mesh.reachable 31999': ['some_lost', 'swarm-0'],
      'lb.spread 31999': ['not_all', 'swarm-0'],
    },
    probes: ['probe.mesh'],
  },
  {
    name: "the firewall drops what goes to the data path's port of one node",
    node: 'swarm-02',
    harm: 'iptables -I OUTPUT -p udp -d 10.77.0.13 --dport 4789 -j DROP',
    undo: 'iptables -D OUTPUT -p udp -d 10.77.0.13 --dport 4789 -j DROP',
    fails: {
      'ports.control': [
        'dropped',
        'swarm-02: what swarm-02 sends to 4789/udp of swarm-03 is dropped by -t filter -A OUTPUT',
      ],
      'wire.encrypted f-net': ['silent', 'what swarm-02 sent over f-net did not come, it has not even left swarm-02'],
      'wire.vxlan ingress': ['silent', 'what swarm-02 sent over ingress did not come, it has not even left swarm-02'],
    },
    probes: ['probe.wire'],
  },
  {
    name: 'the wire is narrower than the networks assume',
    node: 'swarm-02',
    harm: 'ip link set eth0 mtu 1400',
    undo: 'ip link set eth0 mtu 1500; ip route flush cache',
    fails: alike(
      ['net.mtu f-net', 'net.mtu ingress'],
      'no_room',
      'swarm-02: eth0, which carries the tunnels, has the MTU 1400',
    ),
    probes: ['probe.mesh'],
  },
  {
    name: 'the interface of a task has another MTU',
    node: 'swarm-01',
    harm: 'inside {redis1.ns} ip link set {redis1.if} mtu 1300',
    undo: 'inside {redis1.ns} ip link set {redis1.if} mtu 1424',
    fails: {
      'net.mtu f-net': [
        'other_mtu',
        'swarm-01: {redis1.if} of f-redis on swarm-01 (namespace {redis1.ns}) has the MTU 1300, not 1424',
      ],
    },
  },
];
