import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {
  parseContainerInspect,
  parseDockerInspect,
  parseNetworkInspect,
  parseNodeInspect,
  parseServiceInspect,
  parseTaskInspect,
} from '../../src/parse/docker-inspect.ts';
import {corpusFiles, corpusText, DISGUISES, expectAccounts} from './corpus-files.ts';

const typed = {
  'docker-network-inspect': parseNetworkInspect,
  'docker-service-inspect': parseServiceInspect,
  'docker-container-inspect': parseContainerInspect,
  'docker-node-inspect': parseNodeInspect,
} as const;
type Folder = keyof typeof typed;
const folders = Object.keys(typed) as readonly Folder[];
const files = corpusFiles(...folders);
const parseTyped = (file: string): ReturnType<(typeof typed)[Folder]> =>
  typed[file.split('/')[0] as Folder](corpusText(file));

/** No JSON: cut out of a text for the tutorial, or printed with --pretty. */
const isFragment = (file: string): boolean => file.includes('/seed-fragment-') || file.includes('-pretty');

describe('accounting', () => {
  test.each(files.filter(file => !isFragment(file)))('%s is understood whole', file => {
    const text = corpusText(file);
    for (const parsed of [parseTyped(file), parseDockerInspect(text)]) {
      expectAccounts(parsed, text);
      expect(parsed).toMatchObject({unparsed: [], notes: []});
    }
  });

  test.each(files.filter(isFragment))('%s is no JSON and gives no rows', file => {
    const [typedResult, raw] = [parseTyped(file), parseDockerInspect(corpusText(file))];
    expect(Object.values(typedResult.data)).toEqual([[]]);
    expect(raw.data.rows).toEqual([]);
    expect(raw.unparsed.length).toBeGreaterThan(0);
    expect(raw.consumed).toBeLessThan(raw.lines);
  });
});

