import type {DeviceKey, Edge, SpaceKey, Topology} from '../topology.ts';
import type {Walk} from '../walk.ts';
import {walkList} from './hop-list.ts';
import {type Lane, lanesOf} from './lanes.ts';
import {type Box, type Placed, placeMachines} from './layout.ts';
import {type Plan, planOf} from './plan.ts';
import {drawLegend, legendHeight} from './svg-legend.ts';
import {drawBadges, drawMachine} from './svg-machine.ts';
import {HUES, STYLE} from './svg-style.ts';
import {traceOf} from './trace.ts';
import {problemWords} from './words.ts';
import {element, escapeXml, round} from './xml.ts';

const MARGIN = 24;
const BETWEEN = 36;
const LANE = 28;
const RISER = 7;

/** Where each device and each machine has come to lie in the whole picture. */
interface Scene {
  readonly plan: Plan;
  readonly boxes: ReadonlyMap<DeviceKey | SpaceKey, Box>;
  readonly machines: readonly (Placed & {readonly left: number})[];
  readonly bottom: number;
  /** The class number of the colour of a VNI. */
  readonly hues: ReadonlyMap<number, number>;
}

/** The whole network as one SVG text that stands alone: machines side by side, tunnels between them below. */
export async function drawSvg(topology: Topology, walk: Walk | null): Promise<string> {
  const words = {
    notes: problemWords(topology).map(problem => `not known: ${problem}`),
    hops: walk === null ? [] : walkList(topology, walk),
  };
  const plan = planOf(topology, traceOf(topology, walk));
  const scene = sceneOf(plan, await placeMachines(plan));
  const lanes = lanesOf(plan);
  const width = Math.max(860, ...scene.machines.map(({left, width: own}) => left + own)) + MARGIN;
  const legendTop = scene.bottom + 18 + lanes.length * LANE + 20;
  const height = legendTop + legendHeight(words) + MARGIN;
  const size = {width: round(width), height: round(height), viewBox: `0 0 ${round(width)} ${round(height)}`};
  return `${element(
    'svg',
    {xmlns: 'http://www.w3.org/2000/svg', ...size, role: 'img'},
    element('title', {}, escapeXml(`The network of ${topology.machines.map(({id}) => id).join(', ')}`)),
    element('style', {}, STYLE),
    element('rect', {class: 'back', width: size.width, height: size.height}),
    ...scene.machines.map(({left, ...placed}) =>
      element('g', {transform: `translate(${round(left)} ${MARGIN})`}, drawMachine(plan, placed, scene.hues)),
    ),
    ...topology.edges.map(edge => drawEdge(scene, edge)),
    ...lanes.flatMap((lane, index) => drawLane(scene, lane, scene.bottom + 18 + index * LANE)),
    drawWalk(scene, lanes),
    drawBadges(plan, scene.boxes),
    drawLegend(MARGIN, legendTop, words),
  )}\n`;
}

function sceneOf(plan: Plan, placed: readonly Placed[]): Scene {
  const tallest = Math.max(0, ...placed.map(({height}) => height));
  const boxes = new Map<DeviceKey | SpaceKey, Box>();
  let left = MARGIN;
  const machines = placed.map(one => {
    const here = {...one, height: tallest, left};
    for (const {device, ...box} of one.tiles)
      if (device !== undefined) boxes.set(device, {...box, x: box.x + left, y: box.y + MARGIN});
    for (const {space, ...box} of one.frames) boxes.set(space, {...box, x: box.x + left, y: box.y + MARGIN});
    left += one.width + BETWEEN;
    return here;
  });
  const vnis = [...plan.at.values()].flatMap(({device}) => device.vni ?? []);
  const hues = new Map([...new Set(vnis)].sort((a, b) => a - b).map((vni, index) => [vni, index % HUES]));
  return {plan, boxes, machines, bottom: MARGIN + tallest, hues};
}

function drawEdge(scene: Scene, edge: Edge): string {
  const words = element('title', {}, escapeXml(edge.evidence.map(({fact, row}) => `${fact}: ${row}`).join('\n')));
  if (edge.kind === 'veth') return curve(scene, edge.ends, `wire${hueOf(scene, edge.ends)}`, words);
  if (edge.kind === 'port') {
    const state = edge.forwards ? hueOf(scene, [edge.port]) : ' blocked';
    return curve(scene, [edge.port, edge.bridge], `port${state}`, words);
  }
  if (edge.kind === 'tunnel') return '';
  const box = scene.boxes.get(edge.from);
  if (box === undefined) return '';
  const [x, y] = [box.x + box.width, box.y + box.height - 6];
  return element(
    'g',
    {},
    element('title', {}, escapeXml(edge.looksFor)),
    element('path', {class: 'lost', d: `M${round(x)} ${round(y)}h16`}),
    element('text', {class: 'bad', x: x + 18, y: y + 4}, '?'),
  );
}

