import {alike, type Fault} from './fault.ts';

const sbox = (words: string) => `inside ingress_sbox ${words}`;

/** The way of a published port from a node's wire into a task. */
export const INGRESS: readonly Fault[] = [
  {
    name: 'no rule marks published ports',
    node: 'swarm-02',
    harm: 'save ingress_sbox mangle; inside ingress_sbox iptables -t mangle -F PREROUTING',
    undo: 'restore ingress_sbox mangle',
    fails: {
      'mark.to-fwm 31999': ['no_mark', 'swarm-02: no rule of mangle PREROUTING in ingress_sbox marks port 31999'],
      'ingress.mark 31999': ['no_rule', 'swarm-02: no rule of mangle PREROUTING in ingress_sbox marks port 31999'],
      'ingress.walk 31999': ['mark', 'port 31999 on swarm-02 ends at the mark'],
      'mesh.reachable 31999': ['no_answer', 'swarm-02: '],
      'lb.spread 31999': ['not_all', 'swarm-02: '],
    },
    probes: ['probe.mesh'],
  },
  {
    name: 'the host no longer hands the port over',
    node: 'swarm-03',
    harm: 'save host nat; iptables -t nat -F DOCKER-INGRESS',
    undo: 'restore host nat',
    fails: {
      'ingress.dnat 31999': ['no_rule', 'swarm-03: the nat table has no DNAT rule for port 31999'],
      'ingress.walk 31999': ['dnat', 'port 31999 on swarm-03 ends at the DNAT rule of the host'],
      'mesh.reachable 31999': ['no_answer', 'swarm-03: '],
      'lb.spread 31999': ['not_all', 'swarm-03: '],
    },
    probes: ['probe.mesh'],
  },
  {
    name: 'packets return before they are handed over',
    node: 'swarm-03',
    harm: 'iptables -t nat -I DOCKER-INGRESS -j RETURN',
    undo: 'iptables -t nat -D DOCKER-INGRESS -j RETURN',
    fails: {
      'ingress.dnat 31999': [
        'unreachable_rule',
        'swarm-03: packets for port 31999 do not come from PREROUTING to the rule to {sbox3.outIp}:31999',
      ],
      'ingress.walk 31999': ['dnat', 'port 31999 on swarm-03 ends at the DNAT rule of the host'],
    },
  },
  {
    name: 'the port is handed over to somebody else',
    node: 'swarm-02',
    harm: 'iptables -t nat -I PREROUTING -p tcp --dport 31999 -j DNAT --to-destination 10.77.0.13:22',
    undo: 'iptables -t nat -D PREROUTING -p tcp --dport 31999 -j DNAT --to-destination 10.77.0.13:22',
    fails: {
      'ingress.dnat 31999': [
        'shadowed',
        'swarm-02: PREROUTING sends port 31999 to 10.77.0.13:22 before the rule to {sbox2.outIp}:31999 is met',
      ],
      'ingress.walk 31999': ['dnat', 'port 31999 on swarm-02 ends at the DNAT rule of the host'],
    },
  },
  {
    name: "an operator's rule drops the port",
    node: 'swarm-01',
    harm: 'iptables -I DOCKER-USER -p tcp --dport 31999 -j DROP',
    undo: 'iptables -D DOCKER-USER -p tcp --dport 31999 -j DROP',
    fails: {
      'ingress.accept 31999': [
        'dropped',
        'swarm-01: packets for port 31999 are dropped by -t filter -A DOCKER-USER -p tcp --dport 31999 -j DROP',
      ],
      'ingress.walk 31999': ['accept', 'port 31999 on swarm-01 ends at the firewall of the host'],
    },
  },
  {
    name: 'the answers of the port are dropped',
    node: 'swarm-01',
    harm: 'iptables -I FORWARD -p tcp --sport 31999 -j REJECT',
    undo: 'iptables -D FORWARD -p tcp --sport 31999 -j REJECT',
    fails: {
      'ingress.accept 31999': [
        'answers_dropped',
        'swarm-01: answers from port 31999 are dropped by -t filter -A FORWARD -p tcp --sport 31999 -j REJECT',
      ],
      'ingress.walk 31999': [
        'accept',
        'port 31999 on swarm-01 ends at the firewall of the host: answers from port 31999',
      ],
    },
  },
  {
    name: 'the port is dropped before all else',
    node: 'swarm-01',
    harm: 'iptables -t mangle -I PREROUTING -p tcp --dport 31999 -j DROP',
    undo: 'iptables -t mangle -D PREROUTING -p tcp --dport 31999 -j DROP',
    fails: {
      'ingress.accept 31999': [
        'dropped',
        'swarm-01: packets for port 31999 are dropped by -t mangle -A PREROUTING -p tcp --dport 31999 -j DROP',
      ],
      'ingress.walk 31999': ['accept', 'port 31999 on swarm-01 ends at the firewall of the host'],
    },
  },
  {
    name: 'the port gets another mark',
    node: 'swarm-02',
    harm: sbox('iptables -t mangle -A PREROUTING -p tcp --dport 31999 -j MARK --set-mark 0xffff'),
    undo: sbox('iptables -t mangle -D PREROUTING -p tcp --dport 31999 -j MARK --set-mark 0xffff'),
    fails: {
      'mark.to-fwm 31999': ['no_fwm', 'swarm-02: IPVS in ingress_sbox has no service FWM 65535 for the mark 0xffff'],
      'ingress.mark 31999': [
        'other_mark',
        'swarm-02: port 31999 gets the mark 0xffff in ingress_sbox, its service on this node has {vote2.hex}',
      ],
      'ingress.walk 31999': ['mark', 'port 31999 on swarm-02 ends at the mark'],
    },
  },
  {
    name: 'ingress_sbox drops the port',
    node: 'swarm-02',
    harm: sbox('iptables -I INPUT -p tcp --dport 31999 -j DROP'),
    undo: sbox('iptables -D INPUT -p tcp --dport 31999 -j DROP'),
    fails: {
      'vip.mark ingress': [
        'dropped',
        'swarm-02: packets for {port.vip} of f-vote are dropped in ingress_sbox by -t filter -A INPUT -p tcp --dport 31999 -j DROP',
      ],
      'ingress.mark 31999': [
        'dropped',
        'swarm-02: packets for port 31999 are dropped in ingress_sbox by -t filter -A INPUT -p tcp --dport 31999 -j DROP',
      ],
      'ingress.walk 31999': ['mark', 'port 31999 on swarm-02 ends at the mark'],
    },
  },
  {
    name: 'ingress_sbox has lost its address on docker_gwbridge',
    node: 'swarm-03',
    harm: sbox('ip addr del {sbox3.outIp}/{sbox3.outLength} dev {sbox3.out}'),
    undo: `${sbox('ip addr add {sbox3.outIp}/{sbox3.outLength} brd + dev {sbox3.out}')} && ${sbox('ip route add default via {sbox3.way}')}`,
    fails: {
      'sbox.has': [
        'no_interface',
        'swarm-03: no interface of gateway_ingress-sbox (namespace ingress_sbox) has the address {sbox3.outIp}',
      ],
      ...alike(['ingress.dnat 31999', 'ingress.accept 31999'], 'no_address', 'swarm-03: no interface of ingress_sbox'),
      'ingress.walk 31999': ['gateway', 'port 31999 on swarm-03 ends at the wire into ingress_sbox'],
    },
  },
  {
    name: 'a task no longer hands the published port to its own',
    node: 'swarm-02',
    harm: 'save {vote2.ns} nat; inside {vote2.ns} iptables -t nat -F PREROUTING',
    undo: 'restore {vote2.ns} nat',
    fails: {
      'ingress.walk 31999': [
        'redirect',
        'ends at the REDIRECT rule of the task, on swarm-02: nothing in the namespace {vote2.ns} of f-vote on swarm-02 redirects port 31999 to 80',
      ],
      'mesh.reachable 31999': ['some_lost', 'swarm-0'],
      'lb.spread 31999': ['not_all', 'swarm-0'],
    },
    probes: ['probe.mesh'],
  },
  {
    name: 'a task drops what comes from the mesh',
    node: 'swarm-02',
    harm: 'inside {vote2.ns} iptables -I INPUT -p tcp --dport 80 -j DROP',
    undo: 'inside {vote2.ns} iptables -D INPUT -p tcp --dport 80 -j DROP',
    fails: {
      'ingress.walk 31999': [
        'input',
        'ends at the firewall of the task, on swarm-02: packets for port 80 are dropped in namespace {vote2.ns} of f-vote on swarm-02 by -t filter -A INPUT -p tcp --dport 80 -j DROP',
      ],
    },
  },
  {
    // Assertions do not look at the kernel's settings, but a walk does: of these, only traffic shows this.
    name: 'the node forwards nothing',
    node: 'swarm-02',
    harm: 'sysctl -qw net.ipv4.ip_forward=0',
    undo: 'sysctl -qw net.ipv4.ip_forward=1',
    fails: {
      'mesh.reachable 31999': ['no_answer', 'swarm-02: '],
      'lb.spread 31999': ['not_all', 'swarm-02: '],
    },
    probes: ['probe.mesh'],
  },
];
