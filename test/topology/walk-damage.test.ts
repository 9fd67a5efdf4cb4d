import {expect, test} from 'vitest';
import type {Snapshot} from '../../src/core/facts.ts';
import type {Rule} from '../../src/core/rows/iptables.ts';
import {follow} from '../../src/topology/walk/follow.ts';
import {answering, firstStop} from '../../src/topology/walk.ts';
import {changeRules, edited, netnsOf, type Rows} from '../assertions/edit.ts';
import {PLAIN, sandboxOf} from '../assertions/trap.ts';
import {fixture} from '../snapshot/fixture.ts';
import {
  BALANCER,
  CLIENT,
  type Damage,
  damage,
  EAST,
  east,
  eastRules,
  expectDamages,
  forgotten,
  isDown,
  MAC_2,
  MAC_CLIENT,
  OVERLAY,
  OVERLAY_2,
  plugOf,
  REDIS_2,
  REMOTE,
  wired,
} from './damage.ts';
import {ends, walked, withRoutes} from './walking.ts';

/** vote.1 runs on swarm-01, vote.2 on swarm-02, none on swarm-03. */
const published = withRoutes(fixture('published'));
const WEST = 'swarm-01 > :30000';
const INGRESS = netnsOf(published, 'swarm-01', 'ingress');
const SANDBOX = 'swarm-01/ingress_sbox';
const VOTE_2 = `swarm-02/${sandboxOf(published, 'swarm-02', 'vote.2')}`;

function westRules(place: string, change: (rule: Rule, chain: string) => Rule | undefined): Snapshot {
  return edited(published, 'ns.iptables', place, rows => changeRules(rows, change));
}

const PLUG_2 = plugOf(wired, REDIS_2, MAC_2);
const PLUG_CLIENT = plugOf(wired, CLIENT, MAC_CLIENT);

function dropping(place: string, protocol: string, dport?: number): Snapshot {
  return edited(wired, 'ns.iptables', place, rows =>
    rows.map(row =>
      row.table === 'filter' && row.name === 'INPUT'
        ? {
            ...row,
            rules: [
              {...PLAIN, protocol: {not: false, value: protocol}, ...(dport && {dport}), target: 'DROP'},
              ...row.rules,
            ],
          }
        : row,
    ),
  );
}

const backless = east('ns.fdb', OVERLAY_2, row => (row.mac === '02:42:0a:00:01:09' ? undefined : row));
const unanswered = east('ns.neigh', OVERLAY, row => (row.dst === '10.0.1.4' ? undefined : row));

