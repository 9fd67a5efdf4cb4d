import type {Result} from '../core/result.ts';
import {forAudience} from './audience.ts';
import {type Markup, html as markup, trusted} from './html-markup.ts';
import {overview} from './html-overview.ts';
import {STYLE} from './html-style.ts';
import {submissionParts} from './html-submission.ts';
import type {ReportOptions} from './options.ts';
import {clean} from './plain-text.ts';

/**
 * One file without a script: the class at a glance, and each submission with all that is known of its verdicts. What goes
 * to students holds no overview, which would tell of the others.
 */
export function html(all: readonly Result[], {audience = 'staff'}: ReportOptions = {}): string {
  const results = forAudience(all, audience);
  const title = [...new Set(results.map(({suite}) => clean(suite.title)))].join(', ') || 'Nothing was graded';
  const whole = results.length > 1 && audience === 'staff';
  const page = markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
<style>${trusted(STYLE)}</style>
</head>
<body>
${whole ? trusted('<a class="skip" href="#submissions">To the submissions</a>\n') : null}<header>
<h1>${title}</h1>
${origin(results)}
</header>
<main>
${whole ? overview(results) : null}
${audience === 'student' ? markup`<p class="dim">Checks that are not shown here are not in these points.</p>` : null}
<section aria-labelledby="submissions">
<h2 id="submissions">${results.length === 1 ? 'Submission' : 'Submissions'}</h2>
${submissionParts(results)}
</section>
</main>
</body>
</html>
`;
  return page.markup;
}

function origin(results: readonly Result[]): Markup {
  const [first] = results;
  if (first === undefined) return markup`<p class="dim">There are no submissions.</p>`;
  const {suite, finishedAt, tool, mode} = first;
  const last =
    results
      .map(result => result.finishedAt)
      .toSorted()
      .at(-1) ?? finishedAt;
  const how = {live: 'on the machines themselves', recording: 'from a recording', regrade: 'again, from kept evidence'};
  return markup`<p class="dim">${suite.id} ${suite.version}, graded ${how[mode]} until ${time(last)} by ${tool.name} ${tool.version}</p>`;
}

/** `2026-11-23 10:12 UTC`. */
function time(rfc3339: string): Markup {
  const shown = rfc3339.replace(/^(\d{4}-\d\d-\d\d)T(\d\d:\d\d).*Z$/, '$1 $2 UTC');
  return markup`<time datetime="${rfc3339}">${shown}</time>`;
}
