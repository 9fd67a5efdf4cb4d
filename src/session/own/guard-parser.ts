import {neutralise} from '../../core/neutral.ts';
import type {Parsed} from '../../core/parsed.ts';
import type {RegisteredParser} from '../../parse/registry.ts';
import {type Input, normalise, rowsOf} from '../../parse/scan/normalise.ts';
import {atOnce, attempt, type Guard} from './attempt.ts';
import {plainJson} from './plain.ts';
import type {OwnParser} from './shape.ts';

/** Two mebibytes, the most that is parsed, take ours a tenth of a second. */
const PARSE_MS = 5000;

/** A parser of a module's own, made as total as ours: what it throws, and what does not add up, is `broken`. */
export function guardParser(
  {name, title, examples, parse}: OwnParser,
  guard: Guard,
): RegisteredParser & {readonly parse: (text: string) => Parsed<object>} {
  return {
    name,
    title,
    examples,
    parse(text) {
      const done = attempt(guard, PARSE_MS, () => readParsed(atOnce(parse(text)), name, normalise(text)));
      if (done.kind === 'made') return done.made;
      const why = done.kind === 'late' ? `no result within ${PARSE_MS / 1000} s` : done.why;
      return brokenResult(text, name, `the parser ${name} of the module broke: ${why}`);
    },
  };
}

/** The result of a parser that has none: no line is lost, and `broken` says why. */
export function brokenResult(text: string, command: string, why: string): Parsed<object> {
  const input = normalise(text);
  const said = neutralise(why);
  return {
    command,
    variant: 'broken',
    data: {},
    lines: input.lines,
    consumed: 0,
    unparsed: rowsOf(input).map(({number, text: line}) => ({line: number, text: line})),
    notes: [{kind: 'warning', text: said}],
    broken: said,
  };
}

/** Throws a sentence when the result is none, or loses lines. */
function readParsed(made: unknown, command: string, {lines, texts}: Input): Parsed<object> {
  if (typeof made !== 'object' || made === null)
    throw new Error('it gave no result: expected what perLine or result gives');
  const {data, consumed, unparsed, variant = 'text', lines: counted} = made as Partial<Parsed<unknown>>;
  if (typeof data !== 'object' || data === null) throw new Error('its result has no data: expected an object');
  if (!Array.isArray(unparsed)) throw new Error('its result has no list of the lines that it did not understand');
  const left = readLines(unparsed, texts.length);
  if (counted !== lines)
    throw new Error(`the text has ${lines} lines with something in them, and its result speaks of ${counted}`);
  if (consumed !== lines - left.length)
    throw new Error(`lines were lost: of ${lines} it says that it read ${consumed}, and ${left.length} not`);
  return {
    command,
    variant: String(plainJson(variant)),
    data: plainJson(data) as object,
    lines,
    consumed,
    unparsed: left,
    notes: [],
  };
}

/** The lines that it tells: each is one of the text, and told once. */
function readLines(unparsed: readonly unknown[], last: number): Parsed<object>['unparsed'] {
  const told = new Set<number>();
  // The list is the module's, and so would be its own methods.
  return Array.from(unparsed, one => {
    const {line, text} = (one ?? {}) as {readonly line?: unknown; readonly text?: unknown};
    if (typeof line !== 'number' || typeof text !== 'string')
      throw new Error('a line that it did not understand has no number, or no text');
    if (!Number.isInteger(line) || line < 1 || line > last || told.has(line))
      throw new Error(`line ${line}, which it did not understand, is none of the text, or is told twice`);
    told.add(line);
    return {line, text: neutralise(text)};
  });
}
