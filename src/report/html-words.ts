import type {CheckStatus, Result} from '../core/result.ts';
import {html, type Markup} from './html-markup.ts';
import {STANDING_WORDS, STATUS_WORDS, standingOf} from './standing.ts';

/** A word with its colour; the word alone says it. */
export function statusWord(status: CheckStatus): Markup {
  return html`<span class="word ${status}">${STATUS_WORDS[status]}</span>`;
}

export function standingWord(result: Result): Markup {
  const standing = standingOf(result);
  return html`<span class="word ${standing}">${STANDING_WORDS[standing]}</span>`;
}
