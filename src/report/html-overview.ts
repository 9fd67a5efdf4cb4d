import type {Result} from '../core/result.ts';
import {classWarnings} from './class-warnings.ts';
import {totalOf} from './explain.ts';
import {html, type Markup} from './html-markup.ts';
import {standingWord} from './html-words.ts';
import {amount} from './numbers.ts';
import {countsInWords, STANDING_WORDS, STANDINGS, standingOf, whoOf} from './standing.ts';
import {type CheckTally, tallyChecks, worstChecks} from './tally.ts';

/** The class at a glance: how many stand how, which checks hurt most, and who has what. */
export function overview(results: readonly Result[]): Markup {
  return html`<dl class="counts">${counts(results)}</dl>
${warnings(results)}
${checks(worstChecks(tallyChecks(results)))}
<section aria-labelledby="who">
<h2 id="who">Who has what</h2>
<div class="wide" tabindex="0" role="region" aria-labelledby="who"><table>
<thead><tr><th scope="col">Who</th><th scope="col" class="number">Points</th><th scope="col">State</th>
<th scope="col">Did not pass</th></tr></thead>
<tbody>${results.map(row)}</tbody></table></div>
</section>`;
}

function counts(results: readonly Result[]): readonly Markup[] {
  const totals = results.flatMap(({score}) => (score.total === null ? [] : [score.total]));
  const standings = STANDINGS.map(standing => ({
    title: STANDING_WORDS[standing],
    count: results.filter(result => standingOf(result) === standing).length,
  })).filter(({count}) => count > 0);
  return [
    count('submissions', String(results.length)),
    ...standings.map(({title, count: number}) => count(title, String(number))),
    ...(totals.length === 0 ? [] : [count('median of the graded', amount(median(totals)))]),
  ];
}

function count(title: string, value: string): Markup {
  return html`<div><dt>${title}</dt><dd>${value}</dd></div>`;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return (sorted[Math.ceil(middle) - 1]! + sorted[Math.floor(middle)]!) / 2;
}

function warnings(results: readonly Result[]): Markup {
  const all = classWarnings(results);
  return all.length === 0 ? html`` : html`<ul class="notes">${all.map(each => html`<li>${each}</li>`)}</ul>`;
}

function checks(worst: readonly CheckTally[]): Markup {
  if (worst.length === 0) return html`<p>All checks passed everywhere.</p>`;
  const most = Math.max(...worst.map(({lost}) => lost), 1);
  return html`<section aria-labelledby="worst">
<h2 id="worst">Checks that hurt most</h2>
<div class="wide" tabindex="0" role="region" aria-labelledby="worst"><table>
<thead><tr><th scope="col">Check</th><th scope="col" class="number">Failed</th>
<th scope="col" class="number">Not looked at</th><th scope="col" class="number">Points lost</th></tr></thead>
<tbody>${worst.map(tally => checkRow(tally, most))}</tbody></table></div>
</section>`;
}

function checkRow({check, counts, submissions, lost}: CheckTally, most: number): Markup {
  return html`<tr><th scope="row">${check.title}${bar(lost / most)}</th>
<td class="number">${counts.fail} of ${submissions}</td><td class="number">${counts.error + counts.blocked}</td>
<td class="number">${amount(lost)}</td></tr>
`;
}

function row(result: Result, index: number): Markup {
  const {score} = result;
  const share = score.max > 0 ? (score.total ?? score.raw) / score.max : 0;
  return html`<tr><th scope="row"><a href="#submission-${index + 1}">${whoOf(result)}</a></th>
<td class="number">${totalOf(result)}${bar(share)}</td><td>${standingWord(result)}</td>
<td>${countsInWords(result.checks)}</td></tr>
`;
}

/** Says nothing that the number beside it does not. */
function bar(share: number): Markup {
  const width = Math.round(100 * Math.min(1, Math.max(0, share)));
  return html`<span class="bar" aria-hidden="true"><i style="width:${width}%"></i></span>`;
}
