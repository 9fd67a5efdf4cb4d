import type {Found} from './blocks.ts';

const ENTITIES: Readonly<Record<string, string>> = {lt: '<', gt: '>', amp: '&', quot: '"', apos: "'", nbsp: ' '};

/** `<pre>` at the beginning of a line up to its end tag, as the text that a browser shows. */
export function preBlock(lines: readonly string[], start: number, missing: Set<string>): Found | undefined {
  const open = /^(\s*)(?:<(?:div|figure)(?:\s[^<>]*)?>\s*)?<pre(?:\s[^<>]*)?>/i.exec(lines[start]!);
  if (open === null || missing.has('</pre>')) return undefined;
  const last = lines.findIndex((line, i) => i >= start && /<\/pre>/i.test(line));
  if (last < 0) missing.add('</pre>');
  if (last < 0 || !/<\/pre>\s*(?:<\/\w+>\s*)*$/i.test(lines[last]!)) return undefined;
  const source = lines.slice(start, last + 1);
  const inside = source.map(line =>
    decode(line.replace(/<\/?(?:div|figure|pre|code|b|i|strong|em|span|kbd|samp|var)(?:\s[^<>]*)?>/gi, '')),
  );
  const from = inside[0]!.trim() === '' ? 1 : 0;
  const code = inside.slice(from, inside.at(-1)!.trim() === '' ? -1 : undefined);
  return {
    block: {kind: 'code', language: '', lines: code, source, indent: open[1]!.length},
    from: start + from,
    end: last + 1,
  };
}

function decode(text: string): string {
  return text.replace(/&(?:#(\d{1,6})|(\w{2,6}));/g, (whole, code: string | undefined, name: string | undefined) => {
    if (code !== undefined) return Number(code) < 0x110000 ? String.fromCodePoint(Number(code)) : whole;
    return ENTITIES[name!] ?? whole;
  });
}
