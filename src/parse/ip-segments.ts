import {isLifetime, readAddress} from './ip-address-line.ts';
import {isKind, readDetails} from './ip-details.ts';
import type {Edit} from './ip-draft.ts';
import {readLinkLine} from './ip-link-line.ts';
import {readStats, readStatsHeader, type StatsHeader} from './ip-stats.ts';
import {isDigit} from './scan/digits.ts';
import {splitWords} from './scan/keywords.ts';

/** What the indented parts of a link say. */
export interface Segments {
  readonly edits: readonly Edit[];
  /** The columns of the numbers that come next. */
  readonly stats: StatsHeader | undefined;
  /** The label of an IPv4 address among them. */
  readonly label: string | undefined;
  readonly isLinkLine: boolean;
}

const NO_EDITS: readonly Edit[] = [];

/** Undefined when one of the parts is not understood. */
export function readSegments(parts: readonly string[], before: StatsHeader | undefined): Segments | undefined {
  let edits: Edit[] | undefined;
  let stats = before;
  let label: string | undefined;
  let isLinkLine = false;
  for (const part of parts) {
    const segment = part.trim();
    if (segment === '' || isLifetime(segment)) continue;
    const header = readStatsHeader(segment);
    if (header) {
      stats = header;
      continue;
    }
    const words = splitWords(segment);
    const address = readAddress(words);
    if (address) {
      edits = add(edits, link => link.addrInfo.push(address));
      label = address.label;
      continue;
    }
    const edit = readSegment(segment, words, stats);
    if (!edit) return undefined;
    edits = add(edits, edit);
    if (words[0]!.startsWith('link/')) isLinkLine = true;
    stats = undefined;
  }
  return {edits: edits ?? NO_EDITS, stats, label, isLinkLine};
}

/** Most lines say one thing, and a list that grows takes room for many. */
function add(edits: Edit[] | undefined, edit: Edit): Edit[] {
  if (edits === undefined) return [edit];
  edits.push(edit);
  return edits;
}

function readSegment(segment: string, words: readonly string[], stats: StatsHeader | undefined): Edit | undefined {
  const [first = '', second] = words;
  if (first.startsWith('link/')) return readLinkLine(words);
  if (first === 'alias') {
    return link => {
      link.ifalias = segment.slice('alias'.length).trim();
    };
  }
  if (first === 'altname' && second !== undefined && words.length === 2) return link => link.altnames.push(second);
  if (stats && isDigit(first.charCodeAt(0))) return readStats(words, stats);
  return isKind(first) ? readDetails(words) : undefined;
}
