import {neutralise} from '../../core/neutral.ts';
import type {Machine, Topology} from '../topology.ts';
import type {Walk} from '../walk.ts';
import {type Branch, machineRoots, type Root} from './branches.ts';
import {LINES} from './glyphs.ts';
import {type Plan, planOf} from './plan.ts';
import {traceOf} from './trace.ts';
import {machineWords, problemWords} from './words.ts';

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

/**
 * Machines as boxes, side by side where there is room, and in each a tree of all that is connected. No line is wider than
 * the width.
 */
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
      ? machineRoots(plan, machine).flatMap(root => rootLines(root, width - 4, options))
      : [`could not be looked at: ${machine.problem}`];
  return box(machineWords(machine), inner, width, options);
}

const STEMS: Readonly<Record<Branch['by'], readonly [branch: string, last: string]>> = {
  wire: [LINES.branch, LINES.last],
  tunnel: [LINES.tunnelBranch, LINES.lastTunnel],
  far: [LINES.farBranch, LINES.lastFar],
};

function rootLines({title, more, branches}: Root, width: number, options: TextOptions): readonly string[] {
  const below = branches.length > 0 ? `${LINES.down}  ` : '   ';
  return [
    ...folded(title, '', below, width, options),
    ...more.flatMap(text => folded(text, below, below, width, options)),
    ...branchLines(branches, '', width, options),
  ];
}

/** Branches below one another: `before` are the lines of those further left that go on. */
function branchLines(
  branches: readonly Branch[],
  before: string,
  width: number,
  options: TextOptions,
): readonly string[] {
  return branches.flatMap(({by, head, more, children}, index) => {
    const isLast = index === branches.length - 1;
    const [branch, last] = STEMS[by];
    const after = `${before}${isLast ? '   ' : `${LINES.down}  `}`;
    const below = `${after}${children.length > 0 ? `${LINES.down}  ` : '   '}`;
    return [
      ...folded(head, `${before}${isLast ? last : branch} `, `${below}   `, width, options),
      ...more.flatMap(text => folded(text, below, below, width, options)),
      ...branchLines(children, after, width, options),
    ];
  });
}

/** A text with what stands before it, on as many lines as it needs; it is parted at blanks where that can be. */
function folded(text: string, before: string, below: string, width: number, {cells}: TextOptions): readonly string[] {
  const safe = neutralise(text).replace(/[\t\n]/g, ' ');
  const indented = before.length + cells(safe);
  // Stems are of signs of one cell each.
  if (indented <= width || below.length > (width * 2) / 3) return [before + safe];
  const lines: string[] = [];
  let [line, used, isBare] = [before, before.length, true];
  // What a thing is of stands on one line with it.
  for (const word of safe.split(/(?<! of) /)) {
    const size = cells(word) + (isBare ? 0 : 1);
    if (used + size > width && !isBare) {
      lines.push(line);
      [line, used] = [`${below}${word}`, below.length + cells(word)];
    } else [line, used] = [isBare ? `${line}${word}` : `${line} ${word}`, used + size];
    isBare = false;
  }
  return [...lines, line];
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