describe('networks', () => {
  const network = (file: string) => parseNetworkInspect(corpusText(`docker-network-inspect/${file}`)).data.networks[0]!;

  test('an encrypted overlay on a node with tasks', () => {
    const {containers, services, labels, ...fields} = network('vote-v.n3.txt');
    expect(fields).toEqual({
      id: 'uhihy3ov63sf3nukf81f1kbkd',
      name: 'vote',
      driver: 'overlay',
      scope: 'swarm',
      ingress: false,
      internal: false,
      attachable: false,
      subnets: [{subnet: '10.0.2.0/24', gateway: '10.0.2.1'}],
      options: {'com.docker.network.driver.overlay.vxlanid_list': '4098', encrypted: ''},
      encrypted: true,
      vxlanidList: [4098],
      peers: [
        {name: '1e716e42b7e5', ip: '10.79.0.11'},
        {name: 'fc505de3592a', ip: '10.79.0.12'},
        {name: 'b491e69bf843', ip: '10.79.0.13'},
      ],
    });
    expect(labels).toEqual({});
    expect(containers.at(-1)).toEqual({
      key: 'lb-vote',
      name: 'vote-endpoint',
      endpointId: 'f5da5327b79a60073d9746d1fafbf15a1a00a74b79130a85e55064b52c7988c6',
      mac: '02:42:0a:00:02:0d',
      ipv4: '10.0.2.13',
      prefixlen: 24,
    });
    expect(services.map(({name, vip, localLbIndex, tasks}) => [name, vip, localLbIndex, tasks.length])).toEqual([
      ['redis', '10.0.2.7', 256, 5],
      ['web', '10.0.2.10', 258, 2],
      ['worker', '10.0.2.14', 259, 1],
    ]);
    expect(services[2]!.tasks).toEqual([
      {
        name: 'worker.1.1idqlzzt8aj1x7fbale5c2x4z',
        endpointId: '03919893bcba5fc19b8747604d3449272eb3525653df22ac19ac122179c44bc0',
        endpointIp: '10.0.2.15',
        hostIp: '10.79.0.13',
      },
    ]);
  });

  test('the ingress network is not encrypted and has its sandbox', () => {
    expect(network('ingress.n1.txt')).toMatchObject({
      ingress: true,
      encrypted: false,
      vxlanidList: [4096],
      containers: [{key: 'ingress-sbox', ipv4: '10.0.0.2'}],
      services: [],
    });
  });

  test('bridge, host and none', () => {
    const {networks} = parseNetworkInspect(corpusText('docker-network-inspect/bridge-host-none.n1.txt')).data;
    expect(networks.map(({name, driver, subnets}) => [name, driver, subnets.length])).toEqual([
      ['bridge', 'bridge', 1],
      ['host', 'host', 0],
      ['none', 'null', 0],
    ]);
  });

  test('no containers and no peers, whatever the engine prints for none', () => {
    const base = {Id: 'a', Name: 'n', Scope: 'swarm', Driver: 'overlay'};
    const empty = [{}, {Containers: null, Peers: null, IPAM: {Config: null}}, {Containers: {}, Peers: [], Options: {}}];
    const {networks} = parseNetworkInspect(JSON.stringify(empty.map(item => ({...base, ...item})))).data;
    expect(networks).toHaveLength(3);
    expect(networks[0]).toMatchObject({containers: [], peers: [], services: [], subnets: [], vxlanidList: []});
    expect(networks[1]).toEqual(networks[0]);
    expect(networks[2]).toEqual(networks[0]);
  });

  test('an overlay with two subnets has two ids', () => {
    const options = {'com.docker.network.driver.overlay.vxlanid_list': '4099,4100'};
    const text = JSON.stringify([{Id: 'a', Name: 'n', Scope: 'swarm', Options: options}]);
    expect(parseNetworkInspect(text).data.networks[0]!.vxlanidList).toEqual([4099, 4100]);
  });

  test('a missing network is an error line, the others are read', () => {
    const merged = `${corpusText('docker-network-inspect/multi-one-missing.txt')}Error response from daemon: network nosuch not found\n`;
    const parsed = parseNetworkInspect(merged);
    expect(parsed.data.networks.map(({name}) => name)).toEqual(['vote']);
    expect(parsed.unparsed).toMatchObject([{text: 'Error response from daemon: network nosuch not found'}]);
    expect(parseNetworkInspect('[]\nError response from daemon: network x not found')).toMatchObject({
      data: {networks: []},
      consumed: 1,
    });
  });
});

describe('services', () => {
  const services = (file: string) => parseServiceInspect(corpusText(`docker-service-inspect/${file}`)).data.services;

  test('a replicated service with a published port', () => {
    const {labels, networks, ...web} = services('web.n1.txt')[0]!;
    expect(web).toMatchObject({
      name: 'web',
      image: 'redis:alpine',
      mode: 'replicated',
      replicas: 2,
      endpointMode: 'vip',
      specPorts: [{protocol: 'tcp', targetPort: 80, publishedPort: 8080, publishMode: 'ingress'}],
    });
    expect(web.endpointPorts).toEqual(web.specPorts);
    expect(web.virtualIps).toContainEqual({networkId: 'uhihy3ov63sf3nukf81f1kbkd', ipv4: '10.0.2.10', prefixlen: 24});
    expect(networks).toEqual(['uhihy3ov63sf3nukf81f1kbkd']);
    expect(labels).toEqual({});
  });

  test('global services and jobs', () => {
    expect(
      services('variety.txt').map(({name, mode, replicas, virtualIps}) => [name, mode, replicas, virtualIps]),
    ).toEqual([
      ['glob', 'global', undefined, []],
      ['job', 'replicated-job', 2, []],
      ['unsched', 'replicated', 1, []],
    ]);
    expect(services('variety.txt')[0]!.specPorts).toEqual([
      {protocol: 'tcp', targetPort: 6379, publishedPort: 16379, publishMode: 'host'},
    ]);
  });
});

