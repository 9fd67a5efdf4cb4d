import {expect, test} from 'vitest';
import {madeCluster} from '../../src/bench/made/cluster.ts';
import {cells, splitAtCells} from '../../src/render/cells.ts';
import {ASCII} from '../../src/render/letters.ts';
import {topologyOf} from '../../src/topology/build.ts';
import {type Branch, machineRoots} from '../../src/topology/draw/branches.ts';
import {drawMermaid, escapeLabel} from '../../src/topology/draw/mermaid.ts';
import {planOf} from '../../src/topology/draw/plan.ts';
import {drawSvg} from '../../src/topology/draw/svg.ts';
import {drawText} from '../../src/topology/draw/text.ts';
import {traceOf} from '../../src/topology/draw/trace.ts';
import type {Topology} from '../../src/topology/topology.ts';
import type {Walk} from '../../src/topology/walk.ts';
import {edited, netnsOf} from '../assertions/edit.ts';
import {type FixtureName, fixture} from '../snapshot/fixture.ts';
import {inHostMode} from './host-mode.ts';
import {withFact, withLinks} from './rows.ts';
import {walked} from './walking.ts';
import {xmlProblem} from './xml.ts';

const ALL: readonly FixtureName[] = ['before', 'redis-2', 'redis-5', 'published', 'wired', 'wire'];
const measure = {split: splitAtCells, cells};

function text(topology: Topology, width: number, walk: Walk | null = null): readonly string[] {
  return drawText(topology, {width, walk, ...measure});
}

test.each(ALL.flatMap(name => [80, 160].map(width => [name, width] as const)))(
  '%s in %d columns: every line is of one width, and nothing is cut but lists',
  (name, width) => {
    const lines = text(topologyOf(fixture(name)), width);
    expect(new Set(lines.map(cells)).size).toBe(1);
    expect(cells(lines[0]!)).toBeLessThanOrEqual(width);
    if (width === 80) expect(lines.filter(line => line.includes('…'))).toEqual([]);
  },
);

test('machines stand above one another in 80 columns, side by side in 160', () => {
  const topology = topologyOf(fixture('redis-2'));
  const heads = (width: number) => text(topology, width).filter(line => line.startsWith('┌─ swarm-')).length;
  expect([heads(80), heads(160)]).toEqual([3, 1]);
});

test.each([
  [80, false],
  [160, false],
  [80, true],
] as const)(
  'from the host on, each wire and each tunnel is a branch, in %d columns, in ASCII: %o',
  (width, isAscii) => {
    const lines = text(topologyOf(fixture('published')), width).map(line => (isAscii ? ASCII.cells(line) : line));
    const first = lines.slice(
      0,
      1 + lines.findIndex(line => /^[└+](?:─|-)+[┘+]/.test(line.replace(/^.*manager.*$/, ''))),
    );
    expect(`\n${first.map(line => line.slice(0, width === 160 ? 52 : 80).trimEnd()).join('\n')}\n`).toMatchSnapshot();
  },
);

/** What each line of the drawing says, and what it hangs on. */
function branchesOf(topology: Topology): readonly {readonly said: string; readonly above: string}[] {
  const plan = planOf(topology, traceOf(topology, null));
  const below = (above: string, branches: readonly Branch[]): readonly {said: string; above: string}[] =>
    branches.flatMap(({head, children}) => [{said: head, above}, ...below(head, children)]);
  return topology.machines
    .flatMap(machine => machineRoots(plan, machine))
    .flatMap(({title, branches}) => below(title, branches));
}

test.each(ALL)('%s: every wire and every port of a bridge is drawn', name => {
  const topology = topologyOf(fixture(name));
  const drawn = branchesOf(topology);
  const devices = new Map(
    topology.machines.flatMap(({spaces}) => spaces.flatMap(space => space.devices.map(one => [one.key, one] as const))),
  );
  const nameOf = (key: string) => devices.get(key)!.ifname;
  for (const edge of topology.edges) {
    if (edge.kind === 'veth') {
      const [a, b] = edge.ends.map(nameOf) as [string, string];
      expect(drawn.filter(({said}) => [a, b].every(one => said.split(' ').includes(one)))).not.toEqual([]);
    }
    if (edge.kind === 'port') {
      const [port, bridge] = [nameOf(edge.port), nameOf(edge.bridge)];
      const isTunnel = devices.get(edge.port)!.kind === 'vxlan';
      const [upper, lower] = isTunnel ? [port, bridge] : [bridge, port];
      expect(
        drawn.filter(({said, above}) => said.startsWith(`${lower} `) && above.startsWith(`${upper} `)),
      ).not.toEqual([]);
    }
    if (edge.kind === 'tunnel') {
      const there = topology.machines.find(({id}) => edge.to.startsWith(`${id}/`))!;
      const far = drawn.filter(
        ({said, above}) => said.startsWith(`${there.address} ${there.id}: `) && above.includes(`VNI ${edge.vni}`),
      );
      expect(far).not.toEqual([]);
    }
  }
});

