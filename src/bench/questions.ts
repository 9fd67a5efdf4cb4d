/** One check of a suite, and the least that another tool has to run on one node to answer the same. */
export interface Question {
  readonly use: string;
  readonly args: Readonly<Record<string, string | number>>;
  readonly node: string;
  readonly command: string;
  /** A regular expression that finds what is asked for in what the command prints. */
  readonly finds: string;
}

/** What the questions are about, on a lab: a service with a task on each node and a published port. */
export const SERVICE = 'bench-vote';
export const PORT = 31990;

const IN_SBOX = 'nsenter --net=/var/run/docker/netns/ingress_sbox';
const INGRESS = '$(docker network ls -q --no-trunc -f name=ingress -f driver=overlay | cut -c1-10)';
const IN_INGRESS = `nsenter --net=/var/run/docker/netns/1-${INGRESS}`;
const TASK = `$(docker ps -q -f name=${SERVICE})`;

/** Fifty: sixteen of each node, and two of the swarm. */
export function questionsFor(nodes: readonly string[]): readonly Question[] {
  return [
    {use: 'swarm.size', args: {managers: 1, workers: 2}, node: nodes[0]!, command: 'docker node ls', finds: 'Leader'},
    {
      use: 'net.exists',
      args: {network: 'ingress', driver: 'overlay'},
      node: nodes[0]!,
      command: 'docker network ls',
      finds: 'ingress +overlay',
    },
    ...nodes.flatMap(node => questionsOf(node)),
  ];
}

function questionsOf(node: string): readonly Question[] {
  const ask = (use: string, args: Question['args'], command: string, finds: string): Question => ({
    use,
    args: {...args, node},
    node,
    command,
    finds,
  });
  const [port, service] = [{port: PORT}, {service: SERVICE}];
  const onIngress = {...service, network: 'ingress'};
  return [
    ask('ingress.dnat', port, 'iptables -t nat -S DOCKER-INGRESS', `--dport ${PORT} -j DNAT`),
    ask('ingress.accept', port, 'iptables -S DOCKER-INGRESS', `--dport ${PORT} -j ACCEPT`),
    ask('ingress.mark', port, `${IN_SBOX} iptables -t mangle -S PREROUTING`, `--dport ${PORT} -j MARK`),
    ask('ingress.walk', port, `${IN_SBOX} iptables-save`, `--dport ${PORT} -j MARK`),
    ask('mark.to-fwm', port, `${IN_SBOX} ipvsadm -Ln`, '^FWM '),
    ask('ipvs.backends', onIngress, `${IN_SBOX} ipvsadm -Ln`, 'Masq'),
    ask('sbox.has', {}, `${IN_SBOX} ip -br addr`, '^eth1'),
    ask('vxlan.device', {network: 'ingress'}, `${IN_INGRESS} ip -d link show type vxlan`, 'vxlan id \\d+'),
    ask('net.mtu', {network: 'ingress'}, `${IN_INGRESS} ip link show br0`, 'mtu 1450'),
    ask('net.peers', {network: 'ingress'}, 'docker network inspect ingress', '"Peers"'),
    ask('fdb.complete', {network: 'ingress'}, `${IN_INGRESS} bridge fdb show`, 'dst 10\\.77'),
    ask('gwbridge.member', service, 'docker network inspect docker_gwbridge', '"gateway_[0-9a-f]'),
    ask('iface.role', onIngress, `docker inspect ${TASK}`, '"ingress"'),
    ask('veth.pair', onIngress, `docker exec ${TASK} ip -br link`, '^eth0'),
    ask('vip.bound', onIngress, 'docker network inspect -v ingress', '"ingress-endpoint"|"ingress-sbox"'),
    ask('ports.control', {}, 'ss -tuln', ':7946'),
  ];
}
