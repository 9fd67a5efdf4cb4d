import {expect, test} from 'vitest';
import {factKey, type Snapshot} from '../../src/core/facts.ts';
import type {FdbEntry} from '../../src/core/rows/bridge.ts';
import type {Link} from '../../src/core/rows/link.ts';
import {topologyOf} from '../../src/topology/build.ts';
import type {Device, Edge, Topology} from '../../src/topology/topology.ts';
import {type FixtureName, fixture} from '../snapshot/fixture.ts';
import {textsOf, withFact, withLinks} from './rows.ts';

const ALL: readonly FixtureName[] = ['before', 'redis-2', 'redis-5', 'published', 'wired', 'wire'];

function devicesOf({machines}: Topology): ReadonlyMap<string, Device> {
  return new Map(machines.flatMap(({spaces}) => spaces.flatMap(({devices}) => devices.map(one => [one.key, one]))));
}

function ofKind<Kind extends Edge['kind']>({edges}: Topology, kind: Kind) {
  return edges.filter((edge): edge is Extract<Edge, {readonly kind: Kind}> => edge.kind === kind);
}

function evidenceOf(topology: Topology) {
  const spaces = topology.machines.flatMap(machine => machine.spaces);
  return [
    ...[...topology.edges, ...topology.endpoints].flatMap(({evidence}) => evidence),
    ...spaces.flatMap(({devices, marks}) => [...devices, ...marks].map(({evidence}) => evidence)),
    ...spaces.flatMap(({balances}) => balances.map(({evidence}) => evidence)),
  ];
}

test.each(ALL)('%s: every end of every veth is resolved, and both ends name each other', name => {
  const topology = topologyOf(fixture(name));
  const devices = devicesOf(topology);
  const veths = [...devices.values()].filter(({kind}) => kind === 'veth');
  const pairs = ofKind(topology, 'veth').flatMap(({ends}) => ends);
  expect(veths.length).toBeGreaterThan(0);
  expect([...pairs].sort()).toEqual(veths.map(({key}) => key).sort());
});

test.each(ALL)('%s: nothing is unresolved, no endpoint without its device, no problem', name => {
  const topology = topologyOf(fixture(name));
  expect(ofKind(topology, 'unresolved')).toEqual([]);
  expect(topology.endpoints.filter(({device}) => device === null)).toEqual([]);
  expect(topology.endpoints.length).toBeGreaterThan(0);
  expect(
    topology.machines.flatMap(({problems, spaces}) => [...problems, ...spaces.flatMap(one => one.problems)]),
  ).toEqual([]);
});

/** The addresses of the other nodes that an engine says are in a network. */
function peersOf(snapshot: Snapshot, node: string, network: string): readonly string[] {
  const rows = snapshot.facts.get(factKey('docker.networks', node))!.rows as readonly {
    readonly id: string;
    readonly peers: readonly {readonly ip: string}[];
  }[];
  return rows.find(({id}) => id === network)!.peers.map(({ip}) => ip);
}

test.each(ALL)('%s: the tunnels of each overlay lead to exactly its other peers', name => {
  const snapshot = fixture(name);
  const topology = topologyOf(snapshot);
  const addresses = new Map(topology.machines.map(({id, address}) => [id, address!]));
  let seen = 0;
  for (const machine of topology.machines) {
    for (const space of machine.spaces.filter(({kind}) => kind === 'overlay')) {
      const [vxlan] = space.devices.filter(({kind}) => kind === 'vxlan');
      const leads = ofKind(topology, 'tunnel').filter(({from}) => from === vxlan!.key);
      const reached = leads.map(({to}) => addresses.get(to.split('/')[0]!)!);
      const peers = peersOf(snapshot, machine.id, space.network!).filter(ip => ip !== machine.address);
      expect(reached.sort()).toEqual([...peers].sort());
      seen += reached.length;
    }
  }
  expect(seen).toBeGreaterThan(0);
});

