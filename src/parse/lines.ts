import type {Parsed} from '../core/parsed.ts';
import {envelope} from './scan/envelope.ts';
import {stripTerminal} from './scan/normalise.ts';

/** Any text: its non-empty lines, without colour and trailing blanks. Nothing is taken for a prompt. */
export function parseLines(output: string): Parsed<{readonly rows: readonly string[]}> {
  const rows = stripTerminal(output)
    .split('\n')
    .map(line => line.trimEnd())
    .filter(line => line !== '');
  const input = {lines: rows.length, notes: []};
  return envelope(input, {command: 'lines', variant: 'text', data: {rows}, unparsed: []});
}
