import {clean} from './plain-text.ts';

/** HTML that was made here; everything else is text. */
export interface Markup {
  readonly markup: string;
}

type Part = Markup | string | number | null | readonly Markup[];

/** Escapes whatever is put into it but markup, so that nothing can be forgotten. */
export function html(literal: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  return {markup: literal.map((text, index) => text + written(parts[index] ?? null)).join('')};
}

/** For text that is written here only. */
export function trusted(markup: string): Markup {
  return {markup};
}

function written(part: Part): string {
  if (part === null) return '';
  if (typeof part === 'string' || typeof part === 'number') return escaped(String(part));
  return 'markup' in part ? part.markup : part.map(({markup}) => markup).join('');
}

function escaped(text: string): string {
  return clean(text).replace(/[&<>"']/g, sign => `&#${sign.charCodeAt(0)};`);
}
