/** A few lines of a real output for each parser: what the guide shows its data by. */
export const SAMPLES: Readonly<Record<string, string>> = {
  arp: lines('? (172.18.0.2) at 02:42:ac:12:00:02 [ether] on docker_gwbridge'),
  'brctl.show': lines(
    'bridge name\tbridge id\t\tSTP enabled\tinterfaces',
    'docker_gwbridge\t\t8000.0242af809dad\tno\t\tveth40ae888',
  ),
  'bridge.fdb': lines('02:42:0a:00:02:0f dst 10.79.0.13 link-netnsid 0 self permanent'),
  'bridge.link': lines(
    '9: vethc4f4327@if8: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 master docker_gwbridge state forwarding priority 32 cost 2 ',
  ),
  conntrack: lines(
    'tcp      6 32 TIME_WAIT src=10.79.0.1 dst=10.79.0.11 sport=38112 dport=8080 src=172.18.0.2 dst=10.79.0.1 sport=8080 dport=38112 [ASSURED] mark=0 use=1 id=3317861234',
  ),
  'docker.images': lines(
    'REPOSITORY   TAG       IMAGE ID       CREATED         SIZE',
    'redis        alpine    330eaae2d1bc   7 minutes ago   22.3MB',
  ),
  'docker.inspect': lines('[{"Name": "vote", "Driver": "overlay", "IPAM": {"Config": [{"Subnet": "10.0.1.0/24"}]}}]'),
  'docker.network-ls': lines('NETWORK ID     NAME      DRIVER    SCOPE', 'uhihy3ov6vrm   vote      overlay   swarm'),
  'docker.node-ls': lines(
    'ID                            HOSTNAME   STATUS    AVAILABILITY   MANAGER STATUS   ENGINE VERSION',
    '3nkyxsrwc72o8zrus695r73gz *   swarm-01   Ready     Active         Leader           26.1.5+dfsg1',
  ),
  'docker.ps': lines(
    'CONTAINER ID   IMAGE          COMMAND                  CREATED         STATUS         PORTS     NAMES',
    '8a1f1bc331dc   redis:alpine   "redis-server"           3 minutes ago   Up 3 minutes             redis.4.ss2gi6bmyfbgh5stsy9prphor',
  ),
  'docker.service-ls': lines(
    'ID             NAME                                           MODE             REPLICAS               IMAGE                PORTS',
    '9o6mk3x9bdau   agent                                          global           2/3                    nginx:1.27           ',
  ),
  'docker.service-progress': lines(
    'xe7zq9qjeq09oe37odk84068l',
    'overall progress: 2 out of 2 tasks ',
    '1/2: running   ',
    '2/2: running   ',
    'verify: Service converged ',
  ),
  'docker.service-ps': lines(
    'ID             NAME      IMAGE          NODE       DESIRED STATE   CURRENT STATE           ERROR     PORTS',
    'kb0vwtsv2wzi   web.1     redis:alpine   swarm-03   Running         Running 3 minutes ago             ',
  ),
  ifconfig: lines(
    'docker0: flags=4099<UP,BROADCAST,MULTICAST>  mtu 1500',
    '        inet 172.17.0.1  netmask 255.255.0.0  broadcast 172.17.255.255',
    '        inet6 fe80::42:2bff:fe0b:9271  prefixlen 64  scopeid 0x20<link>',
    '        ether 02:42:2b:0b:92:71  txqueuelen 0  (Ethernet)',
    '        RX packets 0  bytes 0 (0.0 B)',
    '        RX errors 0  dropped 0  overruns 0  frame 0',
    '        TX packets 5  bytes 526 (526.0 B)',
    '        TX errors 0  dropped 0 overruns 0  carrier 0  collisions 0',
  ),
  'ip.addr': lines(
    '2: eth0: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc fq_codel state UP group default qlen 1000',
    '    link/ether 66:6f:ca:a9:63:9f brd ff:ff:ff:ff:ff:ff',
    '    inet 10.79.0.12/24 brd 10.79.0.255 scope global eth0',
    '       valid_lft forever preferred_lft forever',
  ),
  'ip.link': lines(
    '2: eth0: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc fq_codel state UP mode DEFAULT group default qlen 1000',
    '    link/ether 66:6f:ca:a9:63:9f brd ff:ff:ff:ff:ff:ff',
  ),
  'ip.neigh': lines('10.79.0.13 dev eth0 lladdr a6:74:f7:20:9d:26 REACHABLE '),
  'ip.netns': lines('red (id: 0)'),
  'ip.route': lines('10.79.0.0/24 dev eth0 proto kernel scope link src 10.79.0.11 '),
  'ip.rule': lines('32766:\tfrom all lookup main'),
  'ip.xfrm': lines(
    'src 10.79.0.11/32 dst 10.79.0.13/32 proto udp dport 4789 ',
    '\tdir out priority 0 ptype main ',
    '\tmark 0xd0c4e3/0xffffffff ',
    '\ttmpl src 10.79.0.11 dst 10.79.0.13',
    '\t\tproto esp spi 0x6163edae reqid 13681891 mode transport',
  ),
  iptables: lines(
    'Chain PREROUTING (policy ACCEPT 0 packets, 0 bytes)',
    ' pkts bytes target     prot opt in     out     source               destination         ',
    '    3   180 DOCKER     0    --  *      *       0.0.0.0/0            0.0.0.0/0            ADDRTYPE match dst-type LOCAL',
  ),
  ipvsadm: lines(
    'IP Virtual Server version 1.2.1 (size=4096)',
    'Prot LocalAddress:Port Scheduler Flags',
    '  -> RemoteAddress:Port           Forward Weight ActiveConn InActConn',
    'FWM  256 rr',
    '  -> 10.0.0.5:0                   Masq    1      0          0         ',
  ),
  json: lines('{"name": "red", "ports": [80, 443]}'),
  lines: lines('red', 'green'),
  netstat: lines(
    'Active Internet connections (servers and established)',
    'Proto Recv-Q Send-Q Local Address           Foreign Address         State       PID/Program name    ',
    'tcp        0      0 0.0.0.0:22              0.0.0.0:*               LISTEN      760/dropbear        ',
  ),
  route: lines(
    'Kernel IP routing table',
    'Destination     Gateway         Genmask         Flags Metric Ref    Use Iface',
    '10.79.0.0       0.0.0.0         255.255.255.0   U     0      0        0 eth0',
  ),
  ss: lines(
    'Netid State  Recv-Q Send-Q Local Address:Port Peer Address:PortProcess                           ',
    'udp   UNCONN 0      0            0.0.0.0:4789      0.0.0.0:*                                     ',
  ),
  table: lines('DRIVER    VOLUME NAME', 'local     data'),
  tcpdump: lines(
    '09:54:02.280429 eth0  In  IP 10.79.0.1.36136 > 10.79.0.11.8080: Flags [S], seq 1818523581, win 64240, options [mss 1460,sackOK,TS val 552126789 ecr 0,nop,wscale 10], length 0',
  ),
};

function lines(...all: readonly string[]): string {
  return `${all.join('\n')}\n`;
}
