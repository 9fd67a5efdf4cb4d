import type {Found} from '../session/search.ts';
import type {Writer} from './writer.ts';

/** A row for each hit: where it stands as `show` takes it, what it is, and its text. */
export function printHits({hits, isCut}: Found, words: readonly string[], out: Writer): void {
  if (hits.length === 0) out.text(`Nothing that you can see has “${words.join(' ')}” in one line.`);
  for (const {lesson, step, kind, block, text, printed} of hits) {
    const where = printed === undefined ? '' : ` of ${block} on ${printed.node}, line ${printed.line + 1}`;
    out.text(`${lesson}/${step} ${kind}${where}: ${text}`, 0, 2);
  }
  if (isCut) out.text('There is more; another word narrows it.');
}
