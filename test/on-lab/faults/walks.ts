/** A fault, a way that it breaks, and where; `outdated` is what comes of trying what was foretold before the fault. */
export interface Walked {
  readonly name: string;
  readonly from: string;
  readonly to: string;
  readonly at: string;
  /** A task that is never chosen is not tried, rather than missed: `untried`. */
  readonly outdated?: 'differs' | 'untried';
  /** What else has to be done for the harm, and for its undoing, to show at once. */
  readonly forget?: string;
}

const way = (from: string, to: string, at: string, ...names: readonly string[]): readonly Walked[] =>
  names.map(name => ({name, from, to, at}));
const inside = (number: number, to: string) => [`f-vote.swarm-0${number}`, to] as const;
const outside = (number: number) => [`swarm-0${number}`, ':31999'] as const;

/** Faults that a walk names before anything is sent, and that trying it confirms. */
export const WALKED: readonly Walked[] = [
  ...way(...inside(1, 'f-redis'), 'fdb@swarm-01', 'the forwarding row of a remote task is gone'),
  ...way(...outside(1), 'fdb@swarm-01', 'the forwarding row of a remote task of ingress is gone'),
  ...way(...outside(2), 'mark@swarm-02', 'no rule marks published ports'),
  ...way(...inside(2, 'f-redis'), 'port@swarm-01', "a task's interface is down"),
  ...way(...outside(1), 'port@swarm-01', "the other end of a task's interface is down"),
  ...way(...inside(1, 'f-redis'), 'fdb@swarm-01', 'the forwarding row of a remote task leads to another node'),
  {
    ...{name: 'nobody answers for the address of a remote task', from: 'f-vote.swarm-03', to: 'f-redis'},
    ...{at: 'neigh@swarm-03', forget: 'inside {lb} ip neigh flush to {redis1.ip}'},
  },

  {
    ...{name: 'nobody answers for the address of a remote load balancer', from: 'f-vote.swarm-03', to: 'f-redis'},
    ...{at: 'back@swarm-02', forget: 'inside {redis2.ns} ip neigh flush dev eth0'},
  },
  ...way(...inside(1, 'f-redis'), 'fdb@swarm-01', 'the bridge sends frames for a remote task to a local interface'),

  // Of wires, bridges and tunnels.
  ...way(...inside(1, 'f-redis'), 'back@swarm-02', 'a task has no way to its network'),
  ...way(...inside(1, 'f-redis'), 'port@swarm-02', "the other end of a task's interface is not in the bridge"),
  ...way(
    ...inside(2, 'f-redis'),
    'balancer@swarm-02',
    "the other end of a load balancer's interface is not in the bridge",
  ),
  ...way(...inside(1, 'f-redis'), 'task@swarm-03', 'a task has lost its address', 'a task has another MAC'),
  ...way(...outside(1), 'gateway@swarm-01', "ingress_sbox's way in is not in docker_gwbridge"),
  ...way(...outside(3), 'gateway@swarm-03', 'docker_gwbridge is down'),
  ...way(...outside(1), 'cross@swarm-02', "the firewall drops what comes to the data path's port"),
  ...way(...outside(2), 'cross@swarm-02', "the firewall drops what goes to the data path's port of one node"),
  ...way(...outside(2), 'tunnel@swarm-01', 'the vxlan device of ingress is down'),
  ...way(...inside(1, 'f-redis'), 'tunnel@swarm-02', 'the vxlan device is not in the bridge', 'the bridge is down'),
  ...way(
    ...inside(1, 'f-redis'),
    'tunnel@swarm-03',
    'the vxlan device speaks another VNI',
    'the vxlan device speaks to another port',
    'the bridge holds back what comes from the vxlan device',
  ),

  // Of encryption: f-hidden is on the encrypted network.
  ...way(...inside(1, 'f-hidden'), 'cross@swarm-02', 'the firewall drops what comes encrypted'),
  ...way(...inside(1, 'f-hidden'), 'encrypt@swarm-01', 'nothing of IPsec is left', 'a policy encrypts nothing'),
  ...way(...inside(2, 'f-hidden'), 'encrypt@swarm-02', 'the association that a peer sends with is gone'),
  ...way(
    ...inside(3, 'f-hidden'),
    'encrypt@swarm-03',
    'nothing marks what has to be encrypted',
    'what has to be encrypted leaves before it is marked',
  ),

  // Of balancing.
  {
    ...{name: 'a real server is gone', from: 'swarm-03', to: ':31999'},
    ...{at: 'servers@swarm-03', outdated: 'untried'},
  },
  ...way(...outside(1), 'fwm@swarm-01', 'IPVS balances nothing any more'),
  {
    ...{name: 'a task gets no new connections', from: 'f-vote.swarm-02', to: 'f-redis'},
    ...{at: 'servers@swarm-02', outdated: 'untried'},
  },
  ...way(
    ...inside(1, 'f-redis'),
    'servers@swarm-01',
    'a real server is routed to, not translated',
    'a real server is nobody',
  ),
  ...way(...inside(1, 'f-redis'), 'snat@swarm-01', 'what IPVS forwards keeps its source'),
  ...way(...outside(1), 'snat@swarm-01', "what IPVS forwards gets another node's address"),
  ...way(...inside(1, 'f-redis'), 'mark@swarm-01', 'the virtual addresses get no marks'),
  ...way(...inside(3, 'f-redis'), 'mark@swarm-03', 'a virtual address gets the mark of another service'),
  ...way(...inside(2, 'f-redis'), 'balancer@swarm-02', 'a virtual address is nowhere'),
  ...way(...inside(2, 'f-redis'), 'mark@swarm-02', 'the load balancer drops what comes'),

  // Of published ports.
  ...way(
    ...outside(3),
    'dnat@swarm-03',
    'the host no longer hands the port over',
    'packets return before they are handed over',
  ),
  ...way(...outside(1), 'accept@swarm-01', "an operator's rule drops the port", 'the port is dropped before all else'),
  ...way(...outside(1), 'accept@swarm-01', 'the answers of the port are dropped'),
  ...way(...outside(2), 'mark@swarm-02', 'the port gets another mark', 'ingress_sbox drops the port'),
  ...way(...outside(3), 'gateway@swarm-03', 'ingress_sbox has lost its address on docker_gwbridge'),
  ...way(...outside(1), 'redirect@swarm-02', 'a task no longer hands the published port to its own'),
  ...way(...outside(1), 'input@swarm-02', 'a task drops what comes from the mesh'),
  ...way(...outside(2), 'gateway@swarm-02', 'the node forwards nothing'),
];

