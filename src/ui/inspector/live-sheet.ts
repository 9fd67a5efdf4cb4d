import {liveLine} from '../../render/output-lines.ts';
import type {Tail} from '../../session/tail.ts';
import {fold, hasAll} from '../../session/words.ts';
import type {Sheet} from './sheet.ts';
import {sideways} from './sideways.ts';

/** What a running command printed on a node, as far back as it is held. */
export function liveSheet(tail: Tail | undefined, words: readonly string[], width: number, left: number): Sheet {
  const first = tail?.first() ?? 0;
  const total = tail?.total ?? 0;
  const held = words.length === 0 ? [] : (tail?.lines(first, total - first) ?? []);
  return {
    first,
    rows: total,
    lines: total,
    isCounted: true,
    rest: 'follow',
    read: (top, count) =>
      (tail?.lines(top, count) ?? []).map((text, index) => ({
        line: left > 0 ? sideways(text, left, width) : liveLine(text, width),
        of: top + index,
        isFirst: true,
      })),
    lineAt: row => row,
    rowOf: line => line,
    hits: held.flatMap((text, index) => (hasAll(fold(text), words) ? [first + index] : [])),
    isSearched: true,
  };
}
