import type {Json} from '../../core/lesson.ts';
import {type Report, type Spot, shift} from '../../core/source.ts';
import {holeName, holes} from '../../core/template.ts';
import type {Locator, Path} from '../../core/yaml/locate.ts';
import {codeSpans} from '../code-spans.ts';
import {type Purpose, type RunDraft, type Scope, stringsIn, type Use} from './draft.ts';

interface Context {
  readonly scope: Scope;
  readonly purpose: Purpose;
  readonly run?: RunDraft;
}

/** Placeholders of a text whose offsets the function places in its file. */
export function usesInText(text: string, at: (offset: number) => Spot, context: Context): readonly Use[] {
  return holes(text).map(hole => ({hole, spot: at(hole.offset), ...context}));
}

/** Placeholders in all strings of a YAML value. */
export function usesInYaml(value: Json | undefined, path: Path, where: Locator, context: Context): readonly Use[] {
  return [...stringsIn(value, path)].flatMap(({path: at, text}) => {
    const seen = new Map<string, number>();
    return holes(text).map(hole => {
      const written = `<${holeName(hole)}>`;
      const nth = seen.get(written) ?? 0;
      seen.set(written, nth + 1);
      return {hole, spot: where.text(at, written, nth), ...context};
    });
  });
}

/** Placeholders in the code spans of prose: elsewhere `<name>` is HTML, and a reader on GitHub would not see it. */
export function usesInProse(markdown: string, spot: Spot, scope: Scope): readonly Use[] {
  return codeSpans(markdown).flatMap(([start, end]) =>
    holes(markdown.slice(start, end)).map(hole => ({
      hole,
      spot: shift(spot, start + hole.offset),
      scope,
      purpose: 'text' as const,
    })),
  );
}

/** Placeholders that prose shows outside backticks, given the names that are declared. */
export function reportBareHoles(
  markdown: string,
  spot: Spot,
  declared: (name: string) => boolean,
  report: Report,
): void {
  const spans = codeSpans(markdown);
  let next = 0;
  for (const hole of holes(markdown)) {
    while (next < spans.length && spans[next]![1] <= hole.offset) next++;
    const inside = next < spans.length && spans[next]![0] <= hole.offset;
    if (inside || !declared(hole.name)) continue;
    const name = holeName(hole);
    report(
      shift(spot, hole.offset),
      `<${name}> stands outside backticks, where Markdown drops it: write \`<${name}>\``,
    );
  }
}