const DAMAGES: readonly Damage[] = [
  damage(
    'the fdb row is gone',
    EAST,
    east('ns.fdb', OVERLAY, row => (row.mac === MAC_2 ? undefined : row)),
    ['redis.2: fdb@swarm-03 broken'],
    `no permanent fdb row for ${MAC_2} (redis.2 on swarm-02)`,
  ),
  damage(
    'the fdb row leads to another node',
    EAST,
    east('ns.fdb', OVERLAY, row => (row.mac === MAC_2 ? {...row, dst: '10.77.0.11'} : row)),
    ['redis.2: fdb@swarm-03 broken'],
    `frames for ${MAC_2} (redis.2) leave swarm-03 to 10.77.0.11, but the task is on 10.77.0.12, swarm-02`,
  ),
  damage(
    'the neighbour row is gone, and the sender has to ask',
    EAST,
    forgotten(unanswered, '10.0.1.4'),
    ['redis.2: neigh@swarm-03 broken'],
    'no neighbour row for 10.0.1.4',
  ),
  damage(
    'the neighbour row is gone, and the sender was told the MAC for good',
    EAST,
    edited(unanswered, 'ns.neigh', BALANCER, rows =>
      rows.map(row => (row.dst === '10.0.1.4' ? {...row, state: ['PERMANENT']} : row)),
    ),
    [],
    '',
  ),
  damage(
    'the neighbour row is gone, and the sender has given up asking',
    EAST,
    edited(unanswered, 'ns.neigh', BALANCER, rows =>
      rows.map(row => (row.dst === '10.0.1.4' ? {...row, state: ['FAILED']} : row)),
    ),
    ['redis.2: neigh@swarm-03 broken'],
    'no neighbour row for 10.0.1.4',
  ),
  damage(
    'the neighbour row is gone, and the sender still remembers it',
    EAST,
    unanswered,
    ['redis.2: neigh@swarm-03 unknown'],
    `remembers 10.0.1.4 dev eth0 lladdr ${MAC_2}`,
  ),
  damage(
    'the load balancer is told another MAC for a task',
    EAST,
    edited(wired, 'ns.neigh', BALANCER, rows => [
      ...rows.filter(({dst}) => dst !== '10.0.1.4'),
      {dst: '10.0.1.4', dev: 'eth0', lladdr: '02:42:0a:00:01:0b', state: ['PERMANENT'], flags: []},
    ]),
    ['redis.2: neigh@swarm-03 broken'],
    `is told to take 02:42:0a:00:01:0b for the MAC of 10.0.1.4, which is ${MAC_2}`,
  ),
  damage(
    'the client is told another MAC for the virtual address',
    EAST,
    edited(wired, 'ns.neigh', CLIENT, rows => [
      ...rows.filter(({dst}) => dst !== '10.0.1.2'),
      {dst: '10.0.1.2', dev: 'eth0', lladdr: MAC_2, state: ['PERMANENT'], flags: []},
    ]),
    ['balancer@swarm-03 broken'],
    `is told to take ${MAC_2} for the MAC of 10.0.1.2`,
  ),
  damage('the way back is not known, but the request teaches it', EAST, backless, [], ''),
  damage(
    'the way back is not known, and nothing is learned',
    EAST,
    edited(backless, 'ns.links', OVERLAY_2, rows =>
      rows.map(row => (row.infoKind === 'vxlan' ? {...row, infoData: {...row.infoData, learning: false}} : row)),
    ),
    ['redis.2: back@swarm-02 broken', 'redis.4: back@swarm-02 broken'],
    'the load balancer of vote on swarm-03',
  ),
  damage(
    'the engine of the client knows no such service',
    EAST,
    east('docker.networks', 'swarm-03', row => ({
      ...row,
      services: row.services.filter(({name}) => name !== 'redis'),
    })),
    ['dns@swarm-03 broken'],
    'its engine knows no redis on vote',
  ),
  damage(
    'the engine of the client tells another virtual address',
    EAST,
    east('docker.networks', 'swarm-03', row => ({
      ...row,
      services: row.services.map(one => (one.name === 'redis' ? {...one, vip: '10.0.1.99'} : one)),
    })),
    ['dns@swarm-03 broken'],
    'its engine answers 10.0.1.99 for redis, the manager gave it 10.0.1.2',
  ),
  damage(
    'the engine of the client tells no address',
    'worker.1 > names',
    east('docker.networks', 'swarm-03', row => ({
      ...row,
      services: row.services.map(one => (one.name === 'names' ? {...one, tasks: []} : one)),
    })),
    ['dns@swarm-03 broken'],
    'its engine tells no address for names on vote',
  ),
  damage(
    'the engine of the client tells an address that no task has',
    'worker.1 > names',
    east('docker.networks', 'swarm-03', row => ({
      ...row,
      services: row.services.map(one =>
        one.name === 'names' ? {...one, tasks: [...one.tasks, {...one.tasks[0]!, endpointIp: '10.0.1.99'}]} : one,
      ),
    })),
    ['10.0.1.99: address@swarm-03 broken'],
    'which is the address of no running task',
  ),
  damage(
    'what the client asks its name server goes nowhere',
    EAST,
    eastRules(CLIENT, rule => (rule.target === 'DNAT' ? undefined : rule)),
    ['dns@swarm-03 broken'],
    '127.0.0.11',
  ),
  damage(
    'the client has no route',
    EAST,
    east('ns.routes', CLIENT, row => (row.dst === '10.0.1.0/24' || row.dst === 'default' ? undefined : row)),
    ['route@swarm-03 broken'],
    'packets for 10.0.1.2 have no route',
  ),
  damage(
    'the route of the client leads out of the overlay',
    EAST,
    east('ns.routes', CLIENT, row => (row.dst === '10.0.1.0/24' ? undefined : row)),
    ['route@swarm-03 broken'],
    'by eth1 to 172.18.0.1, not by eth0 into the network',
  ),
  damage(
    'the wire of the client is down',
    EAST,
    east('ns.links', OVERLAY, row => (row.ifindex === PLUG_CLIENT ? isDown(row) : row)),
    ['leave@swarm-03 broken'],
    'is not up',
  ),
  damage(
    'the bridge blocks the port of the client',
    EAST,
    east('ns.links', OVERLAY, row =>
      row.ifindex === PLUG_CLIENT ? {...row, slaveData: {...row.slaveData, state: 'disabled'}} : row,
    ),
    ['leave@swarm-03 broken'],
    'is disabled',
  ),
  damage(
    'the load balancer does not hold the VIP',
    EAST,
    east('ns.links', BALANCER, row => ({...row, addrInfo: row.addrInfo.filter(({local}) => local !== '10.0.1.2')})),
    ['balancer@swarm-03 broken'],
    'does not hold 10.0.1.2, so nobody answers for it',
  ),
  damage(
    'the MARK rule is gone',
    EAST,
    eastRules(BALANCER, rule => (rule.destination.value === '10.0.1.2/32' ? undefined : rule)),
    ['mark@swarm-03 broken'],
    'no rule of mangle INPUT',
  ),
  damage(
    'the mark is that of another service',
    EAST,
    eastRules(BALANCER, rule => (rule.destination.value === '10.0.1.2/32' ? {...rule, mark: 0x103} : rule)),
    ['mark@swarm-03 broken'],
    'get the mark 0x103',
  ),
  damage(
    'the MARK rule is returned from before',
    EAST,
    edited(wired, 'ns.iptables', BALANCER, rows =>
      rows.map(row => (row.table === 'mangle' && row.name === 'INPUT' ? {...row, rules: [PLAIN, ...row.rules]} : row)),
    ),
    ['mark@swarm-03 broken'],
    'no rule of mangle INPUT',
  ),
  damage(
    'IPVS has no service for the mark',
    EAST,
    east('ns.ipvs', BALANCER, row => (row.fwmark === 256 ? undefined : row)),
    ['fwm@swarm-03 broken'],
    'no service FWM 256',
  ),
  damage(
    'IPVS has no server at all',
    EAST,
    east('ns.ipvs', BALANCER, row => ({...row, servers: []})),
    ['servers@swarm-03 broken'],
    'refuses connections',
  ),
  damage(
    'a real server is gone',
    EAST,
    east('ns.ipvs', BALANCER, row => ({...row, servers: row.servers.filter(({host}) => host !== '10.0.1.4')})),
    ['redis.2: servers@swarm-03 broken'],
    'redis.2 (10.0.1.4) is no real server',
  ),
  damage(
    'a real server has weight 0',
    EAST,
    east('ns.ipvs', BALANCER, row => ({
      ...row,
      servers: row.servers.map(one => (one.host === '10.0.1.4' ? {...one, weight: 0} : one)),
    })),
    ['redis.2: servers@swarm-03 broken'],
    'has weight 0',
  ),
  damage(
    'a real server is no task',
    EAST,
    east('ns.ipvs', BALANCER, row =>
      row.fwmark === 256 ? {...row, servers: [...row.servers, {...row.servers[0]!, host: '10.0.1.99'}]} : row,
    ),
    ['10.0.1.99: servers@swarm-03 broken'],
    '10.0.1.99 in FWM 256',
  ),
  damage(
    'the SNAT rule is gone',
    EAST,
    eastRules(BALANCER, rule => (rule.target === 'SNAT' && rule.ipvs === true ? undefined : rule)),
    ['snat@swarm-03 broken'],
    'no rule of nat POSTROUTING',
  ),
  damage(
    'vxlan is down at the near end',
    EAST,
    east('ns.links', OVERLAY, row => (row.infoKind === 'vxlan' ? isDown(row) : row)),
    REMOTE.map(task => `${task}: tunnel@swarm-03 broken`),
    'is not up',
  ),
  damage(
    'vxlan has another VNI at the far end',
    EAST,
    east('ns.links', OVERLAY_2, row =>
      row.infoKind === 'vxlan' ? {...row, infoData: {...row.infoData, id: 4096}} : row,
    ),
    ['redis.2: tunnel@swarm-02 broken', 'redis.4: tunnel@swarm-02 broken'],
    'has the VNI 4096',
  ),
  damage(
    'the xfrm policy to a node is missing',
    EAST,
    east('node.xfrm', 'swarm-03', row => (row.kind === 'policy' && row.sel.dst === '10.77.0.12/32' ? undefined : row)),
    ['redis.2: encrypt@swarm-03 broken', 'redis.4: encrypt@swarm-03 broken'],
    'no policy encrypts udp 4789 from 10.77.0.13 to 10.77.0.12',
  ),
  damage(
    'the xfrm policy names another end, by which the kernel finds nothing in transport mode',
    EAST,
    east('node.xfrm', 'swarm-03', row =>
      row.kind === 'policy' && row.sel.dst === '10.77.0.12/32'
        ? {...row, tmpl: row.tmpl.map(one => ({...one, dst: '10.77.0.11'}))}
        : row,
    ),
    [],
    '',
  ),
  damage(
    'the association is one that the policy does not ask for',
    EAST,
    east('node.xfrm', 'swarm-03', row => (row.kind === 'state' && row.dst === '10.77.0.12' ? {...row, reqid: 7} : row)),
    ['redis.2: encrypt@swarm-03 broken', 'redis.4: encrypt@swarm-03 broken'],
    'has the reqid 7, its policy asks for 13681891',
  ),
  damage(
    'the association is missing at the far end',
    EAST,
    east('node.xfrm', 'swarm-02', row => (row.kind === 'state' && row.src === '10.77.0.13' ? undefined : row)),
    ['redis.2: encrypt@swarm-03 broken', 'redis.4: encrypt@swarm-03 broken'],
    'swarm-02: there is no security association',
  ),
  damage(
    'what leaves is not marked for encryption',
    EAST,
    eastRules('swarm-03/host', rule => (rule.target === 'MARK' ? undefined : rule)),
    REMOTE.map(task => `${task}: encrypt@swarm-03 broken`),
    'no rule of mangle OUTPUT marks what leaves for VNI 4097',
  ),
  damage(
    'answers are not encrypted',
    EAST,
    east('node.xfrm', 'swarm-02', row => (row.kind === 'policy' && row.sel.dst === '10.77.0.13/32' ? undefined : row)),
    ['redis.2: back@swarm-02 broken', 'redis.4: back@swarm-02 broken'],
    'no policy encrypts udp 4789 from 10.77.0.12 to 10.77.0.13',
  ),
  damage(
    'a node drops the data path',
    EAST,
    dropping('swarm-02/host', 'udp', 4789),
    ['redis.2: cross@swarm-02 broken', 'redis.4: cross@swarm-02 broken'],
    'to UDP port 4789 to swarm-02 is dropped by -t filter -A INPUT -p udp --dport 4789 -j DROP',
  ),
  damage(
    'a node drops ESP',
    EAST,
    dropping('swarm-02/host', 'esp'),
    ['redis.2: cross@swarm-02 broken', 'redis.4: cross@swarm-02 broken'],
    'is dropped by -t filter -A INPUT -p esp -j DROP',
  ),
  damage(
    'the card of a node is down',
    EAST,
    east('ns.links', 'swarm-02/host', row => (row.ifname === 'eth0' ? isDown(row) : row)),
    ['redis.2: cross@swarm-02 broken', 'redis.4: cross@swarm-02 broken'],
    'eth0 (10.77.0.12) is not up',
  ),
  damage(
    'the interface of the task has another MAC',
    EAST,
    east('ns.links', REDIS_2, row => (row.address === MAC_2 ? {...row, address: '02:42:0a:00:01:14'} : row)),
    ['redis.2: task@swarm-02 broken'],
    'has the MAC 02:42:0a:00:01:14',
  ),
  damage(
    'the wire of the task is down',
    EAST,
    east('ns.links', OVERLAY_2, row => (row.ifindex === PLUG_2 ? isDown(row) : row)),
    ['redis.2: port@swarm-02 broken'],
    'is not up',
  ),
  damage(
    'the bridge blocks the port of the task',
    EAST,
    east('ns.links', OVERLAY_2, row =>
      row.ifindex === PLUG_2 ? {...row, slaveData: {...row.slaveData, state: 'blocking'}} : row,
    ),
    ['redis.2: port@swarm-02 broken'],
    'is blocking',
  ),
  damage(
    'the task drops what comes',
    EAST,
    edited(wired, 'ns.iptables', REDIS_2, rows => [
      ...rows,
      {table: 'filter', name: 'INPUT', policy: 'ACCEPT', rules: [{...PLAIN, target: 'DROP'}]},
    ]),
    ['redis.2: input@swarm-02 broken'],
    'packets for redis.2 are dropped',
  ),
  damage(
    'the task may drop what comes, by a port that is not known',
    EAST,
    edited(wired, 'ns.iptables', REDIS_2, rows => [
      ...rows,
      {table: 'filter', name: 'INPUT', policy: 'ACCEPT', rules: [{...PLAIN, dport: 6379, target: 'DROP'}]},
    ]),
    ['redis.2: input@swarm-02 unknown'],
    'depends on more',
  ),
  damage(
    'the task has no route for its answers',
    EAST,
    east('ns.routes', REDIS_2, row => (row.dst === '10.0.1.0/24' ? undefined : row)),
    ['redis.2: back@swarm-02 broken'],
    'packets for 10.0.1.9 leave',
  ),
  damage(
    'a task of the mesh has no route for its answers',
    'swarm-02 > :30000',
    east('ns.routes', `swarm-03/${sandboxOf(wired, 'swarm-03', 'vote.2')}`, row =>
      row.dst === '10.0.0.0/24' ? undefined : row,
    ),
    ['vote.2: back@swarm-03 broken'],
    'packets for 10.0.0.4 leave',
  ),
  damage(
    'ingress_sbox has no route to the tasks',
    'swarm-02 > :30000',
    east('ns.routes', 'swarm-02/ingress_sbox', row => (row.dst === '10.0.0.0/24' ? undefined : row)),
    ['vote.1: route@swarm-02 broken', 'vote.2: route@swarm-02 broken'],
    'not by eth0 into the network',
  ),
  damage(
    'a record of the name server is gone',
    'worker.1 > names',
    east('docker.networks', 'swarm-03', row => ({
      ...row,
      services: row.services.map(one => (one.name === 'names' ? {...one, tasks: one.tasks.slice(0, 1)} : one)),
    })),
    ['names.1: address@swarm-03 broken'],
    'its engine does not tell 10.0.1.16, the address of names.1, for names',
  ),
  damage(
    'the DNAT rule is gone',
    WEST,
    westRules('swarm-01/host', rule => (rule.target === 'DNAT' ? undefined : rule)),
    ['dnat@swarm-01 broken'],
    'no DNAT rule for port 30000',
  ),
  damage(
    'the firewall does not let through',
    WEST,
    westRules('swarm-01/host', rule => (rule.target === 'ACCEPT' && rule.dport === 30000 ? undefined : rule)),
    ['accept@swarm-01 broken'],
    'no rule of the filter table accepts',
  ),
  damage(
    'docker_gwbridge is down',
    WEST,
    edited(published, 'ns.links', 'swarm-01/host', rows =>
      rows.map(row => (row.ifname === 'docker_gwbridge' ? isDown(row) : row)),
    ),
    ['gateway@swarm-01 broken'],
    'is not up',
  ),
  damage(
    'the MARK rule of the port is gone',
    WEST,
    westRules(SANDBOX, (rule, chain) => (chain === 'PREROUTING' && rule.target === 'MARK' ? undefined : rule)),
    ['mark@swarm-01 broken'],
    'no rule of mangle PREROUTING',
  ),
  damage(
    'the real server of the port is gone',
    WEST,
    edited(published, 'ns.ipvs', SANDBOX, rows => rows.map(row => ({...row, servers: row.servers.slice(0, 1)}))),
    ['vote.2: servers@swarm-01 broken'],
    'vote.2 (10.0.0.7) is no real server',
  ),
  damage(
    'the SNAT rule of ingress_sbox is gone',
    WEST,
    westRules(SANDBOX, rule => (rule.target === 'SNAT' && rule.ipvs === true ? undefined : rule)),
    ['snat@swarm-01 broken'],
    'no rule of nat POSTROUTING',
  ),
  damage(
    'the fdb row of the mesh leads to another node',
    WEST,
    edited(published, 'ns.fdb', INGRESS, rows =>
      rows.map(row => (row.mac === '02:42:0a:00:00:07' ? {...row, dst: '10.77.0.13'} : row)),
    ),
    ['vote.2: fdb@swarm-01 broken'],
    'frames for 02:42:0a:00:00:07 (vote.2) leave swarm-01 to 10.77.0.13, but the task is on 10.77.0.12, swarm-02',
  ),
  damage(
    'the REDIRECT rule of a task is gone',
    WEST,
    westRules(VOTE_2, rule => (rule.target === 'REDIRECT' ? undefined : rule)),
    ['vote.2: redirect@swarm-02 broken'],
    'redirects port 30000 to 80',
  ),
];

