import {describe, expect, test} from 'vitest';
import type {Socket} from '../../src/core/rows/socket.ts';
import {parseNetstat} from '../../src/parse/netstat.ts';
import {parseSs} from '../../src/parse/ss.ts';
import {output} from './corpus.ts';
import {mutations, saysLess} from './mutate.ts';

const netstat = (text: string): readonly Socket[] => parseNetstat(text).data.sockets;
const ss = (text: string): readonly Socket[] => parseSs(text).data.sockets;
const port = (sockets: readonly Socket[], wanted: number) => sockets.filter(({local}) => local?.port === wanted);

const VXLAN = {
  protocol: 'udp',
  family: 'inet',
  recvQ: 0,
  sendQ: 0,
  local: {address: '0.0.0.0', port: 4789},
  peer: {address: '0.0.0.0'},
};

test('the socket of VXLAN is held by the kernel: netstat prints -, ss nothing', () => {
  expect(netstat(output('netstat/pan-grep-4789.n1'))).toEqual([{...VXLAN, processes: []}]);
  expect(port(netstat(output('netstat/pan.n2')), 4789)).toEqual([{...VXLAN, processes: []}]);
  expect(port(ss(output('ss/tulpn.n1')), 4789)).toEqual([VXLAN]);
});

test('reads processes whose names hold blanks, and are cut', () => {
  const {data, notes} = parseNetstat(output('netstat/pan.task_redis.n1'));
  expect(port(data.sockets, 6379)).toMatchObject([
    {family: 'inet', state: 'LISTEN', processes: [{pid: 1736, program: 'redis-server *'}]},
    {family: 'inet6', state: 'LISTEN', processes: [{pid: 1736, program: 'redis-server *'}]},
  ]);
  expect(notes.map(({kind, line}) => [kind, line])).toEqual([
    ['truncated', 3],
    ['truncated', 5],
  ]);
});

test.each([
  [
    'udp 0 0 10.0.0.7:123 0.0.0.0:* 762/avahi-daemon: r',
    {local: {address: '10.0.0.7', port: 123}, processes: [{pid: 762, program: 'avahi-daemon: r'}]},
  ],
  ['raw 0 0 0.0.0.0:1 0.0.0.0:* 7 500/ping', {protocol: 'raw', processes: [{pid: 500, program: 'ping'}]}],
  [
    'udp6 0 0 fe80::1%eth0:546 :::* 0 633 -',
    {local: {address: 'fe80::1', dev: 'eth0', port: 546}, user: '0', inode: 633},
  ],
  [
    'tcp 0 0 localhost:ssh *:* LISTEN root 78',
    {local: {address: 'localhost', service: 'ssh'}, user: 'root', inode: 78},
  ],
  ['tcp6 0 0 ::ffff:10.0.0.1:22 :::* LISTEN -', {family: 'inet6', local: {address: '10.0.0.1', port: 22}}],
  [
    'tcp 0 0 10.0.0.1:22 10.0.0.2:4711 ESTABLISHED 7/sshd: root@pts/0 keepalive (119.32/0/0)',
    {
      processes: [{pid: 7, program: 'sshd: root@pts/0'}],
      timer: {name: 'keepalive', expires: '119.32s', retransmits: 0},
    },
  ],
  // The message catalogues of net-tools translate states and timers.
  ['tcp 0 0 0.0.0.0:22 0.0.0.0:* OUÇA 7/sshd desligado (0.00/0/0)', {state: 'LISTEN', timer: {name: 'off'}}],
  ['tcp 0 0 1.2.3.4:22 1.2.3.5:99 POSLEDNÍ ACK -', {state: 'LAST_ACK', processes: []}],
  ['unix  2      [ ACC ]     STREAM     HÖRT          100      /run/my file', {state: 'LISTEN', path: '/run/my file'}],
  [
    'unix  3      [ ]         DGRAM                    17       -                    @/tmp/x',
    {type: 'dgram', inode: 17, processes: [], path: '@/tmp/x'},
  ],
])('netstat: %s', (line, socket) => {
  expect(parseNetstat(line)).toMatchObject({data: {sockets: [socket]}, unparsed: []});
});

test('netstat in any language: title and header need not be known', () => {
  const rows = 'tcp        0      0 0.0.0.0:22              0.0.0.0:*               LISTEN      760/dropbear        ';
  const header = 'Proto 受信-Q 送信-Q 内部アドレス            外部アドレス            状態       PID/Program name';
  const parsed = parseNetstat(`稼働中のインターネット接続 (サーバ)\n${header}\n${rows}`);
  expect(parsed).toMatchObject({
    data: {sockets: [{state: 'LISTEN'}]},
    unparsed: [],
    notes: [{kind: 'localized', line: 1}],
  });
});

