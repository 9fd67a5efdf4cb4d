import type {Snapshot} from '../../src/core/facts.ts';
import type {FdbEntry} from '../../src/core/rows/bridge.ts';
import {fixture} from '../snapshot/fixture.ts';
import {edited, netnsOf} from './edit.ts';
import {OVERLAY, REDIS_2, redis5, sandboxOf, type Trap, trap} from './trap.ts';

function fdb(change: (row: FdbEntry) => FdbEntry | readonly FdbEntry[], on = 'swarm-01'): Snapshot {
  return edited(redis5, 'ns.fdb', `${on}/${OVERLAY}`, rows =>
    rows.flatMap(row => (row.mac === REDIS_2 && row.dst !== undefined ? change(row) : row)),
  );
}

const REMOTE = {network: 'vote', service: 'redis'};
const ONE_WAY = {network: 'vote', mac: REDIS_2, from: 'swarm-01'};
const LEARNED: FdbEntry = {mac: REDIS_2, ifname: 'vxlan0', flags: [], master: 'br0', state: 'reachable'};
const withoutLearned = edited(redis5, 'ns.fdb', `swarm-01/${OVERLAY}`, rows => rows.filter(row => row.mac !== REDIS_2));

export const FORWARDING_TRAPS: readonly Trap[] = [
  trap(
    'fdb.has-remote-mac',
    ONE_WAY,
    'the row is gone',
    withoutLearned,
    'no_row',
    `swarm-01: no permanent fdb row for ${REDIS_2} (redis.2 on swarm-02) in ${OVERLAY} vxlan0`,
  ),
  trap('fdb.has-remote-mac', REMOTE, 'one row of many is gone', withoutLearned, 'no_row', '(redis.2 on swarm-02)'),
  trap('fdb.complete', {network: 'vote'}, 'the row is gone', withoutLearned, 'no_row', '(redis.2 on swarm-02)'),
  trap(
    'fdb.has-remote-mac',
    ONE_WAY,
    'the row sends to another UDP port',
    fdb(row => ({...row, port: 4790})),
    'other_tunnel',
    'leads to UDP port 4790, not to 4789',
  ),
  trap(
    'fdb.complete',
    {network: 'vote'},
    'a row sends with another VNI',
    fdb(row => ({...row, vni: 4096})),
    'other_tunnel',
    'sends with the VNI 4096, not 4097',
  ),
  trap(
    'fdb.has-remote-mac',
    ONE_WAY,
    'the row names an interface',
    fdb(row => ({...row, via: 'eth7'})),
    null,
    'sends by eth7, and where that leads cannot be seen',
  ),
  trap(
    'fdb.has-remote-mac',
    ONE_WAY,
    'the bridge keeps frames for the MAC to itself',
    fdb(row => [row, {...LEARNED, state: 'permanent'}]),
    'other_port',
    'keeps frames for',
  ),
  trap(
    'fdb.has-remote-mac',
    ONE_WAY,
    'a learned twin without dst is all there is',
    edited(withoutLearned, 'ns.fdb', `swarm-01/${OVERLAY}`, rows => [...rows, LEARNED]),
    'learned_only',
    'was learned',
  ),
  trap(
    'fdb.has-remote-mac',
    ONE_WAY,
    'the row was learned by the tunnel itself',
    fdb(row => ({...row, state: 'reachable'})),
    'learned_only',
    'not permanent',
  ),
  trap(
    'fdb.complete',
    {network: 'vote', node: 'swarm-01'},
    'the row was learned by the tunnel itself',
    fdb(row => ({...row, state: 'reachable'})),
    'learned_only',
    'not permanent',
  ),
  trap(
    'fdb.has-remote-mac',
    ONE_WAY,
    'a digit of the MAC differs',
    edited(withoutLearned, 'ns.fdb', `swarm-01/${OVERLAY}`, rows => [
      ...rows,
      {...LEARNED, mac: '02:42:0a:00:01:14', dst: '10.77.0.12', flags: ['self'], state: 'permanent'},
    ]),
    'no_row',
    REDIS_2,
  ),
  trap(
    'fdb.has-remote-mac',
    ONE_WAY,
    'the row points at another node',
    fdb(row => ({...row, dst: '10.77.0.13'})),
    'other_dst',
    'frames for 02:42:0a:00:01:04 (redis.2) leave swarm-01 to 10.77.0.13, but the task is on 10.77.0.12, swarm-02',
  ),
  trap(
    'fdb.complete',
    {network: 'vote'},
    'a row points at another node',
    fdb(row => ({...row, dst: '10.77.0.13'})),
    'other_dst',
    '10.77.0.13',
  ),
  trap(
    'fdb.has-remote-mac',
    ONE_WAY,
    'a second row points elsewhere',
    fdb(row => [row, {...row, dst: '10.77.0.13'}]),
    'other_dst',
    '10.77.0.13',
  ),
  trap(
    'fdb.has-remote-mac',
    ONE_WAY,
    'the row is there twice',
    fdb(row => [row, row]),
    'several',
    '2 fdb rows',
  ),
  trap(
    'fdb.has-remote-mac',
    ONE_WAY,
    'the row is on another device',
    fdb(row => ({...row, ifname: 'veth1'})),
    'learned_only',
    REDIS_2,
  ),
  trap(
    'fdb.has-remote-mac',
    {...ONE_WAY, from: 'swarm-02'},
    'the task is on the very node',
    redis5,
    'local',
    'runs on swarm-02 itself',
  ),
  trap(
    'fdb.has-remote-mac',
    {...ONE_WAY, mac: '02:42:0a:00:01:14'},
    'nobody has the MAC',
    redis5,
    'unknown_mac',
    '02:42:0a:00:01:14',
  ),
  trap(
    'fdb.has-remote-mac',
    {...ONE_WAY, network: 'ingress'},
    'the MAC is on another network',
    redis5,
    'unknown_mac',
    'ingress',
  ),
  trap(
    'fdb.has-remote-mac',
    {network: 'vote', service: 'redis', from: 'swarm-01'},
    'a row in the namespace of another overlay does not count',
    edited(withoutLearned, 'ns.fdb', netnsOf(redis5, 'swarm-01', 'ingress'), rows => [
      ...rows,
      {...LEARNED, dst: '10.77.0.12', flags: ['self'], state: 'permanent'},
    ]),
    'no_row',
    OVERLAY,
  ),
  trap(
    'fdb.has-remote-mac',
    ONE_WAY,
    "the task's own interface has another MAC",
    edited(redis5, 'ns.links', 'swarm-02/' + sandboxOf(redis5, 'swarm-02', 'redis.2'), rows =>
      rows.map(link => (link.address === REDIS_2 ? {...link, address: '02:42:0a:00:01:99'} : link)),
    ),
    'other_mac',
    '02:42:0a:00:01:99',
  ),
  trap(
    'fdb.has-remote-mac',
    {network: 'vote', service: 'redis', from: 'swarm-01'},
    'the node is no member',
    edited(fixture('redis-2'), 'docker.networks', 'swarm-01', rows => rows.map(row => ({...row, labels: {x: '1'}}))),
    'no_member',
    'swarm-01 runs no task',
  ),
  trap(
    'fdb.has-remote-mac',
    {network: 'vot', service: 'redis'},
    'a part of a name is no name',
    redis5,
    'missing',
    'vot',
  ),
  trap(
    'fdb.has-remote-mac',
    {network: 'vote', service: 'redi'},
    'a part of a service is no service',
    redis5,
    'no_service',
    'redi',
  ),
  trap(
    'fdb.has-remote-mac',
    {network: 'vote', service: 'redis', from: 'swarm-02'},
    'the namespace is gone',
    edited(redis5, 'netns', 'swarm-02', rows => rows.filter(row => row.name !== OVERLAY)),
    'no_namespace',
    'swarm-02',
  ),
  trap(
    'fdb.has-remote-mac',
    REMOTE,
    'the device is gone',
    edited(redis5, 'ns.links', `swarm-03/${OVERLAY}`, rows => rows.filter(row => row.ifname !== 'vxlan0')),
    'no_device',
    'swarm-03',
  ),
  trap(
    'fdb.complete',
    {network: 'vote'},
    'the row of a load balancer is gone',
    edited(redis5, 'ns.fdb', `swarm-03/${OVERLAY}`, rows => rows.filter(row => row.mac !== '02:42:0a:00:01:09')),
    'no_row',
    'the load balancer of vote on swarm-01',
  ),
  trap(
    'fdb.complete',
    {network: 'vote'},
    'a stale row was left',
    edited(redis5, 'ns.fdb', `swarm-03/${OVERLAY}`, rows => [
      ...rows,
      {mac: '02:42:0a:00:01:77', ifname: 'vxlan0', dst: '10.77.0.12', flags: ['self'], state: 'permanent'},
    ]),
    'extra',
    '02:42:0a:00:01:77',
  ),
  trap(
    'fdb.complete',
    {network: 'vote', node: 'swarm-01'},
    'the namespace is the host, as with old engines, and holds no device of the network',
    edited(redis5, 'netns', 'swarm-01', rows =>
      rows.map(row => (row.name === OVERLAY ? {...row, inode: rows[0]!.inode!} : row)),
    ),
    null,
    'no device there is named for it',
  ),
];
