import type {CheckResult, PathHop, Result} from '../core/result.ts';
import {html, type Markup} from './html-markup.ts';
import {briefly, capped, clean} from './plain-text.ts';

const SIGNS: Readonly<Record<PathHop['status'], {readonly sign: string; readonly word: string}>> = {
  ok: {sign: '\u2713', word: 'holds'},
  broken: {sign: '\u2717', word: 'does not hold'},
  unknown: {sign: '?', word: 'not known'},
};

const MOST_SAID = 600;

/** The way of the packet that a check failed by, a line a hop with the rows that decide it. */
export function packetPath({path}: CheckResult, result: Result): Markup | null {
  if (path === undefined || path.length === 0) return null;
  return html`<h4>The way of a packet</h4><ol class="path">${path.map(hop => line(hop, result))}</ol>`;
}

function line({title, node, netns, status, says, rows}: PathHop, {evidence}: Result): Markup {
  const {sign, word} = SIGNS[status];
  const place = netns === 'host' ? node : `${node}, namespace ${netns}`;
  const row = (text: string) => html`<code>${capped(clean(text), evidence?.sha256 ?? null, 1024)}</code>`;
  return html`<li><span class="sign ${status}" aria-hidden="true">${sign}</span>
<p><strong>${title}</strong> <span class="dim">${place}</span>${status === 'ok' ? null : html` <span class="word ${WORD_CLASSES[status]}">${word}</span>`}</p>
<p>${briefly(says, MOST_SAID)}</p>${rows.map(each => row(each.row))}</li>
`;
}

const WORD_CLASSES = {broken: 'fail', unknown: 'error'} as const;
