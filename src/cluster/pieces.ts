import {bytesOf} from './recording-body.ts';
import type {Body} from './recording-format.ts';

/**
 * Where a collector's output can be cut: before what it says of one command (its nonce is a placeholder by now), and
 * before each object of the long lists in it.
 */
const SEAM = /(?<=\n)(?=@nonce@ begin | {4}\{)|(?=\{"ifindex":)/;

/** A part of a body that others may have, too: text, or bytes that are none. */
export type Piece = string | {readonly base64: string};

/** The pieces of a finished recording, numbered from 0. `read` throws for one that is damaged or not there. */
export interface Pieces {
  readonly count: number;
  readonly read: (number: number) => Piece;
}

/** What bodies are put together from, each as JSON and once, and how. */
export interface Cut {
  /** Bodies that are of one piece, which have the first numbers. */
  readonly whole: readonly string[];
  readonly pieces: readonly string[];
  /** By body the numbers of its pieces. */
  readonly bodies: readonly (readonly number[])[];
}

/** Two snapshots differ in a few commands of some hundred, and are cut there; any other body is one piece. */
export function cutBodies(bodies: readonly Body[]): Cut {
  const cut = bodies.map(body => piecesOf(body).map(piece => JSON.stringify(piece)));
  const isWhole = (parts: readonly string[]) => parts.length === 1;
  const whole = [...new Set(cut.filter(isWhole).flat())];
  const pieces = [...new Set(cut.filter(parts => !isWhole(parts)).flat())];
  const [first, others] = [numbered(whole, 0), numbered(pieces, whole.length)];
  return {
    whole,
    pieces,
    bodies: cut.map(parts => parts.map(part => (isWhole(parts) ? first : others).get(part) ?? 0)),
  };
}

function numbered(all: readonly string[], from: number): ReadonlyMap<string, number> {
  return new Map(all.map((each, at) => [each, from + at]));
}

function piecesOf(body: Body): readonly Piece[] {
  return 'text' in body ? body.text.split(SEAM) : [{base64: body.base64}];
}

/** A body's bytes again. Throws for a piece that is damaged or not there. */
export function joinPieces(numbers: readonly number[], {read}: Pieces): Buffer {
  return Buffer.concat(numbers.map(number => bytesOf(read(number))));
}
