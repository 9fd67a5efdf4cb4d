/**
 * What keeps a text from being well-formed XML, as far as a drawing uses it: elements that nest and close, quoted
 * attributes that are there once, no bare sign, no reference but the five and numbers. Undefined when nothing does.
 */
export function xmlProblem(text: string): string | undefined {
  if (/[^\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u.test(text))
    return 'a character that XML has no place for';
  const open: string[] = [];
  let roots = 0;
  for (const [token] of text.matchAll(/<[^<>]*>?|[^<]+|</g)) {
    if (!token.startsWith('<')) {
      if (token.includes('>')) return `a bare > in ${token}`;
      if (/&(?!(?:amp|lt|gt|quot|#39);)/.test(token)) return `a bare & in ${token}`;
      continue;
    }
    const end = /^<\/(\w+)>$/.exec(token);
    if (end !== null) {
      if (open.pop() !== end[1]) return `${token} closes nothing`;
      continue;
    }
    const start = /^<(\w+)((?: [\w-]+="[^"<&]*(?:&(?:amp|lt|gt|quot|#39);[^"<&]*)*")*)(\/?)>$/.exec(token);
    if (start === null) return `no element: ${token}`;
    const names = [...start[2]!.matchAll(/ ([\w-]+)="/g)].map(([, name]) => name);
    if (new Set(names).size < names.length) return `an attribute twice: ${token}`;
    if (open.length === 0) roots += 1;
    if (start[3] === '') open.push(start[1]!);
  }
  if (open.length > 0) return `not closed: ${open.join(', ')}`;
  return roots === 1 ? undefined : `${roots} roots`;
}
