import {alike, type Fault} from './fault.ts';

const GOSSIP = (verb: string) =>
  ['tcp', 'udp']
    .flatMap(protocol => [
      `iptables ${verb} INPUT -p ${protocol} --dport 7946 -j DROP`,
      `iptables ${verb} OUTPUT -p ${protocol} --dport 7946 -j DROP`,
    ])
    .join(' && ');

/** Engines, and tasks as a whole. */
export const NODES: readonly Fault[] = [
  {
    // Heals by itself: another task comes in its place, with another address.
    name: 'a task is killed',
    node: 'swarm-02',
    // The manager hears of it within a second or two, longer where the machine has much else to do.
    harm: 'kill -9 {vote2.pid}; sleep 2',
    undo: 'true',
    within: 15,
    fails: alike(['svc.replicas f-vote', 'svc.spread f-vote'], 'other_count', '2 of 3 tasks of f-vote run'),
  },
  {
    name: 'a node takes no tasks',
    node: 'swarm-01',
    harm: 'docker node update --availability pause swarm-03',
    undo: 'docker node update --availability active swarm-03',
    fails: {
      'swarm.size': [
        'other_workers',
        'swarm-01: the swarm has 1 workers that are ready and active, not 2',
        'swarm-03 worker ready pause',
      ],
      ...alike(
        ['svc.spread f-redis', 'svc.spread f-vote'],
        'elsewhere',
        'runs on swarm-03, which is not ready or takes no tasks',
      ),
    },
  },
  {
    // After six seconds each side forgets the other, though all nodes are said to be ready; it heals with the gossip.
    name: 'gossip does not come through',
    node: 'swarm-03',
    harm: GOSSIP('-I'),
    undo: GOSSIP('-D'),
    fails: {
      'ports.control': [
        'dropped',
        'swarm-03: what swarm-01 sends to 7946/tcp of swarm-03 is dropped by -t filter -A INPUT -p tcp --dport 7946 -j DROP',
      ],
      'net.peers f-net': ['missing_peer', 'swarm-01: swarm-03 (10.77.0.13) has endpoints on f-net'],
      'net.peers ingress': ['missing_peer', 'swarm-01: swarm-03 (10.77.0.13) has endpoints on ingress'],
      ...alike(
        [
          'fdb.has-remote-mac f-net',
          'fdb.has-remote-mac ingress',
          'fdb.complete f-net',
          'fdb.complete ingress',
          'fdb.reverse f-net',
          'fdb.reverse ingress',
          'neigh.has f-redis',
          'neigh.has f-net',
          'neigh.has ingress',
        ],
        'no_row',
        'swarm-03',
      ),
      'ipvs.backends f-net': ['missing_server', 'swarm-01: f-redis on swarm-03 ({redis3.ip})'],
      'ipvs.backends ingress': ['missing_server', 'swarm-01: f-vote on swarm-03 ({vote3.ip})'],
      'ipvs.same-everywhere f-net': ['differs', 'swarm-01 and swarm-03 balance f-redis over different tasks'],
      'ipvs.same-everywhere ingress': ['differs', 'swarm-01 and swarm-03 balance f-vote over different tasks'],
      'ingress.walk 31999': ['servers', 'f-vote on swarm-03 ({vote3.ip}) is no real server'],
      'dns.tasks f-net': ['other_address', 'swarm-0'],
      // The others go on knocking by TCP.
      'gossip.seen': ['tcp_only', 'swarm-01', 'swarm-03'],
    },
    probes: ['probe.dns', 'probe.gossip'],
    within: 60,
  },
  {
    // Its tasks end and its sandboxes go; with the engine come new ones.
    name: 'the engine is stopped',
    node: 'swarm-02',
    harm: '/etc/init.d/docker stop',
    undo: '/etc/init.d/docker start',
    fails: {
      'swarm.size': [
        'other_workers',
        'swarm-01: the swarm has 1 workers that are ready and active, not 2',
        'swarm-02 worker down active',
      ],
      'svc.replicas f-redis': ['other_count', '2 of 3 tasks of f-redis run'],
      'svc.replicas f-vote': ['other_count', '2 of 3 tasks of f-vote run'],
      ...alike(
        ['mark.to-fwm 31999', 'ingress.mark 31999'],
        'no_namespace',
        'swarm-02: there is no network namespace ingress_sbox',
      ),
    },
    unknown: [
      /^(?!swarm\.size|svc|publish|net\.(?:exists|encrypted)|iface|veth|gwbridge|mark|ingress\.mark)/,
      'swarm-02',
    ],
    within: 60,
  },
  {
    // Tasks and sandboxes go on; the engine replaces the tasks when it is back.
    name: 'the engine is killed',
    node: 'swarm-03',
    harm: 'kill -9 $(cat /var/run/docker.pid)',
    undo: '/etc/init.d/docker start',
    fails: {
      'swarm.size': [
        'other_workers',
        'swarm-01: the swarm has 1 workers that are ready and active, not 2',
        'swarm-03 worker down active',
      ],
      'svc.replicas f-redis': ['other_count', '2 of 3 tasks of f-redis run'],
      'svc.replicas f-vote': ['other_count', '2 of 3 tasks of f-vote run'],
    },
    unknown: [/^(?!swarm\.size|svc|publish|net\.(?:exists|encrypted)|iface|veth|gwbridge|mark)/, 'swarm-03'],
    within: 60,
  },
];
