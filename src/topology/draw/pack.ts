import type {Machine, Space} from '../topology.ts';
import type {Box, Frame, Placed, Tile} from './layout.ts';
import {wordsWidth} from './tiles.ts';

/** A namespace, with the rank and the order among all that each tile was given. */
interface Contents {
  readonly space: Space;
  readonly title: string;
  readonly tiles: readonly {readonly tile: Omit<Tile, 'x' | 'y'>; readonly rank: number; readonly order: number}[];
}

interface Packed {
  readonly frame: Frame;
  readonly tiles: readonly Tile[];
}

const ROW_GAP = 8;
const COLUMN_GAP = 38;
const FRAME = {side: 10, top: 26, bottom: 10} as const;
const FRAME_GAP = 14;
/** Between what is plugged in and what it is plugged into: wires cross here. */
const WIRES = 90;
/** Above the frames stand the machine's own words; in the gutter tunnels go down. */
const MACHINE = {side: 16, top: 44, bottom: 16, gutter: 58} as const;
const LEAST_WIDTH = 320;

/** Two columns of frames: what has bridges right, all else left. */
export function packMachine(machine: Machine, contents: readonly Contents[]): Placed {
  const sorted = [...contents].sort((a, b) => middle(a) - middle(b)).map(one => ({...pack(one), space: one.space}));
  const isRight = ({kind, devices}: Space) =>
    kind === 'host' || kind === 'overlay' || devices.some(device => device.kind === 'bridge');
  const left = sorted.filter(({space}) => !isRight(space));
  const right = sorted.filter(({space}) => isRight(space));
  const widest = (list: readonly Packed[]) =>
    Math.max(0, ...list.map(({frame}) => Math.max(frame.width, wordsWidth(frame.title))));
  const start = left.length === 0 ? MACHINE.side : MACHINE.side + widest(left) + WIRES;
  const placed = [...stack(left, MACHINE.side, widest(left), 1), ...stack(right, start, widest(right), 0)];
  const frames = placed.map(({frame}) => frame);
  return {
    machine,
    frames,
    tiles: placed.flatMap(({tiles}) => tiles),
    width: Math.max(LEAST_WIDTH, ...frames.map(({x, width}) => x + width)) + MACHINE.gutter,
    height: Math.max(MACHINE.top, ...frames.map(({y, height}) => y + height)) + MACHINE.bottom,
  };
}

function middle({tiles}: Contents): number {
  return tiles.reduce((sum, {order}) => sum + order, 0) / Math.max(1, tiles.length);
}

/** The tiles of a namespace by rank in columns, each in its order and around the middle. */
function pack({space, title, tiles}: Contents): Packed {
  const ranks = [...new Set(tiles.map(({rank}) => rank))].sort((a, b) => a - b);
  // Tiles of one rank are of different widths, so their middles are the same and nothing else.
  const columns = ranks.map(rank =>
    tiles
      .filter(one => one.rank === rank)
      .sort(byPlace)
      .map(({tile}) => tile),
  );
  const heights = columns.map(heightOf);
  const height = Math.max(0, ...heights);
  const placed: Tile[] = [];
  const isSource = columns.length === 1;
  let x = FRAME.side;
  for (const [index, column] of columns.entries()) {
    const width = Math.max(...column.map(tile => tile.width));
    let y = FRAME.top + (height - heights[index]!) / 2;
    for (const tile of column) {
      placed.push({...tile, x: isSource ? x + width - tile.width : x, y});
      y += tile.height + ROW_GAP;
    }
    x += width + COLUMN_GAP;
  }
  const inner = x - COLUMN_GAP + FRAME.side;
  const width = isSource ? inner : Math.max(inner, wordsWidth(title));
  const box: Box = {x: 0, y: 0, width, height: FRAME.top + height + FRAME.bottom};
  return {frame: {space: space.key, title, ...box}, tiles: placed};
}

/** Devices before the lines on what IPVS does. */
function byPlace(a: Contents['tiles'][number], b: Contents['tiles'][number]): number {
  const isLine = ({tile}: typeof a) => Number(tile.device === undefined);
  return isLine(a) - isLine(b) || a.order - b.order;
}

function heightOf(column: readonly {readonly height: number}[]): number {
  return column.reduce((sum, {height}) => sum + height, 0) + (column.length - 1) * ROW_GAP;
}

/** Frames of one width above one another, their tiles at the side that wires leave from: 0 is left, 1 right. */
function stack(list: readonly Packed[], x: number, width: number, side: 0 | 1): readonly Packed[] {
  let y: number = MACHINE.top;
  return list.map(({frame, tiles}) => {
    const shift = <Some extends Box>(box: Some): Some => ({...box, x: box.x + x, y: box.y + y});
    const moved = {
      frame: {...shift(frame), width},
      tiles: tiles.map(tile => shift({...tile, x: tile.x + side * (width - frame.width)})),
    };
    y += frame.height + FRAME_GAP;
    return moved;
  });
}
