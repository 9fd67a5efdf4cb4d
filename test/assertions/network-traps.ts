import type {Snapshot} from '../../src/core/facts.ts';
import type {NetworkInspect} from '../../src/core/rows/inspect.ts';
import {fixture} from '../snapshot/fixture.ts';
import {edited} from './edit.ts';
import {OVERLAY, redis5, type Trap, trap} from './trap.ts';

export const SERVICE_TRAPS: readonly Trap[] = [
  trap('svc.replicas', {service: 'redis', replicas: 4}, 'another number runs', redis5, 'other_count', '5 of 4 tasks'),
  trap(
    'svc.replicas',
    {service: 'redis', replicas: 5},
    'one is only starting',
    edited(redis5, 'swarm.tasks', 'swarm-01', rows =>
      rows.map((row, index) => (index === 0 ? {...row, state: 'starting'} : row)),
    ),
    'other_count',
    'is starting',
  ),
  trap(
    'svc.replicas',
    {service: 'redis', replicas: 4},
    'a fifth is on its way',
    edited(redis5, 'swarm.tasks', 'swarm-01', rows =>
      rows.map((row, index) => (index === 0 ? {...row, state: 'preparing'} : row)),
    ),
    'other_count',
    'is preparing',
  ),
  trap(
    'svc.replicas',
    {service: 'redis', replicas: 5},
    'one is to be shut down',
    edited(redis5, 'swarm.tasks', 'swarm-01', rows =>
      rows.map(row => (row.slot === 2 ? {...row, desiredState: 'shutdown'} : row)),
    ),
    'other_count',
    '4 of 5',
  ),
  trap(
    'svc.replicas',
    {service: 'redis', replicas: 5},
    'the container of one is not there',
    edited(redis5, 'docker.containers', 'swarm-02', rows => rows.slice(1)),
    'no_container',
    'swarm-02',
  ),
  trap(
    'svc.replicas',
    {service: 'redis', replicas: 5},
    'the container of one has ended',
    edited(redis5, 'docker.containers', 'swarm-03', rows =>
      rows.map(row => ({...row, running: false, status: 'exited'})),
    ),
    'no_container',
    'exited',
  ),
  trap(
    'svc.replicas',
    {service: 'redis', replicas: 1},
    'there is no such service',
    fixture('before'),
    'no_service',
    'no service is named redis',
  ),
];

function networks(change: (row: {readonly name: string}) => object, place = 'swarm-01'): Snapshot {
  return edited(redis5, 'docker.networks', place, rows =>
    rows.map(row => (row.name === 'vote' ? {...row, ...change(row)} : row)),
  );
}