describe('containers', () => {
  test('a task joins to its network by endpoint and address', () => {
    const [container] = parseContainerInspect(corpusText('docker-container-inspect/containers.n1.txt')).data.containers;
    expect(container).toMatchObject({
      name: 'redis.5.zlanjgvmr35vuqa5my916alc2',
      image: 'redis:alpine',
      running: true,
      pid: 1736,
      sandboxKey: '/var/run/docker/netns/cc36698e3e15',
      labels: {'com.docker.swarm.service.name': 'redis'},
    });
    expect(container!.networks).toEqual([
      {
        name: 'vote',
        networkId: 'uhihy3ov63sf3nukf81f1kbkd',
        endpointId: '4d51049d28f808089ece1b3fd73214944fb2757045ed3e4de450f2ba4e432e1e',
        mac: '02:42:0a:00:02:14',
        ipv4: '10.0.2.20',
        prefixlen: 24,
      },
    ]);
  });

  test('a stopped one has no process', () => {
    const {containers} = parseContainerInspect(corpusText('docker-container-inspect/variety.txt')).data;
    const states = containers.map(({name, running, status, pid}) => [name, running, status, pid !== undefined]);
    expect(states).toContainEqual(['exited', false, 'created', false]);
    expect(states).toContainEqual(['pub', true, 'running', true]);
    expect(containers.find(({name}) => name === 'pub')!.networks[0]).toMatchObject({
      gateway: '172.17.0.1',
      prefixlen: 16,
    });
  });
});

describe('nodes', () => {
  test('roles, states and the leader', () => {
    const {nodes} = parseNodeInspect(corpusText('docker-node-inspect/all-drain-down.txt')).data;
    expect(nodes.map(({hostname, role, availability, addr}) => [hostname, role, availability, addr])).toEqual([
      ['swarm-01', 'manager', 'active', '10.79.0.11'],
      ['swarm-02', 'manager', 'active', '10.79.0.12'],
      ['swarm-03', 'worker', 'drain', '10.79.0.13'],
    ]);
    expect(nodes.map(({manager}) => manager?.leader)).toEqual([true, false, undefined]);
    expect(nodes[0]).toMatchObject({state: 'ready', engineVersion: '26.1.5+dfsg1'});
  });
});

describe('tasks', () => {
  // Engine API 1.44 of `docker inspect --type task`, shortened; the corpus holds none.
  const task = {
    ID: 'aa6n4cfgqk81ave3wy45oext9',
    ServiceID: '0eqiju84ynqaig43x7mddvzld',
    NodeID: '3nkyxsrwc72o8zrus695r73gz',
    Slot: 1,
    Spec: {ContainerSpec: {Image: 'redis:alpine'}},
    DesiredState: 'running',
    Status: {
      State: 'running',
      Message: 'started',
      ContainerStatus: {ContainerID: '532a7330daea', PID: 1424, ExitCode: 0},
    },
    NetworksAttachments: [
      {Network: {ID: 'uhihy3ov63sf3nukf81f1kbkd', Spec: {Name: 'vote'}}, Addresses: ['10.0.2.8/24']},
      {Network: null, Addresses: null},
    ],
  };

  test('where it runs and with which addresses', () => {
    expect(parseTaskInspect(JSON.stringify([task], null, 4)).data.tasks).toEqual([
      {
        id: 'aa6n4cfgqk81ave3wy45oext9',
        serviceId: '0eqiju84ynqaig43x7mddvzld',
        nodeId: '3nkyxsrwc72o8zrus695r73gz',
        slot: 1,
        image: 'redis:alpine',
        desiredState: 'running',
        state: 'running',
        message: 'started',
        containerId: '532a7330daea',
        pid: 1424,
        labels: {},
        networks: [{id: 'uhihy3ov63sf3nukf81f1kbkd', name: 'vote', addresses: ['10.0.2.8/24']}],
      },
    ]);
  });

  test('not yet scheduled: no node, no container', () => {
    const {NodeID: _, NetworksAttachments: __, ...rest} = task;
    const pending = {...rest, Status: {State: 'pending', Err: 'no suitable node', ContainerStatus: {}}};
    const [row] = parseTaskInspect(JSON.stringify([pending])).data.tasks;
    expect(row).toMatchObject({state: 'pending', error: 'no suitable node', networks: []});
    for (const key of ['nodeId', 'containerId', 'pid']) expect(row).not.toHaveProperty(key);
  });
});

