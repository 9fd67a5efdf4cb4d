import type {Witness} from '../../core/verdict.ts';
import {HOP_KINDS, type Hop, type Walk} from '../walk.ts';
import {summary} from './outcome.ts';
import {branchWords, saidOf, untoldWords, walkWords} from './words.ts';

/** A line to be wrapped: its columns of indentation, and those of what does not fit on it. */
export interface WalkLine {
  readonly text: string;
  readonly indent: number;
  readonly hanging: number;
}

const STATUS_WIDTH = 'unknown '.length;
const ROW_INDENT = 2;
const BRANCH_INDENT = 4;

/**
 * A walk in words: a line for each hop, with the rows that decide it below, and each branch under its task. `notes` are put
 * below the hops that they are of.
 */
export function walkLines(walk: Walk, notes: ReadonlyMap<Hop, string> = new Map()): readonly WalkLine[] {
  const {hops, branches} = walk;
  const linesOf = (hop: Hop, indent: number) => hopLines(hop, indent, notes.get(hop));
  return [
    line(walkWords(walk)),
    ...hops.flatMap(hop => linesOf(hop, 0)),
    ...branches.flatMap(branch => [
      line(''),
      line(branchWords(branch), 2),
      ...branch.hops.flatMap(hop => linesOf(hop, BRANCH_INDENT)),
    ]),
    ...(branches.length === 0 ? [] : [line(''), ...summary(walk).map(text => line(text))]),
  ];
}

function line(text: string, indent = 0): WalkLine {
  return {text, indent, hanging: indent + 2};
}

function hopLines(hop: Hop, indent: number, note: string | undefined): readonly WalkLine[] {
  const {status, kind, node, netns} = hop;
  const place = netns === 'host' ? node : `${node} ${netns}`;
  const rows = hop.status === 'unknown' ? [] : hop.evidence;
  const untold = untoldWords(hop);
  const text = `${status.padEnd(STATUS_WIDTH - 1)} ${HOP_KINDS[kind]}, ${place}: ${saidOf(hop)}`;
  const hanging = indent + STATUS_WIDTH;
  return [
    {text, indent, hanging},
    ...rows.map(row => ({text: rowOf(row, hop), indent: hanging + ROW_INDENT, hanging: hanging + 2 * ROW_INDENT})),
    ...(untold === undefined ? [] : [{text: untold, indent: hanging + ROW_INDENT, hanging: hanging + 2 * ROW_INDENT}]),
    ...(note === undefined ? [] : [{text: note, indent: hanging, hanging: hanging + ROW_INDENT}]),
  ];
}

/** A row, and where it was seen when that is not where its hop is. */
function rowOf({fact, row}: Witness, {node, netns}: Hop): string {
  const place = fact.slice(fact.indexOf('@') + 1);
  const here = place.includes('/') ? `${node}/${netns}` : node;
  return place === here ? row : `${row} (${place})`;
}
