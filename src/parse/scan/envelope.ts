import type {Note, Parsed} from '../../core/parsed.ts';
import type {Input, Line} from './normalise.ts';

/** Puts a parser's result into the envelope; every line that is not in `unparsed` counts as consumed. */
export function envelope<T>(
  input: Pick<Input, 'lines' | 'notes'>,
  result: {
    readonly command: string;
    readonly variant: string;
    readonly data: T;
    readonly unparsed: readonly Line[];
    readonly notes?: readonly Note[];
  },
): Parsed<T> {
  const {command, variant, data, unparsed, notes = []} = result;
  return {
    command,
    variant,
    data,
    lines: input.lines,
    consumed: input.lines - unparsed.length,
    unparsed: unparsed.map(({number, text}) => ({line: number, text})),
    notes: [...input.notes, ...notes],
  };
}
