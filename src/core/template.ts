/** A text with placeholders `<name>` or `<name@node>`, taken apart. */
export type Part = {readonly kind: 'text'; readonly text: string} | Hole;

export interface Hole {
  readonly kind: 'hole';
  readonly name: string;
  /** A node id, a role, or the name of a captured node. */
  readonly node?: string;
  /** Offset of the `<` in the text. */
  readonly offset: number;
}

// Linear: each quantifier is bounded by a character that the class before it excludes.
const HOLE = /<([a-z][\w.-]*)(?:@([a-z][\w-]*))?>/gi;

export function parseTemplate(text: string): readonly Part[] {
  const parts: Part[] = [];
  let from = 0;
  for (const match of text.matchAll(HOLE)) {
    if (match.index > from) parts.push({kind: 'text', text: text.slice(from, match.index)});
    const [whole, name, node] = match;
    parts.push({kind: 'hole', name: name!, ...(node !== undefined && {node}), offset: match.index});
    from = match.index + whole.length;
  }
  if (from < text.length) parts.push({kind: 'text', text: text.slice(from)});
  return parts;
}

export function holes(text: string): readonly Hole[] {
  return parseTemplate(text).filter(part => part.kind === 'hole');
}

/** `name@node` or `name`, as a person writes it between the angle brackets. */
export function holeName(hole: Hole): string {
  return hole.node === undefined ? hole.name : `${hole.name}@${hole.node}`;
}