/** The colour of the overlay that one of the devices is of. */
function hueOf({plan, hues}: Scene, ends: readonly DeviceKey[]): string {
  for (const end of ends) {
    const hue = hues.get(plan.vni.get(end) ?? -1);
    if (hue !== undefined) return ` hue-${hue}`;
  }
  return '';
}

function curve(
  {boxes}: Scene,
  [one, other]: readonly [DeviceKey, DeviceKey],
  kind: string,
  ...inner: string[]
): string {
  const [a, b] = [boxes.get(one), boxes.get(other)];
  if (a === undefined || b === undefined) return '';
  const [from, to] = a.x <= b.x ? [a, b] : [b, a];
  const [x1, y1, x2, y2] = [from.x + from.width, from.y + from.height / 2, to.x, to.y + to.height / 2];
  // Boxes above one another: around at the left.
  if (x2 < x1 + 4) {
    const bend = Math.min(from.x, to.x) - 14;
    const d = `M${round(from.x)} ${round(y1)}C${round(bend)} ${round(y1)} ${round(bend)} ${round(y2)} ${round(to.x)} ${round(y2)}`;
    return element('path', {class: kind, d}, ...inner);
  }
  const middle = (x1 + x2) / 2;
  const d = `M${round(x1)} ${round(y1)}C${round(middle)} ${round(y1)} ${round(middle)} ${round(y2)} ${round(x2)} ${round(y2)}`;
  return element('path', {class: kind, d}, ...inner);
}

/** Down from the right of a vxlan device to its lane; lanes lie in the order of the hues, so risers do not cross. */
function riser(
  scene: Scene,
  stop: DeviceKey,
): {readonly x: number; readonly start: string; readonly y: number} | undefined {
  const box = scene.boxes.get(stop);
  const spot = scene.plan.at.get(stop);
  if (box === undefined || spot === undefined) return undefined;
  const machine = scene.machines.find(one => one.machine.id === spot.machine.id);
  const hue = scene.hues.get(spot.device.vni ?? -1) ?? 0;
  const x = (machine?.left ?? 0) + (machine?.width ?? 0) - 10 - (HUES - 1 - hue) * RISER + 12;
  const y = box.y + box.height / 2;
  return {x, y, start: `M${round(box.x + box.width)} ${round(y)}H${round(x)}`};
}

function drawLane(scene: Scene, lane: Lane, y: number): readonly string[] {
  const hue = scene.hues.get(lane.vni) ?? 0;
  const stops = lane.stops.flatMap(stop => {
    const up = riser(scene, stop);
    return up === undefined ? [] : [{...up, arrives: lane.arrives.has(stop)}];
  });
  const xs = stops.map(({x}) => x);
  const left = Math.min(...xs);
  return [
    ...stops.map(({x, start, arrives}) =>
      element(
        'g',
        {class: `hue-${hue}`},
        element('path', {class: `tunnel hue-${hue}`, d: `${start}V${round(y)}`}),
        arrives
          ? element('path', {class: `ink-${hue}`, d: `M${round(x)} ${round(y - 15)}l-5 10h10z`})
          : element('circle', {class: `ink-${hue}`, cx: x, cy: y, r: 3}),
      ),
    ),
    element('path', {class: `tunnel hue-${hue}`, d: `M${round(left)} ${round(y)}H${round(Math.max(...xs))}`}),
    element('text', {class: `ink-${hue}`, x: left + HUES * RISER, y: y - 6}, escapeXml(lane.words)),
  ];
}

/** The edges of the walk once more: wires where they lie, tunnels down to their lane and up again. */
function drawWalk(scene: Scene, lanes: readonly Lane[]): string {
  const parts = [...scene.plan.trace.edges].map(edge => {
    if (edge.kind === 'veth') return curve(scene, edge.ends, 'wire path');
    if (edge.kind === 'port') return curve(scene, [edge.port, edge.bridge], 'wire path');
    if (edge.kind === 'unresolved') return '';
    const {from, to} = edge;
    const [down, up] = [riser(scene, from), riser(scene, to)];
    const lane = lanes.findIndex(({stops}) => stops.includes(from) && stops.includes(to));
    if (down === undefined || up === undefined || lane < 0) return '';
    const y = scene.bottom + 18 + lane * LANE;
    const box = scene.boxes.get(to)!;
    const d = `${down.start}V${round(y)}H${round(up.x)}V${round(up.y)}H${round(box.x + box.width)}`;
    return element('path', {class: 'tunnel path', d});
  });
  return parts.join('');
}
