/**
 * The outputs that a tutorial of 2018 printed of its own swarms, as far as a lesson of the first module asks for them:
 * the source of the recording of an old engine. What it did not print is not here, and so not in the recording.
 *
 * It shows two swarms, one after the other: `first` has the ingress network lpq3t…, `second` wo0i1…, redis and vote.
 */
export interface Printed {
  readonly swarm: 'first' | 'second';
  /** The node by what the tutorial says: a prompt, or the join that is said beside it. */
  readonly node: string;
  /** The command as it stands in the tutorial. */
  readonly command: string;
  /** As a lesson asks for the same. */
  readonly line: string;
  /** The text, in `test/corpus`. */
  readonly file: string;
  /** The mutating runs after which it was printed; several when nothing of it had changed since. */
  readonly after: readonly (readonly string[])[];
}

const REDIS = ['overlay-forwarding/create-redis'];
const FIVE = [...REDIS, 'overlay-forwarding/five'];
/** The lesson by itself, and as the last of those before it left the swarm. */
const ANY_TIME = [[], REDIS, FIVE];

const SANDBOX = 'nsenter --net=/var/run/docker/netns/ingress_sbox';
const IN_SANDBOX = `docker run -it --rm -v /var/run/docker/netns:/netns --privileged=true nicolaka/netshoot nsenter --net=/netns/ingress_sbox sh; `;
const TASK = "nsenter -t $(docker inspect -f '{{.State.Pid}}' $(docker ps -q -f name=^redis | head -n 1)) -n";
const IN_TASK = 'docker run --rm -it --net container:0b0309771045 --privileged nicolaka/netshoot; ';