export const NETWORK_TRAPS: readonly Trap[] = [
  trap('net.exists', {network: 'vot'}, 'a part of a name is no name', redis5, 'missing', 'no network is named vot'),
  trap(
    'net.exists',
    {network: 'vote', driver: 'overlay'},
    'only one with a longer name is there',
    networks(() => ({name: 'vote2'})),
    'missing',
    'vote',
  ),
  trap(
    'net.exists',
    {network: 'vote', driver: 'overlay'},
    'it is a bridge',
    networks(() => ({driver: 'bridge', scope: 'local'})),
    'other_driver',
    'bridge',
  ),
  trap(
    'net.exists',
    {network: 'vote', scope: 'swarm'},
    'it is local',
    networks(() => ({scope: 'local'})),
    'other_scope',
    'local',
  ),
  trap(
    'net.exists',
    {network: 'vote'},
    'there are two',
    edited(redis5, 'docker.networks', 'swarm-01', rows => [
      ...rows,
      {...rows.find(row => row.name === 'vote')!, id: 'x'.repeat(25), driver: 'bridge'},
    ]),
    'several',
    '2 networks',
  ),
  trap(
    'net.exists',
    {network: 'vote'},
    'the swarm could not allocate it',
    networks(() => ({driver: '', vxlanidList: [], subnets: [], options: {}})),
    'unallocated',
    'no driver',
  ),
  trap('net.encrypted', {network: 'ingress'}, 'an overlay without it', redis5, 'not_encrypted', 'without'),
  trap(
    'net.encrypted',
    {network: 'vote'},
    'a label has that name',
    networks(() => ({encrypted: false, options: {}, labels: {encrypted: ''}})),
    'not_encrypted',
    'without',
  ),
  trap('net.encrypted', {network: 'vote', encrypted: false}, 'it is encrypted', redis5, 'encrypted', 'with the option'),
  trap(
    'net.encrypted',
    {network: 'docker_gwbridge', encrypted: false},
    'a bridge is neither',
    redis5,
    'encrypted',
    'driver bridge',
  ),
  trap('net.vni', {network: 'vote', vni: 4098}, 'it is another', redis5, 'other_vni', '4097, not 4098'),
  trap('net.vni', {network: 'vote'}, 'the device has another', vxlan({id: 4099}), 'other_vni', '4099, not 4097'),
  trap(
    'net.vni',
    {network: 'vote'},
    'another overlay has the same',
    edited(redis5, 'docker.networks', 'swarm-01', rows =>
      rows.map(row => (row.ingress ? {...row, vxlanidList: [4097]} : row)),
    ),
    'shared',
    'ingress',
  ),
  trap(
    'net.vni',
    {network: 'vote'},
    'no task runs on it yet',
    edited(fixture('before'), 'docker.networks', 'swarm-01', rows => [
      ...rows,
      {...voteRow(redis5), containers: [], services: []},
    ]),
    'no_member',
    'no node runs',
  ),
  trap(
    'vxlan.device',
    {network: 'vote', node: 'swarm-02'},
    'the device has another VNI',
    vxlan({id: 4096}),
    'other_vni',
    '4096',
  ),
  trap(
    'vxlan.device',
    {network: 'vote', node: 'swarm-02'},
    'the device uses another port',
    vxlan({port: 8472}),
    'other_port',
    '8472',
  ),
  trap(
    'vxlan.device',
    {network: 'vote'},
    "the swarm's port is another",
    edited(redis5, 'docker.info', 'swarm-01', rows => rows.map(row => ({...row, dataPathPort: 7789}))),
    'other_port',
    '7789',
  ),
  trap(
    'vxlan.device',
    {network: 'vote'},
    'the port is not told',
    edited(redis5, 'docker.info', 'swarm-01', rows => rows.map(row => ({...row, dataPathPort: 0}))),
    null,
    'data-path port',
  ),
  trap(
    'vxlan.device',
    {network: 'vote'},
    'the device is down',
    link('vxlan0', {flags: ['BROADCAST']}),
    'down',
    'not up',
  ),
  trap(
    'vxlan.device',
    {network: 'vote'},
    'the device is in no bridge',
    edited(redis5, 'ns.links', `swarm-02/${OVERLAY}`, rows =>
      rows.map(({master, ...row}) => (row.ifname === 'vxlan0' ? row : {...row, ...(master && {master})})),
    ),
    'no_bridge',
    'no bridge',
  ),
  trap(
    'vxlan.device',
    {network: 'vote'},
    'the bridge does not hold the gateway',
    link('br0', {addrInfo: []}),
    'no_gateway',
    '10.0.1.1',
  ),
  trap(
    'vxlan.device',
    {network: 'vote'},
    'the device is on the host instead',
    edited(
      edited(redis5, 'ns.links', `swarm-02/${OVERLAY}`, rows => rows.filter(row => row.infoKind !== 'vxlan')),
      'ns.links',
      'swarm-02/host',
      rows => [...rows, redis5Vxlan()],
    ),
    'no_device',
    'swarm-02',
  ),
];

function link(ifname: string, change: object): Snapshot {
  return edited(redis5, 'ns.links', `swarm-02/${OVERLAY}`, rows =>
    rows.map(row => (row.ifname === ifname ? {...row, ...change} : row)),
  );
}

function vxlan(change: object): Snapshot {
  return link('vxlan0', {infoData: {id: 4097, port: 4789, ...change}});
}

function redis5Vxlan() {
  return (redis5.facts.get(`ns.links@swarm-02/${OVERLAY}`)!.rows as readonly {ifname: string}[]).find(
    row => row.ifname === 'vxlan0',
  ) as never;
}

function voteRow(snapshot: Snapshot): NetworkInspect {
  const rows = snapshot.facts.get('docker.networks@swarm-01')!.rows as readonly NetworkInspect[];
  return rows.find(row => row.name === 'vote')!;
}
