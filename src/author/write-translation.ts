import type {Lesson} from '../core/lesson.ts';
import {hasErrors, type Problem} from '../core/problem.ts';
import {makeSource, reportInto} from '../core/source.ts';
import {type Bound, bind} from '../lesson/translation/bind.ts';
import {type Entry, readTranslation} from '../lesson/translation/read-translation.ts';
import {textHash} from '../lesson/translation/text-hash.ts';
import {type Text, textsOf} from '../lesson/translation/texts.ts';

export interface Wishes {
  readonly file: string;
  readonly language: string;
  /** Names of texts that were looked at after a change, or the beginnings of such: `step.fdb`. */
  readonly accept: readonly string[];
}

export type Written =
  | {
      readonly kind: 'written';
      readonly text: string;
      readonly bounds: readonly Bound[];
      /** Texts whose hash was renewed. */
      readonly accepted: readonly string[];
      /** Of `accept`: what is no name of a changed text, nor the beginning of one. */
      readonly unknown: readonly string[];
    }
  /** The file holds what a rewriting would lose. */
  | {readonly kind: 'refused'; readonly problems: readonly Problem[]};

/**
 * The text of a translation with every text of the lesson in its order: what is there keeps its words, what is new has
 * those of the original. What no text of the lesson is for stays at the end, for a person to throw away.
 */
export function writeTranslation(lesson: Lesson, before: string, {file, language, accept}: Wishes): Written {
  const problems: Problem[] = [];
  const source = makeSource(file, before);
  const entries = readTranslation(source, lesson.id, reportInto(problems));
  if (hasErrors(problems)) return {kind: 'refused', problems};
  const {bounds, strays} = bind(textsOf(lesson), entries, {lesson: lesson.id, language}, reportInto([]));
  const isMeant = (wish: string, {text: {name}, state}: Bound) =>
    state === 'changed' && (wish === 'all' || name === wish || name.startsWith(`${wish}.`));
  const isAccepted = (bound: Bound) => accept.some(wish => isMeant(wish, bound));
  const kept = new Set([...bounds.flatMap(({entry}) => entry ?? []), ...strays]);
  // A name that stands twice is told by the linter; the second stays where a person can look at it.
  const rest = entries.filter(entry => strays.includes(entry) || !kept.has(entry));
  const behind = ({from, end}: Entry) => source.text.slice(from, end).trim();
  const pieces = [
    source.text.slice(0, entries[0]?.begin ?? source.text.length).trim(),
    ...bounds.map(bound => {
      const {text, entry} = bound;
      if (entry === undefined) return `${mark(text.name, textHash(text.text))}\n${skeleton(text)}`;
      const hash = isAccepted(bound) ? textHash(text.text) : entry.hash;
      return `${mark(text.name, hash)}\n${behind(entry)}`;
    }),
    ...rest.map(entry => `${mark(entry.name, entry.hash)}\n${behind(entry)}`),
  ];
  return {
    kind: 'written',
    text: `${pieces.filter(piece => piece !== '').join('\n\n')}\n`,
    bounds,
    accepted: bounds.filter(isAccepted).map(({text}) => text.name),
    unknown: accept.filter(wish => !bounds.some(bound => isMeant(wish, bound))),
  };
}

function mark(name: string, hash: string): string {
  return `<!-- @text ${name} ${hash} -->`;
}

/** Titles as headings, so that the file reads as what it is. */
function skeleton({name, kind, text}: Text): string {
  const depth = name === 'lesson.title' ? '# ' : /^step\.[^.]+\.title$/.test(name) ? '## ' : '';
  return kind === 'title' ? `${depth}${text}` : text;
}