const HOLDS = 'every way still holds: the assertions judge the row, a walk only whether packets come through';
const LEARNED = 'the node learns the row from the request itself';
const CHOICE = 'how one of the servers is chosen is no matter of the way to it';
const FORWARDS = 'the task that gets the packets instead hands them on: its namespace forwards, as its host does';
const NAMES = 'a name is no packet: where it has no address, nothing is sent';
const SWARM = 'the swarm makes new tasks meanwhile: what was foretold of the old ones is of another cluster';

/** Faults that are not tried with a walk, and why. */
export const NOT_WALKED: Readonly<Record<string, string>> = {
  'the forwarding row of a remote task is one that ages out': HOLDS,
  'a forwarding row is for nobody': HOLDS,
  'the bridge has lost the gateway address': HOLDS,
  'the wire is narrower than the networks assume': HOLDS,
  'the interface of a task has another MTU': HOLDS,
  'what comes in clear is let in before it is dropped': HOLDS,
  'a task has no default route': HOLDS,
  'a policy leads to another node': HOLDS,
  "a task's way out of the cluster is not in docker_gwbridge": HOLDS,
  'the forwarding row of a remote load balancer is gone': LEARNED,
  'connections are given out in another way': CHOICE,
  'a client stays with the server it got': CHOICE,
  'the address of a remote task is answered for with another MAC': FORWARDS,
  'the port is handed over to somebody else': 'who answers in its place is nobody that is watched',
  'the resolver of a task lies': NAMES,
  'the resolver of a task is cut off': NAMES,
  'a task is killed': SWARM,
  'a node takes no tasks': SWARM,
  'gossip does not come through': SWARM,
  'the engine is stopped': SWARM,
  'the engine is killed': SWARM,
};
