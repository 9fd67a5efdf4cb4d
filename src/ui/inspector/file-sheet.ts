import {line} from '../../render/line.ts';
import {textRows} from '../../render/output-lines.ts';
import type {OutputFile} from '../../session/output-file.ts';
import type {RunResult} from '../../session/state.ts';
import type {Sheet} from './sheet.ts';
import {sideways} from './sideways.ts';

/** The file of the output that the screen shows, and how far it was read. */
export interface OpenedFile {
  readonly result: RunResult;
  /** Undefined when the file is gone. */
  readonly file: OutputFile | undefined;
  /** The words that `hits` are of. */
  readonly words: string;
  readonly hits: readonly number[];
  readonly isSearched: boolean;
}

/** A whole output from disk, one row a line; errors, which the file does not have, stand after the rest. */
export function fileSheet({result, file, hits, isSearched}: OpenedFile, width: number, left: number): Sheet {
  const isCounted = file?.isCounted() ?? true;
  const inFile = file?.count() ?? 0;
  const errors = isCounted ? textRows(result.stderr) : [];
  return {
    first: 0,
    rows: inFile + errors.length,
    lines: inFile + errors.length,
    isCounted,
    rest: result.end.kind === 'stopped' ? 'end' : 'start',
    read(top, count) {
      const lines = top < inFile ? (file?.read(top, Math.min(count, inFile - top)) ?? []) : [];
      const from = Math.max(0, top - inFile);
      const texts = [...lines, ...errors.slice(from, from + count - lines.length)];
      return texts.map((text, index) => ({line: sideways(text, left, width), of: top + index, isFirst: true}));
    },
    lineAt: row => row,
    rowOf: at => at,
    hits,
    isSearched,
  };
}

/** While the file is opened. */
export function openingSheet(): Sheet {
  const said = line('opening the output', 'faint');
  return {
    first: 0,
    rows: 1,
    lines: 0,
    isCounted: false,
    rest: 'start',
    read: () => [{line: said, of: null, isFirst: true}],
    lineAt: () => 0,
    rowOf: () => 0,
    hits: [],
    isSearched: false,
  };
}