test('who is not root is told that processes are hidden', () => {
  const notice =
    '(Not all processes could be identified, non-owned process info\n will not be shown, you would have to be root to see it all.)';
  expect(parseNetstat(`${notice}\n${output('netstat/pan.n1')}`)).toMatchObject({
    unparsed: [],
    notes: expect.arrayContaining([expect.objectContaining({kind: 'lossy', line: 1})]),
  });
});

test('interfaces of netstat -i have the counters that are printed', () => {
  const {links} = parseNetstat(output('netstat/variety-netstat_-i.trixie')).data;
  expect(links.map(({ifname}) => ifname)).not.toContain('dummy0:vip');
  expect(links.find(({ifname}) => ifname === 'vx0')).toMatchObject({
    mtu: 1450,
    flags: ['BROADCAST', 'MULTICAST', 'RUNNING', 'UP'],
    stats: {rx: {packets: 0}, tx: {packets: 32, dropped: 6}},
  });
});

describe('ss', () => {
  test('reads all processes, also with blanks, quotes and brackets in their names', () => {
    const odd = 'tcp LISTEN 0 9 *:80 *:* users:(("my "x" (y)",pid=7,fd=3),("a",pid=8,proc_ctx=u,fd=4)) ino:5 <->';
    expect(ss(odd)).toMatchObject([
      {
        inode: 5,
        processes: [
          {pid: 7, program: 'my "x" (y)', fd: 3},
          {pid: 8, program: 'a', fd: 4},
        ],
      },
    ]);
    const [both] = ss(output('ss/variety-ss_-anp.trixie')).filter(({processes}) => processes?.length === 2);
    expect(both?.processes).toEqual([
      {pid: 6724, program: 'busybox', fd: 1},
      {pid: 6724, program: 'busybox', fd: 0},
    ]);
  });

  test.each([
    ['0 0 10.0.0.1:22 10.0.0.2:99', {local: {port: 22}, peer: {port: 99}}],
    ['ESTAB 0 0 [fe80::1]%eth0:22 [fe80::2]:99', undefined],
    ['ESTAB 0 0 [fe80::1%eth0]:22 [fe80::2]:99', {family: 'inet6', local: {address: 'fe80::1', dev: 'eth0', port: 22}}],
    ['udp UNCONN 0 0 10.0.0.1%eth0:bootpc 0.0.0.0:*', {local: {address: '10.0.0.1', dev: 'eth0', service: 'bootpc'}}],
    ['nl UNCONN 0 0 rtnl:ss/71 *', {protocol: 'netlink', local: {address: 'rtnl', service: 'ss/71'}}],
    ['p_raw UNCONN 0 0 arp:eth0 *', {protocol: 'packet', local: {address: 'arp', service: 'eth0'}}],
    ['u_dgr UNCONN 0 0 /run/my log 100 * 0', {path: '/run/my log', inode: 100}],
    ['u_str ESTAB 0 0 * 5 /run/x y 6', {inode: 5, peerPath: '/run/x y', peerInode: 6}],
  ])('%s', (line, socket) => {
    expect(ss(line)).toMatchObject(socket === undefined ? [] : [socket]);
  });

  test('what -i prints is kept, below the row or behind it', () => {
    const below = ss(output('ss/variety-ss_-tani.bookworm-nft'));
    expect(below.map(({info}) => info)).toEqual(['bbr cwnd:10', 'bbr cwnd:10']);
    expect(ss(output('ss/variety-ss_-O_-tani.bookworm-nft'))).toEqual(below);
  });

  test('a socket of a protocol that is not printed has none, which is noted', () => {
    const {data, notes} = parseSs(output('ss/variety-ss_-uanp.trixie'));
    const {protocol, ...rest} = VXLAN;
    expect(data.sockets).toEqual([rest]);
    expect(notes).toMatchObject([{kind: 'lossy'}]);
  });

  test('the columns that are left out change nothing else', () => {
    const keyOf = ({local, peer, state}: Socket) => JSON.stringify([local, peer, state]);
    const of = (name: string) =>
      new Set(
        ss(output(`ss/${name}`))
          .filter(({state}) => state === 'LISTEN')
          .map(keyOf),
      );
    expect(of('variety-ss_-tanp.trixie')).toEqual(of('variety-ss_-tanpH.trixie'));
    expect(of('variety-ss_-an.trixie')).toEqual(of('variety-ss_-tanoe.trixie'));
  });
});

