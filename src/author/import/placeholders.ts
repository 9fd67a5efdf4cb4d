import {holeName, holes} from '../../core/template.ts';
import {outsideQuotes} from './quotes.ts';
import {withoutComments} from './shell-line.ts';

/** Names that tutorials use for what the reader has to fill in. */
const MARKED =
  /\{\{[^{}]{1,60}\}\}|\[(?:your|my|insert|replace)[^\][]{1,40}\]|\$\{?(?:YOUR|MY|REPLACE)_\w+\}?|\b(?:YOUR|REPLACE|INSERT|CHANGE)[-_][A-Z][\w-]*\b|(?:^|[\s=/:@"'])[xX]{3,}(?=$|[\s/:"'.])|\b(?:xxx?\.){2,3}xxx?\b|(?<![\\<])<[a-z][^<>|&;\n\\]{0,60}>/gi;

/** What of a command the reader has to fill in: `<container-id>`, `{{name}}`, `$YOUR_X`, `xxxx`. */
export function unfilled(command: string, assigned: ReadonlySet<string> = new Set()): readonly string[] {
  const typed = withoutComments(withoutHere(command));
  // Go templates, and patterns of awk and the shell, are commands as they stand.
  const plain = typed
    .replace(/(?:-f|--format|-o|--template|go-template|jsonpath)[= ]*(?:'[^']*'|"[^"]*"|\S+)/g, '')
    .replace(/\{\{[^{}]*\.[^{}]*\}\}/g, '');
  const found = [...plain.matchAll(MARKED)].map(match => match[0].trim().replace(/^[=/:@"']/, ''));
  const open = found.filter(word => {
    const variable = /^\$\{?(\w+)/.exec(word)?.[1];
    return variable === undefined ? !/^<[a-z]\w*>$/i.test(word) || !isQuotedTag(plain, word) : !assigned.has(variable);
  });
  // Dots that are a word stand for what is left out; Go's `./...` does not.
  if (/(?:^|\s)(?:\.{3}|…)(?=\s|$)/.test(outsideQuotes(plain))) open.push('...');
  return [...new Set(open)];
}

/** `'<p>hello</p>'` is HTML that the command writes. */
function isQuotedTag(command: string, tag: string): boolean {
  return (
    command.includes(`</${tag.slice(1)}`) ||
    /^<(?:!doctype|html|body|head|h\d|p|br|b|i|div|span|a|ul|li|title|script)\b/i.test(tag)
  );
}

/** Variables that a command gives a value. */
export function assignedIn(command: string): readonly string[] {
  return [...command.matchAll(/(?:^|[\s;])([A-Za-z_]\w*)=/g)].map(match => match[1]!);
}

function withoutHere(command: string): string {
  return command.replace(/(<<-?\s*['"\\]?(\w+)['"]?[^\n]*\n)[\s\S]*?\n\2(?=\n|$)/g, '$1');
}

/** Whether the runner reads no placeholder in a text. */
export function noHole(text: string): boolean {
  return holes(text).length === 0;
}

/** A placeholder of the runner as a word that it leaves alone: `<vxlan-id>` is VXLAN-ID. */
export function inCapitals(text: string): string {
  let result = '';
  let from = 0;
  for (const hole of holes(text)) {
    result += text.slice(from, hole.offset) + holeName(hole).toUpperCase();
    from = hole.offset + holeName(hole).length + 2;
  }
  return result + text.slice(from);
}
