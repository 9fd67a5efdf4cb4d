/** Makes an output of that many lines. */
export type MakeOutput = (lines: number) => string;

/** Outputs of any length: rows that docker's hosts print, with other addresses, names and counts each time. */
export const outputs: Readonly<Record<string, MakeOutput>> = {
  iptables: lines =>
    repeat(lines, 20, i => [
      `Chain DOCKER-${i} (1 references)`,
      ' pkts bytes target     prot opt in     out     source               destination         ',
      ...Array.from({length: 17}, (_, j) => iptablesRule(i, j)),
      '',
    ]),
  ifconfig: lines =>
    repeat(lines, 9, i => [
      `veth${hex(i, 7)}: flags=4163<UP,BROADCAST,RUNNING,MULTICAST>  mtu 1450`,
      `        inet 172.18.${i % 250}.1  netmask 255.255.0.0  broadcast 172.18.255.255`,
      `        inet6 fe80::42:afff:fe80:${hex(i, 4)}  prefixlen 64  scopeid 0x20<link>`,
      `        ether 02:42:${mac(i)}  txqueuelen 0  (Ethernet)`,
      `        RX packets ${i * 3}  bytes ${i * 251} (4.9 KiB)`,
      '        RX errors 0  dropped 4  overruns 0  frame 0',
      `        TX packets ${i * 2}  bytes ${i * 197} (716.2 KiB)`,
      '        TX errors 0  dropped 0 overruns 0  carrier 0  collisions 0',
      '',
    ]),
  netstat: lines =>
    [
      'Active Internet connections (servers and established)',
      'Proto Recv-Q Send-Q Local Address           Foreign Address         State       PID/Program name    ',
      repeat(lines - 2, 6, i => [
        netstatRow('tcp', `10.79.0.11:${port(i)}`, `10.79.0.${i % 250}:7946`, 'TIME_WAIT', '-'),
        netstatRow('tcp', '10.79.0.11:22', `10.79.0.1:${port(i)}`, 'ESTABLISHED', `${i}/dropbear`),
        netstatRow('tcp6', `:::${port(i)}`, ':::*', 'LISTEN', `${i}/dockerd`),
        netstatRow('tcp6', '10.79.0.11:2377', `10.79.0.12:${port(i)}`, 'ESTABLISHED', `${i}/dockerd`),
        netstatRow('udp', `0.0.0.0:${port(i)}`, '0.0.0.0:*', '', '-'),
        netstatRow('udp6', `:::${port(i)}`, ':::*', '', `${i}/dockerd`),
      ]),
    ].join('\n'),
  ss: lines =>
    [
      'Netid State     Recv-Q Send-Q          Local Address:Port             Peer Address:Port Process                                  ',
      repeat(lines - 1, 5, i => [
        ssRow('udp', 'UNCONN', '0', `0.0.0.0:${port(i)}`, '0.0.0.0:*', ''),
        ssRow('tcp', 'ESTAB', '0', '10.79.0.11:22', `10.79.0.1:${port(i)}`, `users:(("dropbear",pid=${i},fd=5))`),
        ssRow('tcp', 'TIME-WAIT', '0', `10.79.0.11:${port(i)}`, `10.79.0.${i % 250}:7946`, ''),
        ssRow('tcp', 'LISTEN', '4096', `*:${port(i)}`, '*:*', `users:(("dockerd",pid=${i},fd=39))`),
        ssRow(
          'tcp',
          'ESTAB',
          '0',
          '[::ffff:10.79.0.11]:2377',
          `[::ffff:10.79.0.12]:${port(i)}`,
          `users:(("dockerd",pid=${i},fd=41))`,
        ),
      ]),
    ].join('\n'),
  'ip.route': lines =>
    repeat(lines, 4, i => [
      `10.${i % 250}.0.0/24 via 10.79.0.${i % 250} dev eth0 proto static metric ${i} `,
      `172.18.${i % 250}.0/24 dev docker_gwbridge proto kernel scope link src 172.18.${i % 250}.1 `,
      `10.0.${i % 250}.0/24 dev eth${i} proto kernel scope link src 10.0.${i % 250}.9 linkdown `,
      `default via 172.18.${i % 250}.1 dev eth${i} `,
    ]),
  route: lines =>
    [
      'Kernel IP routing table',
      'Destination     Gateway         Genmask         Flags Metric Ref    Use Iface',
      repeat(lines - 2, 2, i => [
        `${`10.${i % 250}.0.0`.padEnd(15)} 0.0.0.0         255.255.255.0   U     0      0        0 eth${i}`,
        `${`172.18.${i % 250}.0`.padEnd(15)} 10.79.0.1       255.255.255.0   UG    ${`${i}`.padEnd(6)} 0        0 docker_gwbridge`,
      ]),
    ].join('\n'),
  arp: lines =>
    repeat(lines, 2, i => [
      `? (10.79.${i % 250}.13) at a6:74:${mac(i)} [ether] on eth${i}`,
      `? (172.18.${i % 250}.2) at 02:42:${mac(i)} [ether] PERM on docker_gwbridge`,
    ]),
  'bridge.fdb': lines =>
    repeat(lines, 5, i => [
      `02:42:${mac(i)} dev vxlan0 dst 10.77.${i % 250}.12 link-netnsid 0 self permanent`,
      `36:33:${mac(i)} dev vxlan0 master br0 permanent`,
      `02:42:${mac(i)} dev veth${i} master docker_gwbridge `,
      '33:33:00:00:00:01 dev docker_gwbridge self permanent',
      `02:42:${mac(i)} dev docker_gwbridge vlan 1 master docker_gwbridge permanent`,
    ]),
  'ip.addr': lines =>
    repeat(lines, 6, i => [
      `${i + 9}: veth${i}@if${i + 8}: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc noqueue master docker_gwbridge state UP group default `,
      `    link/ether 72:20:${mac(i)} brd ff:ff:ff:ff:ff:ff link-netnsid ${i % 9}`,
      `    inet 172.18.${i % 250}.1/16 brd 172.18.255.255 scope global veth${i}`,
      '       valid_lft forever preferred_lft forever',
      '    inet6 fe80::7020:69ff:fe65:29a7/64 scope link proto kernel_ll ',
      '       valid_lft forever preferred_lft forever',
    ]),
};

