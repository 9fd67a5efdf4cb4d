import {suggest} from '../core/nearest.ts';
import {position, type Report, type Spot, shift} from '../core/source.ts';
import type {YamlText} from '../core/yaml/document.ts';

export const KINDS = [
  'step',
  'run',
  'check',
  'task',
  'quiz',
  'notes',
  'when',
  'end',
  'hint',
  'solution',
  'why',
  'include',
  'cleanup',
  'text',
] as const;

export type CommentKind = (typeof KINDS)[number];

/** `<!-- @kind argument` and the YAML after it. */
export interface Comment {
  readonly kind: CommentKind;
  /** The word after the kind: an id, a target or a path. */
  readonly argument?: string;
  readonly argumentSpot: Spot;
  readonly yaml: YamlText;
  /** Whether another comment begins within it: its own end is missing. */
  readonly unclosed: boolean;
}

/**
 * Reads a whole `<!-- … -->`. Undefined for an ordinary comment, which belongs to the text's authors; one that begins
 * with `@` is the runner's, so an unknown kind is an error.
 */
export function parseComment(text: string, spot: Spot, report: Report): Comment | undefined {
  const head = /^<!--\s*@([\w-]*)[ \t]*/.exec(text);
  if (head === null) return undefined;
  const kind = KINDS.find(one => one === head[1]);
  if (kind === undefined) {
    report(shift(spot, text.indexOf('@')), `unknown comment "@${head[1]}"${suggest(head[1]!, KINDS)}`);
    return undefined;
  }
  const inner = text.slice(0, -'-->'.length);
  const from = head[0].length;
  const argument = /^[^\s{}[\]:"'-][^\s{}[\]:"']*(?=\s|$)/.exec(inner.slice(from))?.[0];
  const yamlFrom = from + (argument?.length ?? 0);
  const next = text.indexOf('<!--', from);
  if (next >= 0) {
    const {line} = position(shift(spot, next));
    report(spot, `this comment is not closed: the next one begins on line ${line}`);
  }
  return {
    kind,
    unclosed: next >= 0,
    ...(argument !== undefined && {argument}),
    argumentSpot: shift(spot, from),
    yaml: {text: inner.slice(yamlFrom), spot: shift(spot, yamlFrom)},
  };
}
