import type {Report, Source, Spot} from '../../core/source.ts';
import {type Block, readBlocks} from '../blocks.ts';
import {HASH, plain} from './text-hash.ts';
import type {Text} from './texts.ts';

/** A mark `<!-- @text NAME HASH -->` of a translation, with the text behind it. */
export interface Entry {
  readonly name: string;
  /** Of the text that it was translated from; empty where the mark has none. */
  readonly hash: string;
  readonly spot: Spot;
  /** Where the mark begins, and where its text does and ends: offsets in the source. */
  readonly begin: number;
  readonly from: number;
  readonly end: number;
  readonly pieces: readonly Piece[];
}

interface Piece {
  readonly text: string;
  /** Without its marks, for a heading. */
  readonly heading?: string;
}

/** Reads a translation: marks and prose. All else belongs to the lesson and is refused, so that it cannot differ. */
export function readTranslation(source: Source, lesson: string, report: Report): readonly Entry[] {
  const entries: (Entry & {end: number; pieces: Piece[]})[] = [];
  const refuse = (spot: Spot, what: string): void =>
    report(spot, `${what} does not belong in a translation: it comes from ${lesson}.md in every language`);
  let told = false;
  for (const block of readBlocks(source, 0, report)) {
    const {spot, end} = block;
    if (block.kind === 'comment' && block.comment.kind === 'text') {
      const last = entries.at(-1);
      if (last !== undefined) last.end = spot.offset;
      entries.push({...markOf(block, report), begin: spot.offset, from: end, end: source.text.length, pieces: []});
    } else if (block.kind === 'comment') refuse(spot, `@${block.comment.kind}`);
    else if (block.kind === 'fence') refuse(spot, 'a fence of code');
    else if (block.kind !== 'heading' && block.kind !== 'prose') refuse(spot, '<details>');
    else {
      const text = source.text.slice(spot.offset, end).trimEnd();
      const piece: Piece = {text, ...(block.kind === 'heading' && {heading: block.text})};
      const entry = entries.at(-1);
      if (entry !== undefined) entry.pieces.push(piece);
      else if (!told) report(spot, 'this text stands before the first mark: expected <!-- @text NAME HASH -->');
      told ||= entry === undefined;
    }
  }
  return entries;
}

function markOf(block: Extract<Block, {kind: 'comment'}>, report: Report): Pick<Entry, 'name' | 'hash' | 'spot'> {
  const {argument: name, argumentSpot, yaml} = block.comment;
  const hash = yaml.text.trim();
  if (name === undefined) report(block.spot, '@text needs the name of a text and its hash: <!-- @text NAME HASH -->');
  else if (!HASH.test(hash)) {
    const found = hash === '' ? 'nothing' : `"${hash.slice(0, 40)}"`;
    report(
      argumentSpot,
      `@text ${name}: expected the hash of the original, eight digits such as 3f09ab12, found ${found}`,
    );
  }
  return {name: name ?? '', hash: HASH.test(hash) ? hash : '', spot: name === undefined ? block.spot : argumentSpot};
}

/** What an entry says in place of a text of this kind; undefined for a title that is no single line. */
export function wordsOf({pieces}: Entry, kind: Text['kind']): string | undefined {
  if (kind === 'prose') return pieces.map(({text}) => text).join('\n\n');
  if (kind === 'line') return pieces.map(({text}) => plain(text)).join('\n\n');
  const [first, ...more] = pieces;
  if (first === undefined) return '';
  return more.length > 0 ? undefined : plain(first.heading ?? first.text);
}