test.each(ALL)('%s: what is quoted as evidence stands in the snapshot', name => {
  const snapshot = fixture(name);
  const texts = textsOf(snapshot);
  const evidence = evidenceOf(topologyOf(snapshot));
  expect(evidence.filter(({fact, row}) => !texts.get(fact)?.has(row))).toEqual([]);
});

test('containers have the names of their tasks, namespaces those of their networks', () => {
  const [machine] = topologyOf(fixture('published')).machines;
  expect(machine!.spaces.map(({label, kind}) => `${kind} ${label}`).sort()).toEqual([
    'container redis.3',
    'container vote.1',
    'container worker.1',
    'host host',
    'ingress-sandbox ingress_sbox',
    'load-balancer lb vote',
    'overlay ingress',
    'overlay vote',
  ]);
});

test('services have their addresses, ports and tasks; their marks lead to IPVS', () => {
  const topology = topologyOf(fixture('published'));
  const vote = topology.services.find(({name}) => name === 'vote')!;
  expect(vote.vips.map(({address}) => address)).toEqual(['10.0.0.5', '10.0.1.13']);
  expect(vote.ports).toEqual([{published: 30000, target: 80, protocol: 'tcp', mode: 'ingress'}]);
  expect(vote.tasks.map(({name, node}) => `${name} ${node}`)).toEqual(['vote.1 swarm-01', 'vote.2 swarm-02']);
  const balancer = topology.machines[0]!.spaces.find(({label}) => label === 'lb vote')!;
  const mark = balancer.marks.find(({what}) => what === '10.0.1.13')!.mark;
  const servers = balancer.balances.find(({virtual}) => virtual.fwmark === mark)!.virtual.servers;
  expect(servers.map(({host}) => host)).toEqual(['10.0.1.14', '10.0.1.15']);
});

const VOTE = '1-4ttjd9byef';
const TASK = 'eaa03c684df3';

test('an end that does not point back is no pair, and both ends say what they look for', () => {
  const damaged = withLinks(fixture('published'), 'swarm-01', VOTE, link =>
    link.ifindex === 14 ? {...link, linkIndex: 99} : link,
  );
  const lost = ofKind(topologyOf(damaged), 'unresolved');
  expect(lost.map(({from}) => from).sort()).toEqual([`swarm-01/${VOTE}/14`, `swarm-01/${TASK}/13`].sort());
  const end = lost.find(({from}) => from.includes(TASK))!;
  expect(end.looksFor).toBe(
    `the other end of eth0: interface 14 in the namespace with the id 0; veth1 in ${VOTE} has that number and does not point back`,
  );
  expect(end.evidence.map(({fact}) => fact)).toEqual([`ns.links@swarm-01/${TASK}`, `ns.links@swarm-01/${VOTE}`]);
});

test('two ends that may both be the other end are not guessed between', () => {
  const twice = withLinks(fixture('published'), 'swarm-01', 'ingress_sbox', link =>
    link.ifname === 'eth0' ? {...link, ifindex: 13, linkIndex: 14} : link,
  );
  const without = withLinks(twice, 'swarm-01', TASK, link => {
    const {linkNetnsId, ...rest} = link;
    return rest;
  });
  const blind = withLinks(without, 'swarm-01', VOTE, link => {
    const {linkNetnsId, ...rest} = link;
    return rest;
  });
  const unnamed = withFact(blind, 'docker.networks@swarm-01', ({rows}) => ({
    rows: rows.map(row => ({...row, containers: []})) as typeof rows,
  }));
  const lost = ofKind(topologyOf(unnamed), 'unresolved').find(({from}) => from === `swarm-01/${VOTE}/14`);
  expect(lost?.looksFor).toContain('it may be');
});

