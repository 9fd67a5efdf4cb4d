import type {Note, Parsed} from '../../core/parsed.ts';
import {envelope} from './envelope.ts';
import {findJson, type JsonObject, readItems} from './json-text.ts';
import {normalise, takeLines} from './normalise.ts';

export interface RowFormat<Row> {
  readonly command: string;
  /** Undefined for a line that is no row. `warn` adds a note to the line. */
  readonly fromLine: (line: string, warn: (text: string) => void) => Row | undefined;
  readonly fromJson: (item: JsonObject) => Row | undefined;
}

/** Parses output with one row a line, or a JSON array with one object a row. */
export function parseRows<Row>(output: string, format: RowFormat<Row>): Parsed<{readonly rows: readonly Row[]}> {
  const {command, fromLine, fromJson} = format;
  const input = normalise(output);
  const json = findJson(output, input);
  const items = json && readItems(json.value, fromJson);
  if (json && items) {
    const {rows, notes} = items;
    return envelope(input, {command, variant: 'json', data: {rows}, unparsed: json.rest, notes});
  }
  const rows: Row[] = [];
  const notes: Note[] = [];
  let number = 0;
  const warn = (text: string) => notes.push({kind: 'warning', line: number, text});
  const unparsed = takeLines(input, (text, at) => {
    number = at;
    const row = fromLine(text, warn);
    if (row) rows.push(row);
    return row !== undefined;
  });
  return envelope(input, {command, variant: 'text', data: {rows}, unparsed, notes});
}
