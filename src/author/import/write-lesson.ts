import {yamlWord} from '../template/yaml-word.ts';
import type {Part, RunPart} from './part.ts';
import {inCapitals} from './placeholders.ts';
import {escaped, harmless, harmlessTitle} from './prose.ts';

export interface Head {
  readonly id: string;
  readonly title: string;
  readonly minutes: number;
  readonly root: boolean;
  /** The node that commands run on, where the module does not settle that by itself. */
  readonly on?: string;
}

/** How plainly a part is written: as what it is, with nothing special in it, or as code that is only shown. */
export type Plainness = 0 | 1 | 2;

export interface Written {
  readonly text: string;
  /** For each line of the text, counted from 1, the index of its part; −1 for the head. */
  readonly partAt: readonly number[];
}

/** Writes a lesson; each part stands between blank lines. */
export function writeLesson(head: Head, parts: readonly Part[], plainness: (index: number) => Plainness): Written {
  const lines = [...frontMatter(head), ''];
  const partAt = lines.map(() => -1);
  for (const [i, part] of parts.entries()) {
    const own = [...linesOf(part, plainness(i), head), ''];
    for (const line of own) {
      lines.push(line);
      partAt.push(i);
    }
  }
  return {text: `${lines.join('\n').trimEnd()}\n`, partAt: [-1, ...partAt]};
}

function frontMatter({id, title, minutes, root}: Head): readonly string[] {
  return [
    '---',
    `lesson: ${yamlWord(id)}`,
    `title: ${yamlWord(title)}`,
    'version: 1.0.0',
    `minutes: ${minutes}`,
    ...(root ? ['needs: {privilege: root}'] : []),
    '---',
  ];
}

function linesOf(part: Part, plainness: Plainness, head: Head): readonly string[] {
  switch (part.kind) {
    case 'heading':
      return [`${'#'.repeat(part.depth)} ${title(part.text, plainness)}`];
    case 'step':
      return [`## ${title(part.title, plainness)}`, '<!-- @step', `id: ${yamlWord(part.id)}`, '-->'];
    case 'prose': {
      const lines = trimBlank(part.lines);
      return plainness === 2 ? fence('text', lines.join('\n')) : plainness === 1 ? escaped(lines) : harmless(lines);
    }
    case 'code':
      return plainness === 0 && part.source !== undefined ? part.source : fence(part.language, part.text);
    case 'run':
      return plainness === 0 ? runLines(part, head.on) : fence('sh', part.command);
    case 'sample':
      return fence(plainness === 0 ? `text {sample=${part.of}}` : 'text', part.text);
    case 'verify':
      return plainness > 0
        ? []
        : [
            `<!-- @check ${part.id}`,
            `title: ${yamlWord(part.title)}`,
            'use: cmd.output',
            `of: ${part.of}`,
            'with: {contains: verified}',
            '-->',
          ];
  }
}

function title(text: string, plainness: Plainness): string {
  const plain = plainness === 0 ? text : inCapitals(text).replaceAll('<', '&lt;').replaceAll('`', '');
  return harmlessTitle(plainness === 2 ? plain.replace(/[^\p{L}\p{N} .,:-]/gu, ' ') : plain);
}

const SLOW =
  /\b(?:install|upgrade|update|pull|build|clone|run|create|up|init|join|apply|wget|curl|scale|deploy|playbook)\b/;

function runLines(part: RunPart, on: string | undefined): readonly string[] {
  const {id, command, parse, stream, raw, change, exit} = part;
  const words = [`#${id}`, on && `on=${on}`, parse && `parse=${parse}`, stream && 'stream', raw && 'raw'].filter(
    Boolean,
  );
  const described = [
    ...(change.kind === 'none' ? [] : [`mutates: ${yamlWord(change.mutates)}`]),
    ...(change.kind === 'undone' ? [`undo: ${yamlWord(change.undo)}`] : []),
    ...(change.kind === 'unsure' ? ['undo: none, because the import does not know what takes it back'] : []),
    ...(change.kind !== 'none' && SLOW.test(command) ? ['timeout: 5m'] : []),
    ...(exit === undefined ? [] : [`exit: [${exit.join(', ')}]`]),
  ];
  const comment = described.length === 0 ? [] : [`<!-- @run ${id}`, ...described, '-->'];
  return [...fence(`sh {${words.join(' ')}}`, command), ...comment];
}

/** A fence longer than any that its text holds. */
function fence(info: string, text: string): readonly string[] {
  const longest = [...text.matchAll(/`{3,}|~{3,}/g)].reduce((most, match) => Math.max(most, match[0].length), 0);
  const mark = '`'.repeat(longest === 0 ? 3 : longest + 1);
  return [`${mark}${info}`, ...text.split('\n'), mark];
}

function trimBlank(lines: readonly string[]): readonly string[] {
  const from = lines.findIndex(line => line.trim() !== '');
  return from < 0 ? [] : lines.slice(from, lines.findLastIndex(line => line.trim() !== '') + 1);
}
