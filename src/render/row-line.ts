import type {Row} from './parsed-rows.ts';

/** A line of an output, and the words in it as rows hold them. */
export interface IndexedLine {
  readonly text: string;
  readonly words: ReadonlySet<string>;
}

/**
 * The words as rows hold them: `5: veth0@if12:` → 5, veth0; `"10.0.0.2",` of JSON → 10.0.0.2; `dpt:80` gives 80 as
 * well, `10.0.0.6:80` and tcpdump's `10.0.0.6.80` both of their parts, `ESP(spi=0x1f` esp and 31.
 */
export function indexLine(text: string): IndexedLine {
  const words = text.split(/[\s,/]+/).map(bare);
  const named = words.flatMap(word => /^[a-z]+:(.+)$/.exec(word)?.[1] ?? []);
  const sockets = words.flatMap(word => /^(\d+(?:\.\d+){3})[:.](\d+)$/.exec(word)?.slice(1) ?? []);
  const inside = words.filter(word => word.includes('(')).flatMap(word => word.toLowerCase().split(/[(=)]+/));
  // Parsers turn what an output prints in hexadecimal into numbers.
  const numbers = [...words, ...inside].filter(word => /^0x[\da-f]+$/.test(word)).map(word => String(Number(word)));
  return {text, words: new Set([...words, ...named, ...sockets, ...inside, ...numbers])};
}

function bare(word: string): string {
  return word
    .replace(/[:;)]+$/, '')
    .replace(/^"|"$/g, '')
    .replace(/@.*$/, '');
}

/** The line not yet taken that shows most of the row's values, and if there is one, all that is asked for. */
export function lineOf(
  asked: readonly string[],
  row: Row,
  lines: readonly IndexedLine[],
  taken: ReadonlySet<number>,
): number | null {
  const values = Object.entries(row).flatMap(([field, value]): [string, string][] =>
    typeof value === 'string' || typeof value === 'number' ? [[field, String(value)]] : [],
  );
  const free = [...lines.entries()].filter(([index]) => !taken.has(index));
  // What a parser reads out of a missing word (`reachable` of a learned row) stands on no line: then most values must do.
  return (
    mostLike(
      free.filter(([, line]) => asked.every(value => line.words.has(value))),
      values,
      1,
    ) ?? mostLike(free, values, 2)
  );
}

function mostLike(
  lines: readonly (readonly [number, IndexedLine])[],
  values: readonly (readonly [string, string])[],
  least: number,
): number | null {
  let best: number | null = null;
  let most = 0;
  for (const [index, line] of lines) {
    const held = values.filter(([, value]) => line.words.has(value));
    const score = held.reduce((sum, [field, value]) => sum + weight(line, field, value), 0);
    if (held.length < least || score <= most) continue;
    best = index;
    most = score;
  }
  return best;
}

/** A value behind its own name counts double: `src A dst B` is another row than `src B dst A`. */
function weight({text}: IndexedLine, field: string, value: string): number {
  return text.includes(`${field} ${value}`) ? 2 : 1;
}
