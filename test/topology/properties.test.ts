import fc from 'fast-check';
import {expect, test} from 'vitest';
import {cells, splitAtCells} from '../../src/render/cells.ts';
import {ASCII} from '../../src/render/letters.ts';
import {topologyOf} from '../../src/topology/build.ts';
import {drawMermaid} from '../../src/topology/draw/mermaid.ts';
import {drawSvg} from '../../src/topology/draw/svg.ts';
import {drawText} from '../../src/topology/draw/text.ts';
import type {Device, Edge, Topology} from '../../src/topology/topology.ts';
import type {Hop, Walk} from '../../src/topology/walk.ts';
import {snapshots} from './generated.ts';
import {textsOf} from './rows.ts';
import {xmlProblem} from './xml.ts';

function keysOf({machines}: Topology): readonly string[] {
  return machines.flatMap(({spaces}) => spaces.flatMap(({devices}) => devices.map(({key}) => key)));
}

/** A walk by some of the devices, which need not be joined; its last hop is broken. */
function walkBy({machines}: Topology): Walk {
  const hops = machines.flatMap(({id: node, spaces}) =>
    spaces.flatMap(({netns, devices}) =>
      devices.map(({ifname: device, evidence}): Hop => {
        const place = {kind: 'port', node, netns, device} as const;
        return {...place, status: 'ok', decides: `${device}\u0000\u001b[2J`, evidence: [evidence]};
      }),
    ),
  );
  const end: Hop = {
    kind: 'fdb',
    node: 'nowhere',
    netns: 'host',
    status: 'broken',
    code: 'no_row',
    reason: '"]',
    evidence: [],
  };
  return {
    from: {kind: 'outside', node: 'nowhere'},
    to: {kind: 'port', port: 1},
    hops: hops.slice(0, 2),
    branches: [{task: '<b>', node: '?', address: '"', hops: [...hops.slice(2, 5), end]}],
  };
}

function endsOf(edge: Edge): readonly string[] {
  if (edge.kind === 'veth') return edge.ends;
  if (edge.kind === 'port') return [edge.port, edge.bridge];
  return edge.kind === 'tunnel' ? [edge.from, edge.to] : [edge.from];
}

test('whatever the rows are, every end of every edge is a device, and no two devices have one key', () => {
  fc.assert(
    fc.property(snapshots, snapshot => {
      const topology = topologyOf(snapshot);
      const keys = keysOf(topology);
      expect(new Set(keys).size).toBe(keys.length);
      for (const end of topology.edges.flatMap(endsOf)) expect(keys).toContain(end);
    }),
    {numRuns: 60},
  );
});

test('every edge has evidence, and its rows stand in the snapshot', () => {
  fc.assert(
    fc.property(snapshots, snapshot => {
      const texts = textsOf(snapshot);
      for (const {evidence} of topologyOf(snapshot).edges) {
        expect(evidence.length).toBeGreaterThan(0);
        for (const {fact, row} of evidence) expect(texts.get(fact)?.has(row)).toBe(true);
      }
    }),
    {numRuns: 60},
  );
});

test('a veth is the end of at most one pair, and of none when it is unresolved', () => {
  fc.assert(
    fc.property(snapshots, snapshot => {
      const {edges} = topologyOf(snapshot);
      const paired = edges.flatMap(edge => (edge.kind === 'veth' ? edge.ends : []));
      expect(new Set(paired).size).toBe(paired.length);
    }),
    {numRuns: 60},
  );
});

test('a fact that could not be read is told of', () => {
  fc.assert(
    fc.property(snapshots, snapshot => {
      const {machines} = topologyOf(snapshot);
      const told = machines.flatMap(one => [...one.problems, ...one.spaces.flatMap(space => space.problems)]);
      const facts = told.map(({fact}) => fact);
      const names = new Set(machines.flatMap(({spaces}) => spaces.map(({key}) => key)));
      for (const [key, {problem, node, netns}] of snapshot.facts) {
        if (problem === null || (netns !== undefined && !names.has(`${node}/${netns}`))) continue;
        expect(facts).toContain(key);
      }
    }),
    {numRuns: 60},
  );
});

test('the text has no line wider than its width, also in ASCII', () => {
  fc.assert(
    fc.property(snapshots, fc.integer({min: 20, max: 170}), (snapshot, width) => {
      const topology = topologyOf(snapshot);
      for (const line of drawText(topology, {width, walk: walkBy(topology), split: splitAtCells, cells})) {
        expect(cells(line)).toBeLessThanOrEqual(width);
        expect(ASCII.cells(line)).toMatch(/^[\x20-\x7e]*$/);
        expect(cells(ASCII.cells(line))).toBe(cells(line));
      }
    }),
    {numRuns: 60},
  );
});

test('every device is drawn in the text, whatever it is connected to', () => {
  fc.assert(
    fc.property(snapshots, snapshot => {
      const read = topologyOf(snapshot);
      let number = 0;
      const renamed = (one: Device): Device => ({...one, ifname: `d${number++};`});
      const machines = read.machines.map(machine => ({
        ...machine,
        spaces: machine.spaces.map(space => ({...space, devices: space.devices.map(renamed)})),
      }));
      const drawn = drawText({...read, machines}, {width: 2_000, walk: null, split: splitAtCells, cells}).join('\n');
      for (const {problem, spaces} of machines)
        for (const {kind, ifname} of problem === null ? spaces.flatMap(({devices}) => devices) : [])
          if (kind !== 'loopback') expect(drawn).toContain(ifname);
    }),
    {numRuns: 60},
  );
});

test('the SVG is well-formed, has no script and names nothing outside itself', async () => {
  await fc.assert(
    fc.asyncProperty(snapshots, async snapshot => {
      const topology = topologyOf(snapshot);
      const svg = await drawSvg(topology, walkBy(topology));
      expect(xmlProblem(svg)).toBeUndefined();
      expect(svg).not.toMatch(/<script|="[^"]*(?:NaN|Infinity|undefined)/);
    }),
    {numRuns: 25},
  );
});

test('in the Mermaid text names stand only inside quotes', () => {
  fc.assert(
    fc.property(snapshots, snapshot => {
      const topology = topologyOf(snapshot);
      const text = drawMermaid(topology, walkBy(topology));
      for (const line of text.trimEnd().split('\n')) {
        expect(line).toMatch(
          /^(?:flowchart LR|\s+end|\s+subgraph \w+\["[^"]*"\]|\s+\w+\["[^"]*"\]|\s+\w+ (?:---|-\.-|-\.-\|blocked\||-\.-x|<?==>\|VNI \d+\|) \w+|\s+classDef path [\w:#,-]+|\s+class [\w,]+ path)$/,
        );
      }
    }),
    {numRuns: 60},
  );
});
