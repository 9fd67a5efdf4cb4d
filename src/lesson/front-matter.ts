import type {Report, Source} from '../core/source.ts';
import type {YamlText} from '../core/yaml/document.ts';

export interface FrontMatter {
  readonly yaml: YamlText;
  /** Offset of the text behind it. */
  readonly end: number;
}

/** The YAML between two lines `---` at the very beginning. */
export function frontMatter(source: Source, report: Report): FrontMatter | undefined {
  const {text} = source;
  const open = /^---[ \t]*\n/.exec(text);
  if (open === null) {
    report({source, offset: 0}, 'expected front matter: a line "---", then lesson: and title:, then "---"');
    return undefined;
  }
  const from = open[0].length;
  const close = /^---[ \t]*$/gm;
  close.lastIndex = from;
  const match = close.exec(text);
  if (match === null) {
    report({source, offset: 0}, 'this front matter is never closed: expected a line "---"');
    return undefined;
  }
  return {
    yaml: {text: text.slice(from, match.index), spot: {source, offset: from}},
    end: match.index + match[0].length,
  };
}
