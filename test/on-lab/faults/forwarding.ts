import {alike, type Fault} from './fault.ts';

const fdb = (words: string) => `inside {net} bridge fdb ${words}`;
const neigh = (words: string) => `inside {net} ip neigh ${words}`;
const REDIS_2 = '{redis2.mac} dev vxlan0 dst 10.77.0.12 self permanent';

/** Where frames for an address go: the forwarding tables of the overlays, and who answers for whom. */
export const FORWARDING: readonly Fault[] = [
  {
    // The engine never reads the kernel again. Only when the task itself sends first is a row learned, which ages out.
    name: 'the forwarding row of a remote task is gone',
    node: 'swarm-01',
    harm: fdb('del {redis2.mac} dev vxlan0 dst 10.77.0.12 self'),
    undo: fdb(`replace ${REDIS_2}`),
    fails: alike(
      ['fdb.has-remote-mac f-net', 'fdb.complete f-net', 'fdb.reverse f-net'],
      'no_row',
      'swarm-01: no permanent fdb row for {redis2.mac} (f-redis on swarm-02) in {net} vxlan0',
    ),
  },
  {
    name: 'the forwarding row of a remote task leads to another node',
    node: 'swarm-01',
    harm: fdb('replace {redis2.mac} dev vxlan0 dst 10.77.0.13 self permanent'),
    undo: fdb(`replace ${REDIS_2}`),
    fails: alike(
      ['fdb.has-remote-mac f-net', 'fdb.complete f-net', 'fdb.reverse f-net'],
      'other_dst',
      'frames for {redis2.mac} (f-redis on swarm-02) leave swarm-01 to 10.77.0.13, but the task is on 10.77.0.12, swarm-02',
    ),
  },
  {
    name: 'the forwarding row of a remote task is one that ages out',
    node: 'swarm-01',
    harm: fdb('replace {redis2.mac} dev vxlan0 dst 10.77.0.12 self dynamic'),
    undo: fdb(`replace ${REDIS_2}`),
    fails: alike(
      ['fdb.has-remote-mac f-net', 'fdb.complete f-net', 'fdb.reverse f-net'],
      'learned_only',
      'swarm-01: the fdb row for {redis2.mac} (f-redis on swarm-02) in {net} vxlan0',
      'not permanent',
    ),
  },
  {
    name: 'the forwarding row of a remote load balancer is gone',
    node: 'swarm-03',
    harm: fdb('del {lb1.mac} dev vxlan0 dst 10.77.0.11 self'),
    undo: fdb('replace {lb1.mac} dev vxlan0 dst 10.77.0.11 self permanent'),
    fails: alike(
      ['fdb.complete f-net', 'fdb.reverse f-net'],
      'no_row',
      'swarm-03: no permanent fdb row for {lb1.mac} (the load balancer of f-net on swarm-01)',
    ),
  },
  {
    name: 'a forwarding row is for nobody',
    node: 'swarm-02',
    harm: fdb('add 02:42:0a:00:01:f7 dev vxlan0 dst 10.77.0.13 self permanent'),
    undo: fdb('del 02:42:0a:00:01:f7 dev vxlan0 dst 10.77.0.13 self'),
    fails: {
      'fdb.complete f-net': ['extra', 'swarm-02: the row for 02:42:0a:00:01:f7 in {net} vxlan0'],
    },
  },
  {
    name: 'the bridge sends frames for a remote task to a local interface',
    node: 'swarm-01',
    harm: fdb('replace {redis2.mac} dev {redis1.peer} master static'),
    undo: fdb('del {redis2.mac} dev {redis1.peer} master'),
    fails: alike(
      ['fdb.has-remote-mac f-net', 'fdb.complete f-net', 'fdb.reverse f-net'],
      'other_port',
      'swarm-01: the bridge in {net} sends frames for {redis2.mac}',
      'out of {redis1.peer}',
    ),
  },
  {
    name: 'the forwarding row of a remote task of ingress is gone',
    node: 'swarm-01',
    harm: 'inside {ingress} bridge fdb del {vote2.mac} dev vxlan0 dst 10.77.0.12 self',
    undo: 'inside {ingress} bridge fdb replace {vote2.mac} dev vxlan0 dst 10.77.0.12 self permanent',
    fails: {
      ...alike(
        ['fdb.has-remote-mac ingress', 'fdb.complete ingress', 'fdb.reverse ingress'],
        'no_row',
        'swarm-01: no permanent fdb row for {vote2.mac} (f-vote on swarm-02) in {ingress} vxlan0',
      ),
      'ingress.walk 31999': [
        'fdb',
        'port 31999 on swarm-01 ends at the forwarding table',
        '{vote2.mac} (f-vote on swarm-02)',
      ],
      'mesh.reachable 31999': ['some_lost', 'swarm-01: '],
      'lb.spread 31999': ['not_all', 'swarm-01: '],
    },
    probes: ['probe.mesh'],
  },
  {
    name: 'nobody answers for the address of a remote task',
    node: 'swarm-03',
    harm: neigh('del {redis1.ip} dev vxlan0'),
    undo: neigh('replace {redis1.ip} lladdr {redis1.mac} dev vxlan0 nud permanent'),
    fails: alike(
      ['neigh.has f-redis', 'neigh.has f-net'],
      'no_row',
      'swarm-03: no neighbour row for {redis1.ip} (f-redis on swarm-01) in {net} vxlan0',
    ),
  },
  {
    name: 'the address of a remote task is answered for with another MAC',
    node: 'swarm-03',
    harm: neigh('replace {redis1.ip} lladdr {redis2.mac} dev vxlan0 nud permanent'),
    undo: neigh('replace {redis1.ip} lladdr {redis1.mac} dev vxlan0 nud permanent'),
    fails: alike(
      ['neigh.has f-redis', 'neigh.has f-net'],
      'other_mac',
      'swarm-03: the neighbour row for {redis1.ip} (f-redis on swarm-01)',
      'gives {redis2.mac}, the task has {redis1.mac}',
    ),
  },
  {
    name: 'nobody answers for the address of a remote load balancer',
    node: 'swarm-02',
    harm: neigh('del {lb3.ip} dev vxlan0'),
    undo: neigh('replace {lb3.ip} lladdr {lb3.mac} dev vxlan0 nud permanent'),
    fails: {
      'neigh.has f-net': ['no_row', 'swarm-02: no neighbour row for {lb3.ip} (the load balancer of f-net on swarm-03)'],
    },
  },
];
