import {EMPTY, type Line, lineText} from '../../render/line.ts';
import {fold, hasAll} from '../../session/words.ts';
import type {OutputRow} from '../output-rows.ts';
import {firstAbove, type Sheet, type SheetRow} from './sheet.ts';

export interface KeptPart {
  /** Stands above it where several are shown. */
  readonly head: Line;
  readonly rows: readonly OutputRow[];
}

interface Laid {
  readonly parts: readonly KeptPart[];
  readonly rows: readonly SheetRow[];
  /** First row of each line. */
  readonly starts: readonly number[];
  readonly folded: readonly string[];
}

const known = new WeakMap<readonly OutputRow[], Laid>();
const found = new WeakMap<Laid, {readonly words: string; readonly hits: readonly number[]}>();

/** Finished outputs that are in memory, one below the other; their lines are counted through. */
export function keptSheet(parts: readonly KeptPart[], words: readonly string[], rest: 'start' | 'end'): Sheet {
  const laid = layOut(parts);
  const lines = laid.starts.length;
  return {
    first: 0,
    rows: laid.rows.length,
    lines,
    isCounted: true,
    rest,
    read: (top, count) => laid.rows.slice(top, top + count),
    lineAt: row => Math.max(0, firstAbove(laid.starts, row) - 1),
    rowOf: at => laid.starts[Math.min(at, lines - 1)] ?? 0,
    hits: hitsIn(laid, words),
    isSearched: true,
  };
}

function layOut(parts: readonly KeptPart[]): Laid {
  const [first] = parts;
  const before = first === undefined ? undefined : known.get(first.rows);
  if (before?.parts.length === parts.length && before.parts.every((one, index) => one.rows === parts[index]!.rows))
    return before;
  const rows: SheetRow[] = [];
  const starts: number[] = [];
  const folded: string[] = [];
  for (const [index, part] of parts.entries()) {
    if (parts.length > 1) rows.push(...(index > 0 ? [said(EMPTY)] : []), said(part.head));
    const base = starts.length;
    for (const row of part.rows) {
      const of = row.of === null ? null : base + row.of;
      const isFirst = of === starts.length;
      if (isFirst) {
        starts.push(rows.length);
        folded.push(fold(row.text ?? lineText(row.line)));
      }
      rows.push({line: row.line, of, isFirst});
    }
  }
  const laid = {parts, rows, starts, folded};
  if (first !== undefined) known.set(first.rows, laid);
  return laid;
}

function said(line: Line): SheetRow {
  return {line, of: null, isFirst: true};
}

function hitsIn(laid: Laid, words: readonly string[]): readonly number[] {
  if (words.length === 0) return [];
  const key = words.join(' ');
  const before = found.get(laid);
  if (before?.words === key) return before.hits;
  const hits = laid.folded.flatMap((text, index) => (hasAll(text, words) ? [index] : []));
  found.set(laid, {words: key, hits});
  return hits;
}
