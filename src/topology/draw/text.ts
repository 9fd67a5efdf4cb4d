import {neutralise} from '../../core/neutral.ts';
import type {Machine, Topology} from '../topology.ts';
import type {Walk} from '../walk.ts';
import {LINES} from './glyphs.ts';
import {type Plan, planOf} from './plan.ts';
import {stepWords, traceOf} from './trace.ts';
import {spaceLines} from './tree.ts';
import {machineWords, problemWords, spaceWords} from './words.ts';

export interface TextOptions {
  /** In cells. */
  readonly width: number;
  /** What is highlighted: each hop's number stands before what it is at. */
  readonly walk: Walk | null;
  /** The longest head of a text that fits into that many cells, and the rest. */
  readonly split: (text: string, width: number) => readonly [string, string];
  /** Cells that a text takes. */
  readonly cells: (text: string) => number;
}

/** A machine needs this many cells to be read. */
const COLUMN = 50;
const BETWEEN = 1;

/** Machines as boxes, side by side where there is room, with their namespaces in them. No line is wider than the width. */
export function drawText(topology: Topology, options: TextOptions): readonly string[] {
  const plan = planOf(topology, traceOf(topology, options.walk));
  const count = Math.max(1, Math.min(topology.machines.length, Math.floor((options.width + BETWEEN) / COLUMN)));
  const width = Math.floor((options.width - (count - 1) * BETWEEN) / count);
  const lines: string[] = [];
  for (let first = 0; first < topology.machines.length; first += count) {
    const boxes = topology.machines
      .slice(first, first + count)
      .map(machine => machineBox(plan, machine, width, options));
    const height = Math.max(...boxes.map(box => box.length));
    const padded = boxes.map(box => [
      ...box.slice(0, -1),
      ...Array.from({length: height - box.length}, () => `${LINES.down}${' '.repeat(width - 2)}${LINES.down}`),
      ...box.slice(-1),
    ]);
    for (let row = 0; row < height; row++) lines.push(padded.map(box => box[row]).join(' '.repeat(BETWEEN)));
  }
  const problems = problemWords(topology).map(words => fitted(`not known: ${words}`, options.width, options));
  return [...lines, ...problems.map(words => words.trimEnd())];
}

function machineBox(plan: Plan, machine: Machine, width: number, options: TextOptions): string[] {
  const inner =
    machine.problem === null
      ? machine.spaces.flatMap(space => {
          const body = spaceLines(plan, space).map(({stem, text}) => stem + text);
          const lines = body.length === 0 ? ['only the loopback'] : body;
          return box(stepWords(plan.trace, space.key) + spaceWords(plan.topology, space), lines, width - 4, options);
        })
      : [`could not be looked at: ${machine.problem}`];
  return box(machineWords(machine), inner, width, options);
}

function box(title: string, lines: readonly string[], width: number, options: TextOptions): string[] {
  const {across, down, corners} = LINES;
  const [topLeft, topRight, bottomLeft, bottomRight] = corners;
  const words = fitted(title, width - 6, options).trimEnd();
  const rest = across.repeat(Math.max(0, width - 5 - options.cells(words)));
  return [
    `${topLeft}${across} ${words} ${rest}${topRight}`,
    ...lines.map(line => `${down} ${fitted(line, width - 4, options)} ${down}`),
    `${bottomLeft}${across.repeat(Math.max(0, width - 2))}${bottomRight}`,
  ];
}

/** Exactly that many cells: cut with a sign that says so, or filled up. */
function fitted(text: string, width: number, {split, cells}: TextOptions): string {
  const safe = neutralise(text).replace(/[\t\n]/g, ' ');
  const size = cells(safe);
  if (size <= width) return safe + ' '.repeat(width - size);
  const [head] = split(safe, width - 1);
  return `${head}${LINES.cut}${' '.repeat(Math.max(0, width - 1 - cells(head)))}`;
}
