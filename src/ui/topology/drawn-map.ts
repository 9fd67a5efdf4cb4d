import {clip, EMPTY, type Line, line, pad, type Role, span} from '../../render/line.ts';
import {LINES} from '../../topology/draw/glyphs.ts';
import type {Plan} from '../../topology/draw/plan.ts';
import {stepWords} from '../../topology/draw/trace.ts';
import {spaceLines, type TreeLine} from '../../topology/draw/tree.ts';
import {machineWords, spaceWords} from '../../topology/draw/words.ts';
import type {Device, DeviceKey, Machine, Space, SpaceKey} from '../../topology/topology.ts';
import {countWords} from './count-words.ts';
import type {Scene} from './scene.ts';

/** Something that can have the focus, and the row that it begins at. */
interface Place {
  readonly key: DeviceKey | SpaceKey;
  readonly machine: string;
  readonly row: number;
}

/** The drawing of a scene at a width, before anything has the focus. */
export interface LaidMap {
  /** Rows of machines side by side; each row has one cell a machine. */
  readonly rows: readonly (readonly (Row | undefined)[])[];
  /** Machine by machine, from top to bottom. */
  readonly places: readonly Place[];
  /** Cells of the screen that a machine has. */
  readonly width: number;
}

/** A machine needs this many cells to be read. */
const COLUMN = 44;
/** ` │ `. */
const BETWEEN = 3;
const GUTTER = 2;

/** A row of one machine. */
interface Row {
  readonly line: Line;
  readonly key?: DeviceKey | SpaceKey;
  /** Whether what it tells of begins here. */
  readonly isFirst: boolean;
}

const laid = new WeakMap<Plan, LaidMap & {readonly columns: number}>();

/** Machines side by side where there is room, their namespaces below one another, bridges with their ports. */
export function layMap(scene: Scene, columns: number): LaidMap {
  const known = laid.get(scene.plan);
  if (known?.columns === columns) return known;
  const {machines} = scene.part.topology;
  const count = Math.max(1, Math.min(machines.length, Math.floor((columns + BETWEEN) / (COLUMN + BETWEEN))));
  const rows: (readonly (Row | undefined)[])[] = [];
  const places: Place[] = [];
  for (let first = 0; first < machines.length; first += count) {
    const beside = machines.slice(first, first + count);
    const blocks = beside.map(machine => machineRows(scene, machine));
    if (first > 0) rows.push([]);
    for (const [index, block] of blocks.entries())
      for (const [row, {key, isFirst}] of block.entries())
        if (key !== undefined && isFirst) places.push({key, machine: beside[index]!.id, row: rows.length + row});
    const height = Math.max(...blocks.map(block => block.length));
    for (let row = 0; row < height; row++) rows.push(blocks.map(block => block[row]));
  }
  const map = {rows, places, width: Math.floor((columns - (count - 1) * BETWEEN) / count), columns};
  laid.set(scene.plan, map);
  return map;
}

/** The rows with the mark of the focus; those further than `reach` from it cannot be seen, and are left empty. */
export function mapRows({rows, width}: LaidMap, focus: string | null, at: number, reach: number): readonly Line[] {
  return rows.map((cells, row) => (Math.abs(row - at) > reach ? EMPTY : mapRow(cells, focus, width)));
}

function mapRow(cells: readonly (Row | undefined)[], focus: string | null, width: number): Line {
  return cells.flatMap((row, index) => {
    const shown = cell(row, focus, width);
    return index === cells.length - 1 ? shown : [...pad(shown, width), span(' │ ', 'faint')];
  });
}

function cell(row: Row | undefined, focus: string | null, width: number): Line {
  if (row === undefined) return EMPTY;
  const text = clip(row.line, width - GUTTER);
  if (row.key === undefined || row.key !== focus) return [span('  '), ...text];
  return [span('▌ ', 'accent'), ...text.map(part => (part.role === undefined ? span(part.text, 'strong') : part))];
}

function machineRows(scene: Scene, machine: Machine): readonly Row[] {
  const head: Row = {line: line(machineWords(machine), 'heading'), isFirst: false};
  if (machine.problem !== null) return [head, bare(`could not be looked at: ${machine.problem}`, 'bad')];
  const left = scene.part.spacesLeft.get(machine.id) ?? 0;
  return [
    head,
    ...machine.spaces.flatMap(space => spaceRows(scene, space)),
    ...(left === 0 ? [] : [bare(`${countWords(left, 'namespace')} not met yet`, 'faint')]),
  ];
}

function bare(text: string, role: Role): Row {
  return {line: [span('  '), span(text, role)], isFirst: false};
}

function spaceRows(scene: Scene, space: Space): readonly Row[] {
  const {plan, met, part} = scene;
  const title = stepWords(plan.trace, space.key) + spaceWords(plan.topology, space);
  const role = roleOf(scene, space.key) ?? 'note';
  const lines = spaceLines(plan, lookedAt(scene, space));
  const left = part.left.get(space.key);
  const missing = [
    ...(left === undefined || left.devices === 0 ? [] : [countWords(left.devices, 'device')]),
    ...(left === undefined || left.balances === 0 ? [] : [countWords(left.balances, 'service', 'of IPVS')]),
  ];
  return [
    {line: [...mark(met.keys.has(space.key)), span(title, role)], key: space.key, isFirst: true},
    ...lines.map((one, index) => treeRow(scene, one, lines[index - 1])),
    ...(missing.length === 0 ? [] : [bare(`  ${missing.join(' and ')} not met yet`, 'faint')]),
  ];
}

/** What the look was not for is told once, above the drawing. */
export function lookedAt({kinds}: Scene, space: Space): Space {
  const asked: ReadonlySet<string> = kinds;
  return {...space, problems: space.problems.filter(({fact}) => asked.has(fact.split('@')[0]!))};
}

function treeRow(scene: Scene, {device, stem, text}: TreeLine, before: TreeLine | undefined): Row {
  if (device === undefined) return bare(`  ${text}`, text.startsWith('not known') ? 'warn' : 'prose');
  const isFirst = before?.device !== device;
  const isMet = scene.met.keys.has(device);
  const role = roleOf(scene, device) ?? (isMet ? undefined : 'faint');
  const shown = role === undefined ? span(text) : span(text, role);
  const marked = isFirst ? mark(isMet) : [span('  ')];
  const lead = isFirst ? scene.part.leadsOn.get(device) : undefined;
  const more = lead === undefined ? [] : [span(` ${LINES[lead]} not met yet`, 'faint')];
  return {line: [span('  '), span(stem, 'faint'), ...marked, shown, ...more], key: device, isFirst};
}

/** Signs beside the colours; the words stand above the drawing. */
function mark(isMet: boolean): Line {
  return isMet ? [span('● ', 'accent')] : [span('○ ', 'faint')];
}

function roleOf({plan}: Scene, key: DeviceKey | SpaceKey): Role | undefined {
  const {steps, stops} = plan.trace;
  const stop = stops.get(key);
  if (stop !== undefined) return stop === 'broken' ? 'bad' : 'warn';
  return steps.has(key) ? 'value' : undefined;
}

/** What a place is, and where. */
export function thingAt(
  {whole}: Scene,
  key: string,
): {readonly machine: Machine; readonly space: Space; readonly device?: Device} | undefined {
  for (const machine of whole.machines) {
    for (const space of machine.spaces) {
      if (space.key === key) return {machine, space};
      const device = space.devices.find(one => one.key === key);
      if (device !== undefined) return {machine, space, device};
    }
  }
  return undefined;
}
