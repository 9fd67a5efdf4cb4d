import type {Device, Space} from '../topology.ts';
import type {Tile} from './layout.ts';
import {drawnDevices, type Plan} from './plan.ts';
import {addressWords, balanceWords} from './words.ts';

/** Pixels; letters of the monospaced face are this wide at the sizes of the style sheet. */
const LETTER = 6.7;
const SMALL_LETTER = 6.1;
const TILE_HEIGHT = 34;
const LINE_HEIGHT = 16;

/** What stands in the frame of a namespace, not yet in its place. */
export function tilesOf(plan: Plan, space: Space): readonly Omit<Tile, 'x' | 'y'>[] {
  const tiles = drawnDevices(space).map(device => tileOf(plan, device));
  const lines = balanceWords(plan.topology, space).map(({short}, index) => line(`${space.key} ipvs ${index}`, short));
  if (tiles.length + lines.length > 0) return [...tiles, ...lines];
  return [line(`${space.key} empty`, space.problems.length === 0 ? 'only the loopback' : 'not known')];
}

function tileOf({topology, blocked}: Plan, device: Device): Omit<Tile, 'x' | 'y'> {
  const {key, ifname, vni, up} = device;
  const title = `${ifname}${up ? '' : ' (down)'}${blocked.has(key) ? ' (blocked)' : ''}`;
  const detail = vni === undefined ? addressWords(topology, device) : `VNI ${vni}`;
  const width = Math.round(18 + Math.max(title.length * LETTER, detail.length * SMALL_LETTER));
  return {id: key, device: key, title, detail, width, height: TILE_HEIGHT};
}

function line(id: string, detail: string): Omit<Tile, 'x' | 'y'> {
  return {id, title: '', detail, width: wordsWidth(detail), height: LINE_HEIGHT};
}

/** What small words with a margin take. */
export function wordsWidth(words: string): number {
  return Math.round(16 + words.length * SMALL_LETTER);
}