test('frames that are led to another node than their task is on are told with that node', () => {
  const wired = fixture('wired');
  const astray = edited(wired, 'ns.fdb', netnsOf(wired, 'swarm-03', 'vote'), rows =>
    rows.map(row => (row.mac === '02:42:0a:00:01:04' ? {...row, dst: '10.77.0.11'} : row)),
  );
  const said = branchesOf(topologyOf(astray)).map(one => one.said);
  expect(said).toContain('10.77.0.11 swarm-01: lb vote, redis.1, redis.2 (on swarm-02), redis.5, vote.1');
});

test('of many tasks on one node only some are named', () => {
  const said = branchesOf(topologyOf(madeCluster({nodes: 2, tasks: 40, encrypted: false}))).map(one => one.said);
  expect(said).toContainEqual(expect.stringMatching(/^192\.168\.0\.2 node-01: (?:\w+, ){7}\w+ and 13 more$/));
});

test('what is not found, blocked, down or not known stands there in words', async () => {
  const VOTE = '1-4ttjd9byef';
  const lost = withLinks(fixture('published'), 'swarm-01', VOTE, link => {
    if (link.ifname === 'veth1') return {...link, linkIndex: 99};
    if (link.ifname === 'veth2') return {...link, flags: []};
    return link.ifname === 'veth3' ? {...link, slaveData: {state: 'disabled'}} : link;
  });
  const topology = topologyOf(
    withFact(lost, 'ns.ipvs@swarm-02/host', () => ({problem: {cause: 'timeout', detail: 'took too long'}})),
  );
  const drawn = text(topology, 160).join('\n');
  expect(await drawSvg(topology, null)).toMatch(/veth3 \(blocked\)/);
  expect(text(topology, 300).join('\n')).toContain('? not found: the other end of veth1: interface 99');
  expect(drawn).toContain('veth2 (down)');
  expect(drawn).toContain('veth3 (blocked)');
  expect(drawn).toContain('not known: ns.ipvs@swarm-02/host: took too long');
});

