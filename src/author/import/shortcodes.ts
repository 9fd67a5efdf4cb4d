import type {Found} from './blocks.ts';
import {indentOf} from './fences.ts';

const OPEN = /^\s*\{(?:\{[<%]|%)-?\s*([\w-]+)((?:\s+[\w.="'-]+)*)\s*-?(?:[>%]\}|%)\}\s*$/;

/** Code in the tags of a site's generator: `{{< highlight bash >}} … {{< /highlight >}}`, `{% highlight bash %} … {% endhighlight %}`. */
export function shortcodeBlock(lines: readonly string[], start: number): Found | undefined {
  const open = OPEN.exec(lines[start]!);
  if (open === null) return undefined;
  const [, name = '', words = ''] = open;
  const language = languageOf(name, words);
  if (language === undefined) return undefined;
  const closes = new RegExp(`^\\s*\\{(?:\\{[<%]|%)-?\\s*(?:/\\s*|end)${name}\\s*-?(?:[>%]\\}|%)\\}\\s*$`);
  let end = start + 1;
  while (end < lines.length && !closes.test(lines[end]!)) {
    // No tag of code stands in another; and so each line is looked at once.
    if (OPEN.exec(lines[end]!)?.[1] === name) return undefined;
    end++;
  }
  if (end >= lines.length) return undefined;
  const source = lines.slice(start, end + 1);
  return {
    block: {kind: 'code', language, lines: lines.slice(start + 1, end), source, indent: indentOf(lines[start]!)},
    from: start + 1,
    end: end + 1,
  };
}

/** Undefined where the tag is not one of code. */
function languageOf(name: string, words: string): string | undefined {
  const named = /\b(?:lang|language|codelang|type)=["']?([\w-]+)/.exec(words)?.[1];
  if (name === 'output') return name;
  if (name === 'tab') return /\bcodelang=/.test(words) ? named!.toLowerCase() : undefined;
  if (/^(?:bash|sh|shell|console|terminal|commands?|prompt)$/.test(name)) return named ?? 'sh';
  if (named !== undefined && /code|highlight|command|text/i.test(name)) return named.toLowerCase();
  if (!/^(?:highlight|text|code|codeblock|code-block|prism|syntax|raw-code)$/i.test(name)) return undefined;
  return (/^\s*["']?([\w-]+)/.exec(words)?.[1] ?? '').toLowerCase();
}