function repeat(lines: number, size: number, block: (i: number) => readonly string[]): string {
  return Array.from({length: Math.floor(lines / size)}, (_, i) => block(i).join('\n')).join('\n');
}

function iptablesRule(i: number, j: number): string {
  const target = j % 2 === 0 ? 'DNAT      ' : 'ACCEPT    ';
  const extra =
    j % 2 === 0 ? `tcp dpt:${8000 + j} to:172.18.0.${(i % 250) + 2}:80` : `/* rule ${j} */ ctstate RELATED,ESTABLISHED`;
  return `  ${100 + j} 60${i % 10}0 ${target} tcp  --  *      !docker0  0.0.0.0/0            10.0.${i % 250}.${j + 2}             ${extra}`;
}

function netstatRow(protocol: string, local: string, peer: string, state: string, program: string): string {
  return `${protocol.padEnd(10)} 0      0 ${local.padEnd(23)} ${peer.padEnd(23)} ${state.padEnd(11)} ${program.padEnd(19)}`;
}

function ssRow(netId: string, state: string, sendQ: string, local: string, peer: string, process: string): string {
  return `${netId.padEnd(5)} ${state.padEnd(9)} 0      ${sendQ.padEnd(6)} ${local.padStart(26)} ${peer.padStart(26)} ${process.padEnd(40)}`;
}

function port(i: number): number {
  return 1024 + ((i * 7) % 60_000);
}

function mac(i: number): string {
  return hex(i % 2 ** 24, 8)
    .match(/../g)!
    .join(':');
}

function hex(i: number, width: number): string {
  return (i % 16 ** width).toString(16).padStart(width, '0');
}
