import type {Body, PiecedBody} from './recording-format.ts';

/**
 * Where a collector's output can be cut: before what it says of one command (its nonce is a placeholder by now), and
 * before each object of the long lists in it.
 */
const SEAM = /(?<=\n)(?=@nonce@ begin | {4}\{)|(?=\{"ifindex":)/;

/** The pieces of a finished recording, numbered from 0. `read` throws for one that is damaged or not there. */
export interface Pieces {
  readonly count: number;
  readonly read: (number: number) => string;
}

/**
 * The line for a body. Two snapshots differ in a few commands of some hundred: one that holds such commands is put
 * together from pieces. `known` numbers the pieces so far, and grows.
 */
export function cutBody(body: Body, known: Map<string, number>): Body | PiecedBody {
  const texts = 'text' in body ? body.text.split(SEAM) : [];
  if (texts.length < 2) return body;
  const pieces = texts.map(piece => {
    const number = known.get(piece) ?? known.size;
    known.set(piece, number);
    return number;
  });
  return {body: body.body, pieces};
}

/** The body again, put together when it is asked for; undefined when it names a piece that is not there. */
export function joinBody({body, pieces}: PiecedBody, {count, read}: Pieces): Body | undefined {
  if (pieces.some(number => number >= count)) return undefined;
  return {
    body,
    get text() {
      return pieces.map(read).join('');
    },
  };
}
