import {type Document, isAlias, isScalar, parseDocument, visit} from 'yaml';
import {type Report, type Spot, shift} from '../source.ts';
import {explain} from './explain.ts';

/** Metadata is small; a longer text is a mistake or an attack, unless its reader says how long it may be. */
const MAX_LENGTH = 64 * 1024;
const MAX_DEPTH = 40;

/** A piece of YAML inside a file; offsets of the document count from `spot`. */
export interface YamlText {
  readonly text: string;
  readonly spot: Spot;
  /** Characters that are read at most. */
  readonly most?: number;
}

/** Parses plain YAML 1.2: no tags, anchors, aliases, directives or keys that are not words. */
export function parseYaml({text, spot, most = MAX_LENGTH}: YamlText, report: Report): Document.Parsed | undefined {
  let sound = true;
  const refuse = (offset: number, message: string): void => {
    sound = false;
    report(shift(spot, Math.min(offset, text.length)), message);
  };
  if (text.length > most) {
    refuse(0, `this YAML has ${text.length} characters; at most ${most} are read`);
    return undefined;
  }
  const deep = tooDeep(text);
  if (deep !== undefined) {
    refuse(deep, `YAML may nest at most ${MAX_DEPTH} levels`);
    return undefined;
  }
  const document = parseDocument(text, {prettyErrors: false, logLevel: 'error'});
  const [first] = document.errors;
  if (first !== undefined) {
    const {offset, message} = explain(first, text);
    refuse(offset, `YAML: ${message}`);
  } else if (document.directives.yaml.explicit) refuse(0, 'YAML directives such as %YAML are not allowed here');
  else refuseExtras(document, refuse);
  return sound ? document : undefined;
}

function refuseExtras(document: Document.Parsed, refuse: (offset: number, message: string) => void): void {
  visit(document, {
    Node(key, node) {
      const offset = node.range?.[0] ?? 0;
      if (isAlias(node)) refuse(offset, 'YAML aliases (*name) are not allowed here: write the value out');
      else if (node.anchor !== undefined) refuse(offset, 'YAML anchors (&name) are not allowed here');
      else if (node.tag !== undefined) refuse(offset, `YAML tags (${node.tag}) are not allowed here`);
      else if (key === 'key' && !isScalar(node)) refuse(offset, 'a key must be a word, found a list or a map');
      else return undefined;
      return visit.BREAK;
    },
  });
}

/** Offset where brackets or dashes open more levels than any metadata needs; the parser would recurse into them. */
function tooDeep(text: string): number | undefined {
  let open = 0;
  for (let i = 0; i < text.length; i++) {
    const char = text[i]!;
    if (char === '[' || char === '{') open++;
    else if (char === ']' || char === '}') open = Math.max(0, open - 1);
    if (open > MAX_DEPTH) return i;
  }
  const dashes = text.search(/(?:^|\n)[ \t]*(?:[-?:][ \t]+){40}/);
  return dashes < 0 ? undefined : dashes;
}
