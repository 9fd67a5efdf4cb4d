import {makeSource, reportInto} from '../../core/source.ts';
import {holeName, holes} from '../../core/template.ts';
import {readBlocks} from '../blocks.ts';
import {codeSpans} from '../code-spans.ts';
import {plain} from './text-hash.ts';
import type {Text} from './texts.ts';

export interface Differences {
  readonly lacking: readonly string[];
  readonly added: readonly string[];
}

/**
 * What a translation must have as the original has it, and has not: code, placeholders `<name>`, and in what is said
 * about rows and checks the words in braces. How often does not matter, for grammars differ.
 */
export function differencesOf(original: string, translated: string, kind: Text['kind']): Differences {
  const [before, after] = [keptIn(original, kind), keptIn(translated, kind)];
  return {
    lacking: [...before].filter(one => !after.has(one)),
    added: [...after].filter(one => !before.has(one)),
  };
}

function keptIn(text: string, kind: Text['kind']): ReadonlySet<string> {
  const kept = new Set<string>();
  let outside = '';
  let from = 0;
  for (const [start, end] of codeSpans(text)) {
    kept.add(`\`${plain(text.slice(start, end))}\``);
    outside += `${text.slice(from, start)} `;
    from = end;
  }
  outside += text.slice(from);
  for (const hole of holes(outside)) kept.add(`<${holeName(hole)}>`);
  if (kind === 'line') for (const [word] of outside.matchAll(/\{[\w.-]+\}/g)) kept.add(word);
  if (kind === 'prose') for (const code of blocksOfCode(text)) kept.add(code);
  return kept;
}

/** Code without backticks: by its indent, or in a fence of tildes within a list. */
function blocksOfCode(text: string): readonly string[] {
  const blocks = readBlocks(makeSource('', text), 0, reportInto([])).flatMap(block =>
    block.kind === 'prose' && !block.spans ? [plain(text.slice(block.spot.offset, block.end))] : [],
  );
  return [...blocks, ...(text.includes('~~~') ? ['~~~'] : [])];
}
