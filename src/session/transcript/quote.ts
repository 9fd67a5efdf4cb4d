import {redactText} from '../../cluster/redact.ts';
import {neutralise} from '../../core/neutral.ts';

/** A block of Markdown that shows a text as it is, whatever it holds. */
export function fenced(text: string, language: string): string {
  const body = harmless(text).replace(/\n+$/, '');
  const fence = '`'.repeat(Math.max(3, longestRun(body) + 1));
  return `${fence}${language}\n${body}\n${fence}`;
}

/** The same within a line. */
export function inCode(text: string): string {
  const body = oneLine(text);
  if (body === '') return '(nothing)';
  const mark = '`'.repeat(longestRun(body) + 1);
  const air = body.startsWith('`') || body.endsWith('`') ? ' ' : '';
  return mark + air + body + air + mark;
}

/** Words of the program or of a node, without anything that Markdown or HTML would take for its own. */
export function plainWords(text: string): string {
  return oneLine(text).replace(/[\\`*_[\]<>#|~&]/g, '\\$&');
}

/** A sentence of the lesson: its emphasis stays, HTML does not. */
export function lessonWords(text: string): string {
  return oneLine(text).replaceAll('<', '\\<');
}

function oneLine(text: string): string {
  return harmless(text).trim().replace(/\s+/g, ' ');
}

function longestRun(text: string): number {
  return Math.max(0, ...Array.from(text.matchAll(/`+/g), ([run]) => run.length));
}

/** Without control sequences, and without keys and join tokens, which are kept out of every file. */
function harmless(text: string): string {
  return redactText(neutralise(text));
}
