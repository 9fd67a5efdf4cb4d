import type {Body, Piece, PiecedBody} from './recording-format.ts';

/**
 * Where a collector's output can be cut: before what it says of one command (its nonce is a placeholder by now), and
 * before each object of the long lists in it.
 */
const SEAM = /(?<=\n)(?=@nonce@ begin | {4}\{)|(?=\{"ifindex":)/;

/**
 * The lines for a body. Two snapshots differ in a few commands of some hundred: one that holds such commands is put
 * together from pieces, those that are not known yet before it. `known` numbers the pieces so far, and grows.
 */
export function cutBody(body: Body, known: Map<string, number>): readonly (Body | Piece | PiecedBody)[] {
  const texts = 'text' in body ? body.text.split(SEAM) : [];
  if (texts.length < 2) return [body];
  const fresh: Piece[] = [];
  const pieces = texts.map(piece => {
    const number = known.get(piece) ?? known.size;
    if (!known.has(piece)) fresh.push({piece});
    known.set(piece, number);
    return number;
  });
  return [...fresh, {body: body.body, pieces}];
}

/** The body again, put together when it is first asked for; undefined when it names a piece that is not there. */
export function joinBody({body, pieces}: PiecedBody, texts: readonly string[]): Body | undefined {
  if (pieces.some(number => number >= texts.length)) return undefined;
  return {
    body,
    get text() {
      return pieces.map(number => texts[number]).join('');
    },
  };
}