export const PRINTED: readonly Printed[] = [
  {
    swarm: 'first',
    node: 'swarm-01',
    command: 'docker network ls',
    line: 'docker network ls',
    file: 'docker-network-ls/seed-after-swarm',
    after: ANY_TIME,
  },
  {
    swarm: 'first',
    node: 'swarm-01',
    command: 'docker network inspect docker_gwbridge',
    line: `docker network inspect docker_gwbridge | grep -A 8 '"Containers"'`,
    file: 'docker-network-inspect/seed-fragment-gwbridge',
    after: ANY_TIME,
  },
  {
    swarm: 'first',
    node: 'swarm-01',
    command: 'docker network inspect ingress',
    line: `docker network inspect ingress | grep -A 27 '"Containers"'`,
    file: 'docker-network-inspect/seed-fragment-ingress',
    after: ANY_TIME,
  },
  {
    swarm: 'second',
    node: 'swarm-01',
    command: 'brctl show',
    line: 'brctl show',
    file: 'brctl/seed-after-swarm',
    after: [[]],
  },
  {
    swarm: 'second',
    node: 'swarm-01',
    command: 'bridge fdb show dev vx-001000-wo0i1',
    line: 'bridge fdb show dev vx-001000-wo0i1',
    file: 'bridge-fdb/seed-ingress',
    after: [[]],
  },
  {
    swarm: 'first',
    node: 'swarm-01',
    command: 'docker network inspect vote',
    line: `docker network inspect vote | grep -A 6 '"Containers"'`,
    file: 'docker-network-inspect/seed-fragment-vote-encrypted',
    after: [[]],
  },
  {
    swarm: 'second',
    node: 'swarm-01',
    command: 'docker service create --name redis --network vote --replicas=2 redis:alpine',
    line: 'docker service create --name redis --network vote --replicas=2 redis:alpine',
    file: 'docker-service-create/seed-redis',
    after: [[]],
  },
  {
    swarm: 'second',
    node: 'swarm-01',
    command: 'docker ps',
    line: 'docker ps | grep redis',
    file: 'docker-ps/seed-row-mojibake',
    after: [REDIS],
  },
  {
    swarm: 'second',
    node: 'swarm-01',
    command: 'docker exec 4ea9c75179c3 ip link',
    line: 'docker exec 4ea9c75179c3 ip link',
    file: 'ip-link/seed-container-busybox',
    after: [REDIS],
  },
  {
    swarm: 'second',
    node: 'swarm-01',
    command: 'ip link',
    line: 'ip link',
    file: 'ip-link/seed-host-swarm01',
    after: [REDIS],
  },
  {
    swarm: 'second',
    node: 'swarm-01',
    command: 'bridge fdb show dev vx-001001-7672d',
    line: 'bridge fdb show dev vx-001001-7672d',
    file: 'bridge-fdb/seed-vote-1',
    after: [REDIS],
  },
  {
    swarm: 'second',
    node: 'swarm-02',
    command: 'docker exec 92ee739ecdca ip lin',
    line: 'docker exec $(docker ps -q -f name=^redis) ip link',
    file: 'ip-link/seed-swarm02-container',
    after: [REDIS],
  },
  {
    swarm: 'second',
    node: 'swarm-02',
    command: 'ip link',
    line: "ip link | grep -A 1 '^17:'",
    file: 'ip-link/seed-swarm02-host',
    after: [REDIS],
  },
  {
    // Its rows lead to the redis of swarm-01 and to the third node, so it is that of swarm-02.
    swarm: 'second',
    node: 'swarm-02',
    command: 'bridge fdb show dev vx-001001-7672d',
    line: 'bridge fdb show dev vx-001001-7672d',
    file: 'bridge-fdb/seed-vote-worker',
    after: [REDIS, FIVE],
  },
  {
    swarm: 'second',
    node: 'swarm-01',
    command: 'docker service scale redis=5; bridge fdb show dev vx-001001-7672d',
    line: 'docker service scale redis=5 >/dev/null && bridge fdb show dev vx-001001-7672d',
    file: 'bridge-fdb/seed-vote-scaled',
    after: [REDIS],
  },
  {
    // The container has 10.0.0.11 for itself; its MAC address, by the table of swarm-01, is behind swarm-02.
    swarm: 'second',
    node: 'swarm-02',
    command: `${IN_TASK}iptables -nvL -t nat`,
    line: `${TASK} iptables -t nat -nvL POSTROUTING`,
    file: 'iptables/seed-nat-postrouting',
    after: [[], FIVE],
  },
  {
    swarm: 'second',
    node: 'swarm-02',
    command: `${IN_TASK}iptables -nvL -t mangle`,
    line: `${TASK} iptables -t mangle -nvL OUTPUT`,
    file: 'iptables/seed-mangle-output',
    after: [[], FIVE],
  },
  {
    swarm: 'second',
    node: 'swarm-02',
    command: `${IN_TASK}ipvsadm`,
    line: `${TASK} ipvsadm`,
    file: 'ipvsadm/seed-task-ns',
    after: [[], FIVE],
  },
  {
    swarm: 'first',
    node: 'swarm-01',
    command: `${IN_SANDBOX}ip link show`,
    line: `${SANDBOX} ip link show`,
    file: 'ip-link/seed-ingress-sbox-indented',
    after: ANY_TIME,
  },
  {
    swarm: 'first',
    node: 'swarm-01',
    command: 'ip link show',
    line: 'ip link show',
    file: 'ip-link/seed-host-2-indented',
    after: ANY_TIME,
  },
  {
    swarm: 'second',
    node: 'swarm-01',
    command: 'docker ps',
    line: 'docker ps',
    file: 'docker-ps/seed-mojibake',
    after: [[], FIVE],
  },
  {
    swarm: 'second',
    node: 'swarm-01',
    command: 'iptables -nvL -t nat',
    line: 'iptables -t nat -nvL DOCKER-INGRESS',
    file: 'iptables/seed-nat-docker-ingress',
    after: [[]],
  },
  {
    swarm: 'second',
    node: 'swarm-01',
    command: `${IN_SANDBOX}iptables -nvL -t mangle`,
    line: `${SANDBOX} iptables -t mangle -nvL PREROUTING`,
    file: 'iptables/seed-mangle-ingress-sbox',
    after: [[]],
  },
  {
    swarm: 'second',
    node: 'swarm-01',
    command: `${IN_SANDBOX}ipvsadm`,
    line: `${SANDBOX} ipvsadm`,
    file: 'ipvsadm/seed-ingress-sbox',
    after: [[]],
  },
];

/**
 * What the outputs tell of the nodes. The engine's version is not printed: the progress of `service create` without an
 * option came with 17.10, and since 18.09 no container has marks and IPVS of its own. `esp` and the kernel are not told.
 */
export const NODES = [
  {id: 'swarm-01', role: 'manager', addr: '159.65.161.208'},
  {id: 'swarm-02', role: 'worker', addr: '159.89.39.105'},
  {id: 'swarm-03', role: 'worker', addr: '165.227.64.215'},
] as const;

export const ENGINE = '17.10-18.06';
