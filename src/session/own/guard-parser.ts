import type {Parsed} from '../../core/parsed.ts';
import {type TimeLimit, TOO_LONG} from '../../core/time-limit.ts';
import type {RegisteredParser} from '../../parse/registry.ts';
import {normalise, rowsOf} from '../../parse/scan/normalise.ts';
import {plainJson} from './plain.ts';
import type {OwnParser} from './shape.ts';

/** Two mebibytes, the most that is parsed, take ours a tenth of a second. */
const PARSE_MS = 5000;

interface Guard {
  readonly limit: TimeLimit;
  /** What was thrown, in a sentence with its place. */
  readonly describe: (thrown: unknown) => string;
}

/** A parser of a module's own, made as total as ours: what it throws, and what does not add up, is `broken`. */
export function guardParser(
  {name, title, examples, parse}: OwnParser,
  {limit, describe}: Guard,
): RegisteredParser & {readonly parse: (text: string) => Parsed<object>} {
  return {
    name,
    title,
    examples,
    parse(text) {
      const {lines} = normalise(text);
      try {
        const made = limit(PARSE_MS, () => readParsed(parse(text), name, lines));
        return made === TOO_LONG ? broken(text, name, `no result within ${PARSE_MS / 1000} s`) : made;
      } catch (error) {
        return broken(text, name, describe(error));
      }
    },
  };
}

function broken(text: string, name: string, why: string): Parsed<object> {
  const input = normalise(text);
  const said = `the parser ${name} of the module broke: ${why}`;
  return {
    command: name,
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
function readParsed(made: unknown, command: string, lines: number): Parsed<object> {
  if (typeof made !== 'object' || made === null)
    throw new Error('it gave no result: expected what perLine or result gives');
  const {data, consumed, unparsed, variant = 'text', lines: counted} = made as Partial<Parsed<unknown>>;
  if (typeof data !== 'object' || data === null) throw new Error('its result has no data: expected an object');
  if (!Array.isArray(unparsed)) throw new Error('its result has no list of the lines that it did not understand');
  const left = unparsed.map(readLine);
  if (counted !== lines)
    throw new Error(`the text has ${lines} lines with something in them, and its result speaks of ${counted}`);
  if (consumed !== lines - left.length)
    throw new Error(`lines were lost: of ${lines} it says that it read ${consumed}, and ${left.length} not`);
  return {
    command,
    variant: String(variant),
    data: plainJson(data) as object,
    lines,
    consumed,
    unparsed: left,
    notes: [],
  };
}

function readLine(one: unknown): {readonly line: number; readonly text: string} {
  const {line, text} = (one ?? {}) as {readonly line?: unknown; readonly text?: unknown};
  if (typeof line !== 'number' || typeof text !== 'string')
    throw new Error('a line that it did not understand has no number, or no text');
  return {line, text: String(plainJson(text))};
}
