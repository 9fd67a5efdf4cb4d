import {expect, test} from 'vitest';
import {cells, splitAtCells} from '../../src/render/cells.ts';
import {topologyOf} from '../../src/topology/build.ts';
import {drawMermaid, escapeLabel} from '../../src/topology/draw/mermaid.ts';
import {drawSvg} from '../../src/topology/draw/svg.ts';
import {drawText} from '../../src/topology/draw/text.ts';
import type {Topology} from '../../src/topology/topology.ts';
import {type FixtureName, fixture} from '../snapshot/fixture.ts';
import {withFact, withLinks} from './rows.ts';
import {xmlProblem} from './xml.ts';

const ALL: readonly FixtureName[] = ['before', 'redis-2', 'redis-5', 'published', 'wired', 'wire'];
const measure = {split: splitAtCells, cells};

function text(topology: Topology, width: number, ascii = false, path: readonly string[] = []): readonly string[] {
  return drawText(topology, {width, ascii, path, ...measure});
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

test('the text says where each wire and each tunnel leads', () => {
  const lines = text(topologyOf(fixture('published')), 80).map(line => line.replace(/^│ │ | │ │$/g, '').trim());
  expect(lines).toContain('├─ vxlan0 VNI 4097 ══> swarm-02, swarm-03');
  expect(lines).toContain('├─ veth1 ── eth0 of worker.1');
  expect(lines).toContain('eth0 10.0.1.8/24 ── veth1 of vote');
  expect(lines).toContain('mark 0x100 redis 10.0.1.2 -> 5 servers');
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
  expect(await drawSvg(topology, [])).toMatch(/veth3 \(blocked\)/);
  expect(text(topology, 300).join('\n')).toContain('? not found: the other end of veth1: interface 99');
  expect(drawn).toContain('veth2 (down)');
  expect(drawn).toContain('veth3 (blocked)');
  expect(drawn).toContain('not known: ns.ipvs@swarm-02/host: took too long');
});

test('a path is numbered in each drawing', async () => {
  const topology = topologyOf(fixture('published'));
  const path = ['swarm-01/eaa03c684df3/13', 'swarm-01/1-4ttjd9byef/14'];
  expect(text(topology, 80, true, path).join('\n')).toContain('[1] eth0 10.0.1.8/24');
  expect(drawMermaid(topology, path)).toMatch(/\["#40;1#41; eth0<br\/>10\.0\.1\.8\/24"\]/);
  const svg = await drawSvg(topology, path);
  expect(svg.match(/class="badge"/g)).toHaveLength(2);
  expect(svg.match(/class="wire path"/g)).toHaveLength(1);
});

test.each(ALL)(
  '%s: the SVG is well-formed, knows dark and light, and every tunnel has its VNI beside it',
  async name => {
    const topology = topologyOf(fixture(name));
    const svg = await drawSvg(topology, []);
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
  const svg = await drawSvg(topology, []);
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
  expect(drawMermaid(topology, [])).toContain(words);
  expect(await drawSvg(topology, [])).toContain(words);
});
