import hljs from 'highlight.js/lib/core';
import bash from 'highlight.js/lib/languages/bash';
import json from 'highlight.js/lib/languages/json';
import yaml from 'highlight.js/lib/languages/yaml';
import type {Highlight} from './code.ts';
import {type Line, type Role, type Span, span} from './line.ts';

const ROLES: Readonly<Record<string, Role>> = {
  'hljs-keyword': 'keyword',
  'hljs-built_in': 'keyword',
  'hljs-literal': 'number',
  'hljs-number': 'number',
  'hljs-string': 'string',
  'hljs-attr': 'code',
  'hljs-variable': 'value',
  'hljs-comment': 'faint',
};

/** Long texts are shown without colours: one block must not hold up a frame. */
const MOST = 20_000;

/** A highlighter for shell, JSON and YAML. This file is imported lazily: no first frame waits for it. */
export function createHighlight(): Highlight {
  const engine = hljs.newInstance();
  engine.registerLanguage('bash', bash);
  engine.registerLanguage('json', json);
  engine.registerLanguage('yaml', yaml);
  engine.registerAliases(['sh', 'shell', 'console'], {languageName: 'bash'});
  engine.registerAliases(['yml'], {languageName: 'yaml'});
  return (text, language) => {
    if (text.length > MOST || engine.getLanguage(language) === undefined) return undefined;
    return htmlLines(engine.highlight(text, {language, ignoreIllegals: true}).value);
  };
}

const TAG = /<span class="([^"]*)">|<\/span>/g;

/** highlight.js answers HTML of nested spans with escaped text, and nothing else. */
function htmlLines(html: string): readonly Line[] {
  const lines: Span[][] = [[]];
  const open: (Role | undefined)[] = [];
  const put = (text: string) => {
    for (const [index, part] of unescapeHtml(text).split('\n').entries()) {
      if (index > 0) lines.push([]);
      if (part !== '')
        lines.at(-1)!.push(
          span(
            part,
            open.findLast(role => role !== undefined),
          ),
        );
    }
  };
  let from = 0;
  for (const match of html.matchAll(TAG)) {
    put(html.slice(from, match.index));
    const classes = match[1];
    if (classes === undefined) open.pop();
    else open.push(ROLES[classes.split(' ')[0]!]);
    from = match.index + match[0].length;
  }
  put(html.slice(from));
  return lines;
}

function unescapeHtml(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#x27;', "'")
    .replaceAll('&amp;', '&');
}