test('a number that repeats in another namespace is told apart by the network of the endpoint', () => {
  // The sandbox's end and its port get the numbers of another pair: 13 and 14 are there twice, each way round.
  const moved = withLinks(fixture('published'), 'swarm-01', 'ingress_sbox', link =>
    link.ifname === 'eth0' ? {...link, ifindex: 13, linkIndex: 14} : link,
  );
  const both = withLinks(moved, 'swarm-01', '1-j7tygec9bk', link =>
    link.ifname === 'veth0' ? {...link, ifindex: 14, linkIndex: 13} : link,
  );
  const topology = topologyOf(both);
  const pairs = ofKind(topology, 'veth').map(({ends}) => [...ends].sort().join(' '));
  const isDecided = pairs.includes([`swarm-01/${TASK}/13`, `swarm-01/${VOTE}/14`].sort().join(' '));
  expect(isDecided).toBe(true);
  expect(pairs).toContain(['swarm-01/1-j7tygec9bk/14', 'swarm-01/ingress_sbox/13'].sort().join(' '));
});

test('rows to an address of no node are an unresolved end with those rows', () => {
  const damaged = withFact(fixture('published'), `ns.fdb@swarm-01/${VOTE}`, ({rows}) => ({
    rows: (rows as readonly FdbEntry[]).map(row => (row.dst === '10.77.0.12' ? {...row, dst: '10.77.0.99'} : row)),
  }));
  const topology = topologyOf(damaged);
  const [lost] = ofKind(topology, 'unresolved');
  expect(lost?.looksFor).toBe('the tunnel end 10.77.0.99 of VNI 4097: no node that answered has that address');
  expect(lost?.evidence.map(({row}) => row)).toContain('02:42:0a:00:01:06 dev vxlan0 dst 10.77.0.99 self permanent');
  const leads = ofKind(topology, 'tunnel').filter(({from}) => from.startsWith(`swarm-01/${VOTE}/`));
  expect(leads.map(({to}) => to.split('/')[0])).toEqual(['swarm-03']);
});

test('a blocked port, a device that is down and a foreign master are told as such', () => {
  const damaged = withLinks(fixture('published'), 'swarm-01', VOTE, link => {
    if (link.ifname === 'veth1') return {...link, slaveData: {...link.slaveData, state: 'disabled'}};
    if (link.ifname === 'veth2') return {...link, flags: []};
    return link.ifname === 'veth3' ? {...link, master: 'br9'} : link;
  });
  const topology = topologyOf(damaged);
  expect(
    ofKind(topology, 'port')
      .filter(({forwards}) => !forwards)
      .map(({port}) => port),
  ).toEqual([`swarm-01/${VOTE}/14`]);
  expect(devicesOf(topology).get(`swarm-01/${VOTE}/18`)?.up).toBe(false);
  expect(ofKind(topology, 'unresolved').map(({looksFor}) => looksFor)).toEqual([
    `its master br9, which is not in ${VOTE}`,
  ]);
});

test('an endpoint that no device bears by MAC and address has none', () => {
  const damaged = withLinks(fixture('published'), 'swarm-01', TASK, link =>
    link.ifname === 'eth0' ? {...link, address: '02:00:00:00:00:01'} : link,
  );
  const bare = topologyOf(damaged).endpoints.filter(({device}) => device === null);
  expect(bare.map(({name, ipv4}) => `${name} ${ipv4}`)).toEqual(['worker.1 10.0.1.8']);
});

test('what could not be read is a problem, and its other ends are unresolved for that reason', () => {
  const damaged = withFact(fixture('published'), `ns.links@swarm-01/${TASK}`, () => ({
    rows: [],
    problem: {cause: 'timeout', detail: 'took too long'},
  }));
  const topology = topologyOf(damaged);
  const space = topology.machines[0]!.spaces.find(({netns}) => netns === TASK)!;
  expect(space.problems).toEqual([{fact: `ns.links@swarm-01/${TASK}`, detail: 'took too long'}]);
  const lost = ofKind(topology, 'unresolved');
  expect(lost.length).toBe(2);
  for (const {looksFor} of lost) expect(looksFor).toContain(`not looked into: ${TASK}`);
});

