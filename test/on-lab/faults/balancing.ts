import {alike, type Fault} from './fault.ts';

const lb = (words: string) => `inside {lb} ${words}`;
const sbox = (words: string) => `inside ingress_sbox ${words}`;

/** IPVS, the marks that lead to it, and the addresses it speaks for. */
export const BALANCING: readonly Fault[] = [
  {
    name: 'a real server is gone',
    node: 'swarm-03',
    harm: sbox('ipvsadm -d -f {vote3.mark} -r {vote1.ip}'),
    undo: sbox('ipvsadm -a -f {vote3.mark} -r {vote1.ip} -m -w 1'),
    fails: {
      'ipvs.backends ingress': [
        'missing_server',
        'swarm-03: f-vote on swarm-01 ({vote1.ip}) is no real server of FWM {vote3.mark} in ingress_sbox',
      ],
      'ipvs.same-everywhere ingress': [
        'differs',
        'swarm-01 and swarm-03 balance f-vote over different tasks: {vote1.ip}',
      ],
      'ingress.walk 31999': [
        'servers',
        'port 31999 on swarm-03 ends at the real servers: f-vote on swarm-01 ({vote1.ip})',
      ],
      'lb.spread 31999': ['not_all', 'swarm-03: '],
    },
    probes: ['probe.mesh'],
  },
  {
    // Stays so even when the service is updated by force: the engine stumbles over the address that is there already.
    name: 'IPVS balances nothing any more',
    node: 'swarm-01',
    harm: sbox('ipvsadm-save -n >/tmp/fault-ipvs; inside ingress_sbox ipvsadm -C'),
    undo: sbox('ipvsadm-restore </tmp/fault-ipvs && rm /tmp/fault-ipvs'),
    fails: {
      ...alike(
        ['mark.to-fwm 31999', 'ipvs.backends ingress', 'ipvs.same-everywhere ingress'],
        'no_fwm',
        'swarm-01: IPVS in ingress_sbox has no service FWM {vote1.mark} for the mark {vote1.hex}',
      ),
      'ingress.walk 31999': ['fwm', 'port 31999 on swarm-01 ends at the IPVS service of the mark'],
      'mesh.reachable 31999': ['no_answer', 'swarm-01: '],
      'lb.spread 31999': ['not_all', 'swarm-01: '],
    },
    probes: ['probe.mesh'],
  },
  {
    name: 'a task gets no new connections',
    node: 'swarm-02',
    harm: lb('ipvsadm -e -f {redis2.mark} -r {redis1.ip} -m -w 0'),
    undo: lb('ipvsadm -e -f {redis2.mark} -r {redis1.ip} -m -w 1'),
    fails: {
      'ipvs.backends f-net': [
        'weight_zero',
        'swarm-02: f-redis on swarm-01 ({redis1.ip}) has weight 0 in FWM {redis2.mark} in {lb}',
      ],
      'ipvs.same-everywhere f-net': [
        'differs',
        'swarm-01 and swarm-02 balance f-redis over different tasks: {redis1.ip}',
      ],
    },
  },
  {
    name: 'connections are given out in another way',
    node: 'swarm-02',
    harm: lb('ipvsadm -E -f {redis2.mark} -s wlc'),
    undo: lb('ipvsadm -E -f {redis2.mark} -s rr'),
    fails: alike(
      ['ipvs.backends f-net', 'ipvs.same-everywhere f-net'],
      'not_rr',
      'swarm-02: the scheduler of FWM {redis2.mark} in {lb} is wlc, not rr',
    ),
  },
  {
    name: 'a real server is routed to, not translated',
    node: 'swarm-01',
    harm: lb('ipvsadm -e -f {redis1.mark} -r {redis2.ip} -g -w 1'),
    undo: lb('ipvsadm -e -f {redis1.mark} -r {redis2.ip} -m -w 1'),
    fails: alike(
      ['ipvs.backends f-net', 'ipvs.same-everywhere f-net'],
      'other_forward',
      'swarm-01: {redis2.ip} in FWM {redis1.mark} in {lb} is Route, not Masq',
    ),
  },
  {
    name: 'a real server is nobody',
    node: 'swarm-01',
    harm: lb('ipvsadm -a -f {redis1.mark} -r {net.stranger} -m -w 1'),
    undo: lb('ipvsadm -d -f {redis1.mark} -r {net.stranger}'),
    fails: {
      'ipvs.backends f-net': [
        'stale_server',
        'swarm-01: {net.stranger} in FWM {redis1.mark} in {lb} is no running task of f-redis',
      ],
      'ipvs.same-everywhere f-net': [
        'differs',
        'swarm-01 and swarm-02 balance f-redis over different tasks: {net.stranger}',
      ],
    },
  },
  {
    name: 'a client stays with the server it got',
    node: 'swarm-01',
    harm: lb('ipvsadm -E -f {redis1.mark} -s rr -p 300'),
    undo: lb('ipvsadm -E -f {redis1.mark} -s rr'),
    fails: alike(
      ['ipvs.backends f-net', 'ipvs.same-everywhere f-net'],
      'persistent',
      'swarm-01: FWM {redis1.mark} in {lb} keeps a client at one server for 300 seconds',
    ),
  },
  {
    name: 'what IPVS forwards keeps its source',
    node: 'swarm-01',
    harm: lb('iptables -t nat -D POSTROUTING -d {net.subnet} -m ipvs --ipvs -j SNAT --to-source {lb1.ip}'),
    undo: lb('iptables -t nat -A POSTROUTING -d {net.subnet} -m ipvs --ipvs -j SNAT --to-source {lb1.ip}'),
    fails: {
      'ipvs.snat f-net': [
        'no_rule',
        'swarm-01: no rule of nat POSTROUTING in {lb} gives what IPVS sends to {net.subnet} a source',
      ],
    },
  },
  {
    name: "what IPVS forwards gets another node's address",
    node: 'swarm-01',
    harm: sbox('iptables -t nat -I POSTROUTING -d {ingress.subnet} -m ipvs --ipvs -j SNAT --to-source {sbox2.ip}'),
    undo: sbox('iptables -t nat -D POSTROUTING -d {ingress.subnet} -m ipvs --ipvs -j SNAT --to-source {sbox2.ip}'),
    fails: {
      'ipvs.snat ingress': [
        'other_source',
        'swarm-01: the SNAT rule in ingress_sbox gives {sbox2.ip}, the load balancer has {sbox1.ip}',
      ],
      'ingress.walk 31999': ['snat', 'port 31999 on swarm-01 ends at the SNAT rule of ingress_sbox'],
    },
  },
  {
    name: 'the virtual addresses get no marks',
    node: 'swarm-01',
    harm: 'save {lb} mangle; inside {lb} iptables -t mangle -F INPUT',
    undo: 'restore {lb} mangle',
    fails: alike(
      ['vip.mark f-net', 'ipvs.backends f-net', 'ipvs.same-everywhere f-net'],
      'no_mark',
      'swarm-01: no rule of mangle INPUT in {lb} marks packets for {f-redis.vip}',
    ),
  },
  {
    name: 'a virtual address gets the mark of another service',
    node: 'swarm-03',
    harm: lb('iptables -t mangle -A INPUT -d {f-redis.vip} -j MARK --set-mark 0xffff'),
    undo: lb('iptables -t mangle -D INPUT -d {f-redis.vip} -j MARK --set-mark 0xffff'),
    fails: alike(
      ['vip.mark f-net', 'ipvs.backends f-net', 'ipvs.same-everywhere f-net'],
      'other_mark',
      "swarm-03: packets for {f-redis.vip} get the mark 0xffff in {lb}, the engine's is {redis3.hex}",
    ),
  },
  {
    name: 'a virtual address is nowhere',
    node: 'swarm-02',
    harm: lb('ip addr del {f-redis.vip}/32 dev {lb2.if}'),
    undo: lb('ip addr add {f-redis.vip}/32 dev {lb2.if}'),
    fails: {
      'vip.bound f-net': [
        'not_bound',
        'swarm-02: no interface in {lb} has the virtual address {f-redis.vip} of f-redis',
      ],
    },
  },
  {
    name: 'the load balancer drops what comes',
    node: 'swarm-02',
    harm: lb('iptables -I INPUT -d {f-redis.vip} -j DROP'),
    undo: lb('iptables -D INPUT -d {f-redis.vip} -j DROP'),
    fails: {
      'vip.mark f-net': [
        'dropped',
        'swarm-02: packets for {f-redis.vip} of f-redis are dropped in {lb} by -t filter -A INPUT',
      ],
    },
  },
];