describe('ss and netstat of one node list the same sockets', () => {
  // `*` is any address of both families, which netstat shows as `::`.
  const keyOf = ({protocol, state, local, processes}: Socket): string =>
    [protocol, state, local?.address.replace('*', '::'), local?.port, processes?.[0]?.pid].join(' ');
  const lasting = (sockets: readonly Socket[]) =>
    sockets
      .filter(({protocol, state}) => (protocol === 'tcp' && state === 'LISTEN') || protocol === 'udp')
      .map(keyOf)
      .sort();

  test.each([
    'n1',
    'n2',
    'ingress_sbox.n1',
    'ingress_sbox.n2',
    'lb_vote.n1',
    'task_redis.n1',
    'task_web.n2',
    'shared-n1',
  ])('%s', place => {
    const listed = lasting(ss(output(`ss/anp.${place}`)));
    expect(listed.length).toBeGreaterThan(0);
    expect(lasting(netstat(output(`netstat/pan.${place}`)))).toEqual(listed);
  });

  test('unix sockets too', () => {
    const unix = (sockets: readonly Socket[]) =>
      sockets
        .filter(({protocol, state}) => protocol === 'unix' && state === 'LISTEN')
        .map(({inode, path, processes}) => [inode, path, processes?.[0]?.pid])
        .sort();
    const listed = unix(ss(output('ss/anp.n1')));
    expect(listed.length).toBeGreaterThan(3);
    expect(unix(netstat(output('netstat/pan.n1')))).toEqual(listed);
  });
});

test('netstat -pane and -pano say what -pan says, and more', () => {
  const plain = ({user, inode, timer, ...socket}: Socket) => socket;
  const listening = (name: string) =>
    netstat(output(`netstat/${name}`))
      .filter(({state, protocol}) => state === 'LISTEN' && protocol === 'tcp')
      .map(plain);
  for (const more of ['pane.n1', 'pano.n1', 'panW.n1']) expect(listening(more)).toEqual(listening('pan.n1'));
  expect(port(netstat(output('netstat/pane.n1')), 4789)).toMatchObject([{user: '0', inode: 736, processes: []}]);
});

describe('a lost or moved column never gives a wrong value', () => {
  // Neighbours of the same shape cannot be told apart: both queues, both addresses of a connection, user and inode.
  const sorted = ({recvQ, sendQ, local, peer, family, user, inode, ...socket}: Socket) => ({
    ...socket,
    queues: [recvQ, sendQ].sort().join(),
    ends: [JSON.stringify(local), JSON.stringify(peer)].sort().join(),
    owner: [user, String(inode)].sort().join(),
  });

  test.each([
    ['netstat/pan.n1', netstat],
    ['netstat/variety-netstat_-pane.trixie', netstat],
    ['ss/anp.task_web.n2', ss],
    ['ss/variety-ss_-tanoe.trixie', ss],
    ['ss/tanoe.n3', ss],
  ] as const)('%s', (name, read) => {
    const seen = new Set<string>();
    for (const line of output(name).trim().split('\n')) {
      const [original] = read(line);
      const shape = line.replace(/\d+/g, '9');
      if (original === undefined || seen.has(shape)) continue;
      seen.add(shape);
      for (const mutated of mutations(line)) {
        const [row] = read(mutated);
        expect([
          mutated,
          row === undefined || saysLess(row, original) || saysLess(sorted(row), sorted(original)),
        ]).toEqual([mutated, true]);
      }
    }
    expect(seen.size).toBeGreaterThan(1);
  });
});

test.each(['de_DE', 'ja_JP', 'pt_BR'])('netstat -pan of %s has the same sockets, types and states', locale => {
  const {data, unparsed} = parseNetstat(output(`netstat/localized-netstat_-pan.${locale}`));
  expect(unparsed).toEqual([]);
  expect(
    data.sockets.filter(({protocol}) => protocol === 'unix').map(({type, state, path}) => [type, state, path]),
  ).toEqual([
    ['stream', 'LISTEN', '/tmp/x/a'],
    ['seqpacket', 'LISTEN', '@seq'],
    ['dgram', undefined, '@abstract'],
  ]);
  const established = data.sockets.filter(({state}) => state === 'ESTABLISHED');
  expect(established.length).toBeGreaterThan(0);
});
