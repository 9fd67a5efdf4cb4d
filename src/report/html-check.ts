import type {Json} from '../core/lesson.ts';
import type {CheckResult, Result} from '../core/result.ts';
import type {Witness} from '../core/verdict.ts';
import {pointsOf, reasonOf, shownJson} from './explain.ts';
import {html, type Markup} from './html-markup.ts';
import {packetPath} from './html-path.ts';
import {statusWord} from './html-words.ts';
import {briefly, capped, clean} from './plain-text.ts';

/** One verdict with why; what did not pass is unfolded. */
export function checkPart(check: CheckResult, result: Result): Markup {
  const {status, title, near, witnesses, hints} = check;
  const open = status === 'fail' || status === 'error';
  return html`<details class="check"${open ? html` open` : null}>
<summary>${statusWord(status)} <span class="what">${title}</span> ${marks(check)}<span>${pointsOf(check)}</span></summary>
<div class="inside">
${reason(check, result)}
${expectedAndFound(check, result)}
${packetPath(check, result)}
${rows('What was seen', witnesses, result)}
${rows('What comes close', near, result)}
${hints.length === 0 ? null : html`<h4>Hints</h4><ul>${hints.map(hint => html`<li>${hint}</li>`)}</ul>`}
<p class="dim"><code>${check.id}</code> uses <code>${check.use}</code>, ${TRUST[check.trust]}; ${check.at.file}:${check.at.line}</p>
</div>
</details>
`;
}

const TRUST: Readonly<Record<CheckResult['trust'], string>> = {
  claim: 'the word of nodes about themselves, or of who handed it in',
  corroborated: 'borne out by another node, or by kernel and engine both',
  observed: 'seen from outside',
};

/** What is not as usual: worth nothing, a must, or kept from students. */
function marks({severity, visibility, points}: CheckResult): readonly Markup[] {
  const words = [
    ...(severity === 'scored' ? [] : [severity]),
    ...(visibility === 'visible' ? [] : [visibility.replaceAll('_', ' ')]),
    ...(points.waived ? ['points waived'] : []),
  ];
  return words.map(word => html`<span class="dim">${word}</span> `);
}

/** A long one in a box of its own that scrolls. */
function reason(check: CheckResult, {evidence}: Result): Markup | null {
  const line = reasonOf(check);
  if (line === '') return null;
  if (line.length <= 600) return html`<p>${line}</p>`;
  const all = capped(clean(check.reason ?? line), evidence?.sha256 ?? null);
  return html`<p>${briefly(line, 300)}</p><h4>All of it</h4><pre tabindex="0">${all}</pre>`;
}

function expectedAndFound({expected, actual}: CheckResult, result: Result): Markup | null {
  if (expected === undefined && actual === undefined) return null;
  return html`<div class="pair">${value('Expected', expected, result)}${value('Found', actual, result)}</div>`;
}

function value(title: string, json: Json | undefined, {evidence}: Result): Markup {
  if (json === undefined) return html``;
  return html`<div><h4>${title}</h4><pre tabindex="0">${capped(clean(shownJson(json)), evidence?.sha256 ?? null)}</pre></div>`;
}

function rows(title: string, witnesses: readonly Witness[], {evidence}: Result): Markup | null {
  if (witnesses.length === 0) return null;
  const row = (text: string) => capped(clean(text), evidence?.sha256 ?? null, 4096);
  return html`<h4>${title}</h4><div class="wide" tabindex="0" role="region" aria-label="${title}"><table class="evidence">
<thead><tr><th scope="col">Where</th><th scope="col">Row</th></tr></thead>
<tbody>${witnesses.map(each => html`<tr><td>${each.fact}</td><td><code>${row(each.row)}</code></td></tr>`)}</tbody></table></div>`;
}