test('a node that was not reached is there with the reason, and tunnels to it are unresolved', () => {
  const whole = fixture('published');
  const damaged: Snapshot = {
    ...whole,
    nodes: whole.nodes.map(node => (node.id === 'swarm-03' ? {...node, unreachable: 'no route to host'} : node)),
    facts: new Map([...whole.facts].filter(([, {node}]) => node !== 'swarm-03')),
  };
  const topology = topologyOf(damaged);
  expect(topology.machines[2]).toMatchObject({id: 'swarm-03', problem: 'no route to host', spaces: []});
  const lost = ofKind(topology, 'unresolved').map(({looksFor}) => looksFor);
  expect(lost).toHaveLength(4);
  for (const words of lost) expect(words).toContain('no node that answered has that address');
});

/** What the host's ids of the namespaces behind the ports of vote would be. */
const HOST_IDS: Readonly<Record<string, number>> = {veth0: 9, veth1: 4, veth2: 5, veth3: 6};

test('several names of one inode are one namespace: an engine that keeps overlays on the host', () => {
  const whole = fixture('published');
  const hosted = withFact(whole, 'netns@swarm-01', ({rows}) => ({
    rows: rows.map(row => ('name' in row && row.name === VOTE ? {...row, inode: 4026531840} : row)),
  }));
  const facts = new Map([...hosted.facts].filter(([key]) => !key.endsWith(`@swarm-01/${VOTE}`)));
  const inside = whole.facts
    .get(`ns.links@swarm-01/${VOTE}`)!
    .rows.filter(row => 'ifname' in row && row.ifname !== 'lo');
  const table = whole.facts.get(`ns.fdb@swarm-01/${VOTE}`)!.rows;
  // Numbers are unique on the host, so those of the bridge and the tunnel are others there.
  const renamed = inside.map(row => {
    const link = row as {readonly ifname: string; readonly ifindex: number; readonly master?: string};
    const master = link.master === undefined ? {} : {master: 'ov-001001-4ttjd'};
    if (link.ifname === 'br0') return {...link, ifname: 'ov-001001-4ttjd', ifindex: 102};
    if (link.ifname === 'vxlan0') return {...link, ...master, ifname: 'vx-001001-4ttjd', ifindex: 110};
    return {...link, ...master, linkNetnsId: HOST_IDS[link.ifname]};
  });
  const onHost = (key: string, rows: readonly object[]) => {
    const fact = facts.get(key)!;
    facts.set(key, {...fact, rows: [...fact.rows, ...rows]} as typeof fact);
  };
  onHost('ns.links@swarm-01/host', renamed);
  onHost(
    'ns.fdb@swarm-01/host',
    table.map(row => ('ifname' in row && row.ifname === 'vxlan0' ? {...row, ifname: 'vx-001001-4ttjd'} : row)),
  );
  // Each container has one id for the host, whatever its interface.
  const joined = [TASK, '7eeae5fd250b', '8adbccfbc866'].reduce<Snapshot>(
    (snapshot, netns) => {
      const links = whole.facts.get(`ns.links@swarm-01/${netns}`)!.rows as readonly Link[];
      const id = links.find(({addrInfo}) => addrInfo.some(({local}) => local.startsWith('172.18.')))!.linkNetnsId;
      return withLinks(snapshot, 'swarm-01', netns, link =>
        link.addrInfo.some(({local}) => local.startsWith('10.0.1.')) ? {...link, linkNetnsId: id!} : link,
      );
    },
    {...hosted, facts},
  );
  const topology = topologyOf(joined);
  const host = topology.machines[0]!.spaces.find(({kind}) => kind === 'host')!;
  expect(host.names).toEqual([VOTE]);
  expect(ofKind(topology, 'unresolved')).toEqual([]);
  const leads = ofKind(topology, 'tunnel').filter(({from}) => from === 'swarm-01/host/110');
  expect(leads.map(({to, vni}) => `${to.split('/')[0]} ${vni}`).sort()).toEqual(['swarm-02 4097', 'swarm-03 4097']);
});