expectDamages(DAMAGES);

test('of a node that cannot be reached nothing is known, and the tasks elsewhere answer', () => {
  const unreachable = (snapshot: Snapshot, node: string): Snapshot => ({
    ...snapshot,
    nodes: snapshot.nodes.map(one => (one.id === node ? {...one, unreachable: 'no route to host'} : one)),
  });
  const walk = walked(unreachable(wired, 'swarm-02'), EAST);
  expect(ends(walk)).toEqual(['redis.2: task@swarm-02 unknown', 'redis.4: task@swarm-02 unknown']);
  expect(answering(walk)).toEqual(['redis.1', 'redis.3', 'redis.5']);
  expect(firstStop(walk)).toMatchObject({cause: 'unreachable'});
  expect(ends(walked(unreachable(wired, 'swarm-01'), EAST))).toEqual(['dns@swarm-03 unknown']);
  expect(ends(walked(unreachable(published, 'swarm-01'), WEST))).toEqual(['dnat@swarm-01 unknown']);
});

test('of two containers that are called alike, none is taken at random', () => {
  const [twin] = wired.facts.get('docker.containers@swarm-03')!.rows as Rows<'docker.containers'>;
  const twice = edited(wired, 'docker.containers', 'swarm-02', rows => [...rows, twin!]);
  const walk = follow(twice, {kind: 'container', name: twin!.name}, {kind: 'service', name: 'redis'});
  expect(ends(walk)).toEqual(['leave@swarm-01 unknown']);
  expect(firstStop(walk)).toMatchObject({cause: 'ambiguous', reason: expect.stringContaining('are both called')});
  const told = follow(twice, {kind: 'container', name: twin!.name, node: 'swarm-03'}, {kind: 'service', name: 'redis'});
  expect(firstStop(told)?.kind).not.toBe('leave');
});