describe('any inspect', () => {
  const text = corpusText('docker-network-inspect/vote-v.n3.txt');

  test('keeps the objects as they are', () => {
    expect(parseDockerInspect(text).data.rows).toEqual(JSON.parse(text));
  });

  test('reads one object a line', () => {
    const lines = (JSON.parse(text) as object[]).map(item => JSON.stringify(item)).join('\n');
    expect(parseDockerInspect(`${lines}\n${lines}\n`).data.rows).toHaveLength(2);
    expect(parseNetworkInspect(lines).data).toEqual(parseNetworkInspect(text).data);
  });

  test('says so when the objects are of another kind', () => {
    const parsed = parseServiceInspect(text);
    expect(parsed).toMatchObject({data: {services: []}, consumed: 0, notes: [{kind: 'warning'}]});
  });

  test.each(DISGUISES.filter(([name]) => !name.startsWith('colour')))('the same with %s', (_, disguise) => {
    expect(parseDockerInspect(disguise(text)).data).toEqual(JSON.parse(JSON.stringify({rows: JSON.parse(text)})));
  });
});

const NUMBERS = new Set(['prefixlen', 'localLbIndex', 'targetPort', 'publishedPort', 'replicas', 'pid', 'slot']);
const FLAGS = new Set(['ingress', 'internal', 'attachable', 'encrypted', 'running', 'leader']);

/** Fields are of the kind their name says; all others are texts, objects and lists. */
function expectShape(value: unknown, key = ''): void {
  if (NUMBERS.has(key)) expect(typeof value).toBe('number');
  else if (FLAGS.has(key)) expect(typeof value).toBe('boolean');
  else if (key === 'vxlanidList') for (const id of value as unknown[]) expect(typeof id).toBe('number');
  else if (Array.isArray(value)) for (const item of value) expectShape(item);
  else if (typeof value === 'object' && value !== null) {
    const isMap = key === 'labels' || key === 'options';
    for (const [name, item] of Object.entries(value)) expectShape(item, isMap ? '' : name);
  } else expect(typeof value).toBe('string');
}

describe('hostile text', () => {
  const parsers = [parseDockerInspect, parseTaskInspect, ...Object.values(typed)];

  test('any JSON at all gives rows of the type or none', () => {
    fc.assert(
      fc.property(fc.json(), text => {
        for (const parse of parsers) expectAccounts(parse(text), text);
      }),
    );
  });

  test('rows hold no null and nothing of a wrong type, whatever stands in the fields of real objects', () => {
    const real = files.filter(file => !isFragment(file)).map(file => JSON.parse(corpusText(file)) as unknown);
    const junk = fc.oneof(fc.constantFrom(null, '', 0, -1, 1.5, true, [], {}, [null], {a: null}), fc.jsonValue());
    const typedParsers = [parseTaskInspect, ...Object.values(typed)];
    fc.assert(
      fc.property(
        fc.constantFrom(...real),
        fc.array(junk, {minLength: 1}),
        fc.integer({min: 3, max: 40}),
        (value, values, every) => {
          let i = 0;
          const damage = (item: unknown): unknown => {
            if (++i % every === 0) return values[i % values.length];
            if (Array.isArray(item)) return item.map(damage);
            if (typeof item !== 'object' || item === null) return item;
            return Object.fromEntries(Object.entries(item).map(([key, child]) => [key, damage(child)]));
          };
          const damaged = JSON.stringify(damage(value));
          for (const parse of typedParsers) {
            const parsed = parse(damaged);
            expectAccounts(parsed, damaged);
            expectShape(parsed.data);
          }
        },
      ),
    );
  });

  test('cut JSON is not understood', () => {
    const text = corpusText('docker-network-inspect/vote.n1.txt');
    fc.assert(
      fc.property(fc.integer({min: 2, max: text.length - 3}), at => {
        const parsed = parseNetworkInspect(text.slice(0, at));
        expect(parsed.data.networks).toEqual([]);
        expect(parsed.unparsed.length).toBeGreaterThan(0);
      }),
    );
  });
});
