/** One word of `{#id on=… stream}` and where it stands in the info string. */
export interface Attribute {
  readonly key: string;
  /** Absent for flags. */
  readonly value?: string;
  readonly offset: number;
  readonly valueOffset: number;
}

export interface InfoString {
  readonly language: string;
  /** Undefined for a fence that is not the runner's: no braces, or braces of another tool (`{1,3}`). */
  readonly attributes?: readonly Attribute[];
  /** Offset of the `{`. */
  readonly braces: number;
  /** Whether a `{` is never closed. */
  readonly open: boolean;
}

/** Takes `sh {#id on=manager}` apart; `#id` becomes the key `#`. */
export function parseInfoString(info: string): InfoString {
  const brace = info.indexOf('{');
  const language = (brace < 0 ? info : info.slice(0, brace)).trim().split(/\s/, 1)[0] ?? '';
  if (brace < 0) return {language, braces: info.length, open: false};
  const inside = info.slice(brace + 1).trimEnd();
  const open = !inside.endsWith('}');
  const body = open ? inside : inside.slice(0, -1);
  if (!/(?:^|\s)(?:#|[a-z]+=)/i.test(body)) return {language, braces: brace, open: false};
  const attributes = [...body.matchAll(/\S+/g)].map(match => attribute(match[0], brace + 1 + match.index));
  return {language, attributes, braces: brace, open};
}

function attribute(word: string, offset: number): Attribute {
  if (word.startsWith('#')) return {key: '#', value: word.slice(1), offset, valueOffset: offset + 1};
  const equals = word.indexOf('=');
  if (equals < 0) return {key: word, offset, valueOffset: offset};
  return {key: word.slice(0, equals), value: word.slice(equals + 1), offset, valueOffset: offset + equals + 1};
}
