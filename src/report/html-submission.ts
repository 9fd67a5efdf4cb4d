import type {CheckResult, Result} from '../core/result.ts';
import {totalOf} from './explain.ts';
import {checkPart} from './html-check.ts';
import {html, type Markup} from './html-markup.ts';
import {standingWord} from './html-words.ts';
import {amount} from './numbers.ts';
import {countsInWords, whoOf} from './standing.ts';

/** One folded part for each submission; a single one is open. */
export function submissionParts(results: readonly Result[]): readonly Markup[] {
  return results.map((result, index) => submission(result, index + 1, results.length === 1));
}

function submission(result: Result, number: number, single: boolean): Markup {
  const not = countsInWords(result.checks);
  return html`<details class="submission"${single ? html` open` : null}>
<summary><span class="who">${whoOf(result)}</span> <span class="dim">${not === '' ? 'all passed' : not}</span>
<span>${totalOf(result)}</span> ${standingWord(result)}</summary>
<div class="inside" id="submission-${number}">
<dl class="facts">${facts(result)}</dl>
${result.warnings.length === 0 ? null : html`<ul class="notes">${result.warnings.map(each => html`<li>${each}</li>`)}</ul>`}
${parts(result)}
</div>
</details>
`;
}

function facts({submission, score, targets, evidence}: Result): readonly Markup[] {
  const {student, submittedAt, lateSeconds, attempt, standing} = submission;
  const unknown = score.ungradedMax > 0 ? [fact('not graded yet', `${amount(score.ungradedMax)} points`)] : [];
  return [
    ...(student.email === undefined ? [] : [fact('e-mail', student.email)]),
    ...(submittedAt === null ? [] : [fact('submitted', `${submittedAt}${late(lateSeconds)}, attempt ${attempt}`)]),
    ...(standing === undefined ? [] : [fact('counts', `${standing.counts ? 'yes' : 'no'}: ${standing.why}`)]),
    ...unknown,
    ...(score.penalty > 0 ? [fact('taken for being late', `${amount(score.penalty)} points`)] : []),
    ...(score.override === null ? [] : [fact('total set by hand', `by ${score.override.by}: ${score.override.why}`)]),
    ...targets.map(({node, role, reached, engine, error}) => {
      const how = reached ? (engine ?? 'engine unknown') : `not reached: ${error ?? 'no answer'}`;
      return fact(node, role === undefined ? how : `${role}, ${how}`);
    }),
    ...(evidence === null ? [] : [fact('evidence', `sha256:${evidence.sha256}`)]),
  ];
}

function fact(name: string, value: string): Markup {
  return html`<dt>${name}</dt><dd>${value}</dd>`;
}

function late(seconds: number): string {
  if (seconds <= 0) return '';
  const hours = Math.floor(seconds / 3600);
  return hours === 0 ? `, ${Math.ceil(seconds / 60)} minutes late` : `, ${hours} hours late`;
}

/** Grouped as in the suite; a suite without parts has no headings. */
function parts(result: Result): readonly Markup[] {
  const names = [...new Set(result.checks.map(({part}) => part))];
  const title = (part: string | null) =>
    names.length === 1 && part === null ? null : html`<h3>${part ?? 'Others'}</h3>`;
  const of = (part: string | null): readonly CheckResult[] => result.checks.filter(check => check.part === part);
  return names.map(part => html`${title(part)}${of(part).map(check => checkPart(check, result))}`);
}