test('what is in no layout of an engine that is known is not guessed at', () => {
  // A namespace that balances says more than a version does.
  const old = east('docker.info', 'swarm-03', row => ({...row, version: '17.12.1-ce'}));
  expect(ends(walked(old, EAST))).toEqual([]);
  const onHost = east('netns', 'swarm-03', row =>
    row.name === OVERLAY.split('/')[1] || row.name === 'host' ? {...row, inode: 1} : row,
  );
  expect(ends(walked(onHost, EAST))).toEqual(['leave@swarm-03 unknown']);
  expect(firstStop(walked(onHost, EAST))).toMatchObject({cause: 'unsupported'});
  const bare = east('netns', 'swarm-03', row => (row.name === OVERLAY.split('/')[1] ? undefined : row));
  expect(ends(walked(bare, EAST))).toEqual(['leave@swarm-03 broken']);
});

test('what answers without the load balancer, or past the mesh, is not guessed at', () => {
  const direct = east('docker.networks', 'swarm-03', row =>
    row.name === 'vote' ? {...row, options: {...row.options, dsr: ''}} : row,
  );
  expect(ends(walked(direct, EAST))).toEqual(['snat@swarm-03 unknown']);
  const byHost = east('swarm.services', 'swarm-01', row => ({
    ...row,
    endpointPorts: row.endpointPorts.map(port => ({...port, publishMode: 'host'})),
  }));
  expect(firstStop(walked(byHost, WEST))).toMatchObject({
    kind: 'dnat',
    status: 'unknown',
    cause: 'unsupported',
    reason: expect.stringContaining('vote publishes port 30000 in host mode'),
  });
});

test('of several networks that both are on, none is taken at random', () => {
  const twice = edited(wired, 'docker.networks', 'swarm-01', rows =>
    rows.map(row => (row.name === 'ingress' ? {...row, ingress: false} : row)),
  );
  expect(firstStop(walked(twice, 'vote.1 > vote'))).toMatchObject({kind: 'dns', status: 'unknown', cause: 'ambiguous'});
});
