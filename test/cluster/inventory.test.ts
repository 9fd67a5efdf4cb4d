import {expect, test} from 'vitest';
import {inventoryFile, parseInventory, readInventory} from '../../src/cluster/inventory.ts';
import {openInventoryCluster} from '../../src/cluster/open-inventory.ts';
import {formatProblem} from '../../src/core/problem.ts';
import {whereWords} from '../../src/session/where-words.ts';
import {text} from './cases.ts';

const FILE = '/etc/deepdive/clusters.yaml';

function problems(yaml: string): readonly string[] {
  const read = parseInventory(yaml, FILE);
  return read.kind === 'unusable' ? read.problems.map(each => formatProblem(each).replace(`${FILE}:`, '')) : [];
}

test('the file is in the config folder', () => {
  expect(inventoryFile({XDG_CONFIG_HOME: '/c'})).toBe('/c/deepdive/clusters.yaml');
});

test('a missing file is an empty inventory', () => {
  expect(readInventory('/nowhere/clusters.yaml')).toEqual({kind: 'read', inventory: {clusters: new Map()}});
});

test.each(['', '# nothing yet\n', '{}'])('an empty file is an empty inventory: %j', yaml => {
  expect(parseInventory(yaml, FILE)).toEqual({kind: 'read', inventory: {clusters: new Map()}});
});

test('a full example is understood', () => {
  const yaml = `
default: class
class:
  sshConfig: class.conf
  images: {redis: "registry.local/redis:7"}
  nodes:
    swarm-01: {ssh: root@10.0.0.1, role: manager}
    swarm-02: {ssh: "ssh://root@[fd00::2]:2222", role: worker}
mixed:
  nodes:
    a: {local: true, role: manager}
    b: {ssh: b, role: worker}
plain:
  nodes:
    left: {local: true}
    right: {ssh: r}
boxes:
  nodes:
    a: {container: box-1}
    b: {container: 4f5c0d7a9e21, engine: "unix:///run/user/1000/docker.sock"}
`;
  const read = parseInventory(yaml, FILE);
  if (read.kind === 'unusable') throw new Error(problems(yaml).join('\n'));
  expect(read.inventory.default).toBe('class');
  expect([...read.inventory.clusters.values()]).toEqual([
    {
      name: 'class',
      sshConfig: '/etc/deepdive/class.conf',
      images: {redis: 'registry.local/redis:7'},
      nodes: [
        {id: 'swarm-01', role: 'manager', ssh: 'root@10.0.0.1'},
        {id: 'swarm-02', role: 'worker', ssh: 'ssh://root@[fd00::2]:2222'},
      ],
    },
    {
      name: 'mixed',
      images: {},
      nodes: [
        {id: 'a', role: 'manager'},
        {id: 'b', role: 'worker', ssh: 'b'},
      ],
    },
    {name: 'plain', images: {}, nodes: [{id: 'left'}, {id: 'right', ssh: 'r'}]},
    {
      name: 'boxes',
      images: {},
      nodes: [
        {id: 'a', container: 'box-1', engine: '/var/run/docker.sock'},
        {id: 'b', container: '4f5c0d7a9e21', engine: '/run/user/1000/docker.sock'},
      ],
    },
  ]);
});

const NODES = 'nodes: {a: {local: true, role: manager}}';

test.each([
  ['broken YAML', 'class:\n  nodes: [a\n', /^3:1 YAML: flow sequence/],
  ['not a mapping', '- a\n', /^1:1 expected a map, found a list/],
  [
    'a misspelt key',
    `class:\n  ${NODES}\n  sshconfig: x\n`,
    /^3:3 class: unknown key "sshconfig"; did you mean "sshConfig"/,
  ],
  ['a key twice', `class:\n  ${NODES}\nclass:\n  ${NODES}\n`, /^3:1 YAML: the key "class" stands here a second time/],
  ['no nodes', 'class:\n  images: {}\n', /^2:3 class: missing key "nodes"/],
  ['no manager', 'class:\n  nodes:\n    a: {local: true, role: worker}\n', /^3:5 class\.nodes: one node .* manager/],
  ['no manager by name', 'class:\n  nodes: {a: {local: true}, b: {ssh: b, role: worker}}\n', /^2:10 .* or none has/],
  [
    'an unknown role',
    'class:\n  nodes:\n    a: {local: true, role: boss}\n',
    /^3:28 class\.nodes\.a\.role: expected one of manager, worker, found "boss"/,
  ],
  ['both ways', 'class:\n  nodes:\n    a: {local: true, ssh: b, role: manager}\n', /^3:8 class\.nodes\.a: expected/],
  ['a container by ssh', 'class:\n  nodes:\n    a: {ssh: b, container: c}\n', /^3:8 .*expected one of ssh/],
  ['an engine of nothing', 'class:\n  nodes:\n    a: {local: true, engine: /s}\n', /^3:.*engine: is of a container/],
  ['an engine far away', 'class:\n  nodes:\n    a: {container: c, engine: "tcp://h:1"}\n', /^3:.*path of an engine's/],
  ['a container that is an option', 'class:\n  nodes:\n    a: {container: --x}\n', /^3:.*name or the id/],
  ['a host that is an option', 'class:\n  nodes:\n    a: {ssh: -oProxyCommand=x, role: manager}\n', /^3:.*expected/],
  ['a host with a port', 'class:\n  nodes:\n    a: {ssh: "root@h:22"}\n', /^3:14 .*: write ssh:\/\/root@h:22$/],
  ['an address with a port', 'class:\n  nodes:\n    a: {ssh: "root@[::1]:22"}\n', /write ssh:\/\/root@\[::1\]:22$/],
  ['a reserved name', `recording:\n  ${NODES}\n`, /^2:3 recording: a cluster cannot be called recording/],
  [
    'an unknown default',
    `default: clas\nclass:\n  ${NODES}\n`,
    /^1:10 default: there is no cluster "clas" in this file; did you mean "class"\?$/,
  ],
  ['an anchor', `a: &a {${NODES}}\nb: *a\n`, /^1:7 YAML anchors/],
  ['an alias', `a: {${NODES}}\nb: *a\n`, /^2:4 /],
])('%s is named with its place', (_name, yaml, expected) => {
  expect(problems(yaml)).toEqual([expect.stringMatching(expected)]);
});

test('a cluster that is in containers, or in one and elsewhere, says so', async () => {
  const box = {id: 'a', container: 'box-1', engine: '/var/run/docker.sock'};
  const boxes = openInventoryCluster({name: 'boxes', images: {}, nodes: [box, {id: 'b'}]}, undefined);
  expect(boxes.transport).toBe('container');
  expect(whereWords(boxes)).toBe('2 nodes in containers: a (box-1), b (this machine)');
  const mixed = openInventoryCluster({name: 'mixed', images: {}, nodes: [{id: 'r', ssh: 'r'}, box]}, undefined);
  expect(mixed.transport).toBe('ssh');
  expect(mixed.nodes.map(({id, address}) => [id, address])).toEqual([
    ['r', 'r'],
    ['a', 'box-1'],
  ]);
  await Promise.all([boxes.close(), mixed.close()]);
});

test('a cluster of this machine runs commands', async () => {
  const nodes = [{id: 'here', role: 'manager'}] as const;
  const cluster = openInventoryCluster({name: 'one', images: {}, nodes}, undefined);
  const output = await cluster.nodes[0]!.run({line: 'echo hi'}, {timeoutMs: 5_000}).ended;
  expect(text(output.stdout)).toBe('hi\n');
  expect(cluster.transport).toBe('local');
  await cluster.close();
});
