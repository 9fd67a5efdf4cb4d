import type {Parser} from '../core/parsed.ts';
import {parseArp} from './arp.ts';
import {parseBrctlShow} from './brctl.ts';
import {parseBridgeFdb} from './bridge-fdb.ts';
import {parseBridgeLink} from './bridge-link.ts';
import {parseConntrack} from './conntrack.ts';
import {parseDockerImages} from './docker-images.ts';
import {parseDockerInspect} from './docker-inspect.ts';
import {parseNetworkLs} from './docker-network-ls.ts';
import {parseNodeLs} from './docker-node-ls.ts';
import {parseDockerPs} from './docker-ps.ts';
import {parseServiceLs} from './docker-service-ls.ts';
import {parseServiceProgress} from './docker-service-progress.ts';
import {parseServicePs} from './docker-service-ps.ts';
import {parseIfconfig} from './ifconfig.ts';
import {parseIpAddr} from './ip-addr.ts';
import {parseIpLink} from './ip-link.ts';
import {parseIpNeigh} from './ip-neigh.ts';
import {parseIpNetns} from './ip-netns.ts';
import {parseIpRoute} from './ip-route.ts';
import {parseIpRule} from './ip-rule.ts';
import {parseIpXfrm} from './ip-xfrm.ts';
import {parseIptables} from './iptables.ts';
import {parseIpvsadm} from './ipvsadm.ts';
import {parseJsonText} from './json.ts';
import {parseLines} from './lines.ts';
import {parseNetstat} from './netstat.ts';
import {parseRoute} from './route.ts';
import {parseSs} from './ss.ts';
import {parseTable} from './table.ts';
import {parseTcpdump} from './tcpdump.ts';

export interface RegisteredParser {
  /** As lessons write it: `bridge.fdb`. */
  readonly name: string;
  readonly title: string;
  /** Commands whose output it reads. */
  readonly examples: readonly string[];
  readonly parse: Parser<object>;
}

const entries: readonly RegisteredParser[] = [
  {name: 'arp', title: 'neighbour (ARP) table', examples: ['arp -an', 'arp -n'], parse: parseArp},
  {
    name: 'bridge.fdb',
    title: 'forwarding table of bridges and vxlan interfaces',
    examples: ['bridge fdb show', 'bridge -j fdb show'],
    parse: parseBridgeFdb,
  },
  {
    name: 'bridge.link',
    title: 'ports of bridges',
    examples: ['bridge link', 'bridge -d link', 'bridge -j link'],
    parse: parseBridgeLink,
  },
  {name: 'brctl.show', title: 'bridges and their ports', examples: ['brctl show'], parse: parseBrctlShow},
  {
    name: 'conntrack',
    title: 'flows that the connection tracker knows, and their translations',
    examples: ['conntrack -L', 'conntrack -E -p tcp', 'cat /proc/net/nf_conntrack'],
    parse: parseConntrack,
  },
  {name: 'docker.images', title: 'images', examples: ['docker images'], parse: parseDockerImages},
  {
    name: 'docker.inspect',
    title: 'the raw objects of docker inspect',
    examples: ['docker network inspect -v NAME', 'docker service inspect NAME', 'docker node inspect self'],
    parse: parseDockerInspect,
  },
  {name: 'docker.network-ls', title: 'networks', examples: ['docker network ls'], parse: parseNetworkLs},
  {name: 'docker.node-ls', title: 'nodes of the swarm', examples: ['docker node ls'], parse: parseNodeLs},
  {name: 'docker.ps', title: 'containers', examples: ['docker ps -a', 'docker ps --format json'], parse: parseDockerPs},
  {name: 'docker.service-ls', title: 'services', examples: ['docker service ls'], parse: parseServiceLs},
  {
    name: 'docker.service-progress',
    title: 'what docker says while it waits for a service',
    examples: ['docker service create …', 'docker service scale NAME=5', 'docker service update --force NAME'],
    parse: parseServiceProgress,
  },
  {name: 'docker.service-ps', title: 'tasks of services', examples: ['docker service ps NAME'], parse: parseServicePs},
  {
    name: 'ifconfig',
    title: 'network interfaces and their addresses, as ip.addr',
    examples: ['ifconfig', 'busybox ifconfig -a', 'ifconfig -s'],
    parse: parseIfconfig,
  },
  {
    name: 'ip.addr',
    title: 'network interfaces and their addresses',
    examples: ['ip addr', 'ip -j addr', 'ip -br addr'],
    parse: parseIpAddr,
  },
  {
    name: 'ip.link',
    title: 'network interfaces',
    examples: ['ip link', 'ip -d link', 'ip -j -d link'],
    parse: parseIpLink,
  },
  {name: 'ip.neigh', title: 'neighbour (ARP) table', examples: ['ip neigh', 'ip -j neigh'], parse: parseIpNeigh},
  {
    name: 'ip.netns',
    title: 'network namespaces and what Docker uses them for',
    examples: ['ip netns', 'ip netns list-id', 'ls /var/run/docker/netns'],
    parse: parseIpNetns,
  },
  {
    name: 'ip.route',
    title: 'routes',
    examples: ['ip route', 'ip -j route', 'ip route get ADDRESS'],
    parse: parseIpRoute,
  },
  {
    name: 'ip.rule',
    title: 'rules that choose a routing table',
    examples: ['ip rule', 'ip -j rule'],
    parse: parseIpRule,
  },
  {
    name: 'ip.xfrm',
    title: 'IPsec associations and policies, without their keys',
    examples: ['ip xfrm state list nokeys', 'ip xfrm policy'],
    parse: parseIpXfrm,
  },
  {
    name: 'iptables',
    title: 'chains and rules of the firewall',
    examples: ['iptables -nvL -t nat', 'iptables -S', 'iptables-save -c'],
    parse: parseIptables,
  },
  {
    name: 'ipvsadm',
    title: 'virtual services of IPVS and their real servers',
    examples: ['ipvsadm -Ln', 'ipvsadm -Ln --stats', 'ipvsadm -Sn'],
    parse: parseIpvsadm,
  },
  {
    name: 'json',
    title: 'any JSON, or JSON lines',
    examples: ['docker inspect NAME', "docker ps --format '{{json .}}'"],
    parse: parseJsonText,
  },
  {name: 'lines', title: 'any text, line by line', examples: ['ls /var/run/docker/netns'], parse: parseLines},
  {
    name: 'netstat',
    title: 'sockets, routes or interfaces',
    examples: ['netstat -pan', 'netstat -nr', 'netstat -i'],
    parse: parseNetstat,
  },
  {name: 'route', title: 'routes', examples: ['route -n', 'route -ee -n'], parse: parseRoute},
  {name: 'ss', title: 'sockets', examples: ['ss -tulpn', 'ss -anp', 'ss -tin'], parse: parseSs},
  {name: 'table', title: 'any table with a header', examples: ['lsns -t net', 'docker volume ls'], parse: parseTable},
  {
    name: 'tcpdump',
    title: 'packets on a wire',
    examples: ['tcpdump -nn -i eth0 -c 20 udp port 4789', 'tcpdump -nne -i any esp'],
    parse: parseTcpdump,
  },
];

export const parsers: ReadonlyMap<string, RegisteredParser> = new Map(entries.map(entry => [entry.name, entry]));