test('the hops of a walk are numbered in each drawing, and told below', async () => {
  const snapshot = fixture('wired');
  const topology = topologyOf(snapshot);
  const walk = walked(snapshot, 'swarm-02 > :30000');
  const drawn = text(topology, 80, walk).map(ASCII.cells).join('\n');
  // The DNAT rule, the gate to ingress_sbox and its mark, and both ends of the wire out of it.
  expect(drawn).toContain('[1,2] host namespace');
  expect(drawn).toMatch(/\[3\] \w+ -- \[3\] eth1 172\.18\.0\.2\/16 of \[4,5,6,8\S*\] ingress_sbox/);
  expect(drawn).toMatch(/\[7,9\] eth0 10\.0\.0\.4\/24/);
  expect(drawMermaid(topology, walk)).toContain(escapeLabel('[7,9] eth0'));
  expect(drawMermaid(topology, walk)).toContain(escapeLabel('4 ok, the mark, swarm-02 ingress_sbox: '));
  const svg = await drawSvg(topology, walk);
  expect(xmlProblem(svg)).toBeUndefined();
  expect(svg).toMatch(/class="badge-words"[^>]*>7,9</);
  expect(svg).toContain('>4 ok, the mark, swarm-02 ingress_sbox: ');
  expect(svg.match(/class="wire path" d="[^"]*" ?\/?>/g)?.length).toBeGreaterThan(8);
  expect(svg.match(/class="tunnel path"/g)?.length).toBeGreaterThan(1);
});

test('where a way breaks stands in words, and nothing beyond it is highlighted', async () => {
  const wired = fixture('wired');
  const snapshot = edited(wired, 'ns.fdb', netnsOf(wired, 'swarm-03', 'vote'), rows =>
    rows.map(row => (row.mac === '02:42:0a:00:01:04' ? {...row, dst: '10.77.0.11'} : row)),
  );
  const topology = topologyOf(snapshot);
  const whole = walked(snapshot, 'worker.1 > redis');
  const walk = {...whole, branches: whole.branches.filter(({task}) => task === 'redis.2')};
  const drawn = text(topology, 80, walk).map(ASCII.cells).join('\n');
  expect(drawn).toMatch(/\[[\d,]+ broken\] vxlan0 VNI 4097/);
  expect(drawn.slice(drawn.indexOf('swarm-02 - worker'), drawn.indexOf('swarm-03 - worker'))).not.toMatch(/\[\d/);
  const svg = await drawSvg(topology, walk);
  expect(svg).toMatch(/class="badge stop"/);
  expect(svg).toMatch(/<text class="bad"[^>]*>\d+ broken, the forwarding table/);
});

test.each(ALL)(
  '%s: the SVG is well-formed, knows dark and light, and every tunnel has its VNI beside it',
  async name => {
    const topology = topologyOf(fixture(name));
    const svg = await drawSvg(topology, null);
    expect(xmlProblem(svg)).toBeUndefined();
    expect(svg).toContain('prefers-color-scheme: dark');
    const vnis = new Set(topology.edges.flatMap(edge => (edge.kind === 'tunnel' ? [edge.vni] : [])));
    for (const vni of vnis) expect(svg).toMatch(new RegExp(`>VXLAN, VNI ${vni} `));
    expect(svg).not.toMatch(/<script|href=|url\(|@import/);
  },
);

test('names cannot leave their place in the SVG', async () => {
  const name = '</text><script>alert(1)</script>"&\u0000\u009b';
  const topology = topologyOf(withLinks(fixture('before'), 'swarm-01', 'host', link => ({...link, ifname: name})));
  const svg = await drawSvg(topology, null);
  expect(xmlProblem(svg)).toBeUndefined();
  expect(svg).not.toContain('<script');
  expect(svg).toContain('&lt;script&gt;alert(1)');
});

test.each([
  ['a"b', 'a#34;b'],
  ['#quot;', '#35;quot#59;'],
  ['`**x**`', '#96;#42;#42;x#42;#42;#96;'],
  ['a\nend\u2028b', 'a end b'],
  ['<img src=x>', '#60;img src=x#62;'],
])('a label of Mermaid escapes %j', (plain, escaped) => {
  expect(escapeLabel(plain)).toBe(escaped);
});

test('a machine that was not reached is drawn with the reason', async () => {
  const whole = fixture('redis-2');
  const topology = topologyOf({
    ...whole,
    nodes: whole.nodes.map(node => (node.id === 'swarm-03' ? {...node, unreachable: 'no route to host'} : node)),
    facts: new Map([...whole.facts].filter(([, {node}]) => node !== 'swarm-03')),
  });
  const words = 'could not be looked at: no route to host';
  expect(text(topology, 160).join('\n')).toContain(words);
  expect(drawMermaid(topology, null)).toContain(words);
  expect(await drawSvg(topology, null)).toContain(words);
});

test('devices that an engine keeps on the host are drawn as those of their overlay', async () => {
  const onHost = topologyOf(inHostMode(fixture('wired')));
  const lines = text(onHost, 80).join('\n');
  expect(lines).toContain('vx-001000-e8r5l VNI 4096 of ingress · overlay 10.0.0.0/24');
  expect(lines).toContain('vx-001001-qgs1b VNI 4097 of vote · overlay 10.0.1.0/24 · encrypted');
  const svg = await drawSvg(onHost, null);
  const hue = (ifname: string) => new RegExp(`rect class="([^"]*)"[^>]*/><text[^>]*>${ifname}<`).exec(svg)?.[1];
  for (const ifname of ['vx-001000-e8r5l', 'ov-001000-e8r5l', 'veth00000']) expect(hue(ifname)).toMatch(/ hue-0\b/);
  for (const ifname of ['vx-001001-qgs1b', 'ov-001001-qgs1b', 'veth10000']) expect(hue(ifname)).toMatch(/ hue-1\b/);
  expect(hue('docker_gwbridge')).not.toContain('hue-');
});

test('what comes of a walk stands above its hops in a picture', async () => {
  const overlay = netnsOf(fixture('wired'), 'swarm-03', 'vote');
  const lost = edited(fixture('wired'), 'ns.fdb', overlay, rows => rows.filter(({mac}) => mac !== '02:42:0a:00:01:04'));
  const walk = walked(lost, 'worker.1 > redis');
  for (const picture of [await drawSvg(topologyOf(lost), walk), drawMermaid(topologyOf(lost), walk)]) {
    const at = ['from worker.1 to redis', 'broken: redis.2 at the forwarding table', '4 of 5 answer', '1 ok, the name'];
    const places = at.map(words => picture.indexOf(words));
    expect(places).not.toContain(-1);
    expect([...places].sort((a, b) => a - b)).toEqual(places);
  }
  expect(await drawSvg(topologyOf(lost), walk)).toMatch(/<text class="bad"[^>]*>broken: redis\.2 at/);
});
