import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';

/** A word of the format in an authored file: what a machine reads, not what people read. */
export interface Site {
  readonly file: string;
  readonly offset: number;
  readonly word: string;
}

/** Values that name something: a kind, a node, an id, a thing of the cluster. What a row has is a text of an output. */
const NAMING =
  'use|type|of|after|parse|on|choose|severity|per|visibility|network|service|node|from|dependsOn|against|lesson|lessons';
const VALUE = new RegExp(
  String.raw`(?<=[\s{,](?:${NAMING}): *(?:\[(?:[\w.-]+, *)*)?)[a-z][\w.-]{2,}(?=[@,}\]\s])`,
  'gi',
);
const KEY = /(?<=^\s*-?\s*|[{,]\s*)[a-z][\w-]{2,}(?=:(?:\s|$))/gim;
/** What is written for people, to the end of its line; and what a sample or an output shows. */
const PROSE = /\b(?:title|goal|say|hints|summary|already|why|rubric|wrong|undo|sample|equals|answer|line)\b: .*/g;

export function sitesIn(folder: string): readonly Site[] {
  return readdirSync(folder)
    .filter(name => /\.(?:md|yaml)$/.test(name))
    .sort()
    .flatMap(file => {
      const text = readFileSync(join(folder, file), 'utf8');
      return (file.endsWith('.yaml') ? inYaml(text, 0) : inLesson(text)).map(site => ({file, ...site}));
    });
}

type Place = Omit<Site, 'file'>;

function inLesson(text: string): readonly Place[] {
  const front = /^---\n([\s\S]*?)\n---/.exec(text)?.[1] ?? '';
  const comments = [...text.matchAll(/<!-- @(\w+)([^\n]*)\n?([\s\S]*?)-->/g)].flatMap(
    ({0: all, 1: kind = '', index}) => [{offset: index + '<!-- @'.length, word: kind}, ...inYaml(all, index)],
  );
  const fences = [...text.matchAll(/^```\w+ \{(.*)\}$/gm)].flatMap(({0: all, index}) => [
    ...words(/[a-z]+(?==)/g, all, index),
    ...words(/(?<=(?:on|parse|sample|solves)=(?:[\w.-]+,)*)[\w.-]{3,}/g, all, index),
  ]);
  const holes = [...text.matchAll(/<[a-z][\w.-]{2,}(?:@[\w-]+)?>/g)]
    .filter(([hole]) => !/^<(?:details|summary)>/.test(hole))
    .flatMap(({0: all, index}) => words(/(?<=^<)[\w.-]+/g, all, index));
  return [...inYaml(front, 4), ...comments, ...fences, ...holes];
}

function inYaml(text: string, start: number): readonly Place[] {
  // As long as it was, so that places stay.
  const read = text.replace(PROSE, prose => {
    const key = prose.indexOf(':') + 1;
    return prose.slice(0, key) + ' '.repeat(prose.length - key);
  });
  return [...words(KEY, read, start), ...words(VALUE, read, start)];
}

function words(pattern: RegExp, text: string, start: number): readonly Place[] {
  return [...text.matchAll(pattern)].map(({0: word, index}) => ({offset: start + index, word}));
}

/** One slip of a hand: a letter lost, doubled, changed for its neighbour's, or for another. */
export function misspelt(word: string, random: () => number): string {
  const at = Math.floor(random() * word.length);
  const [before, letter, after] = [word.slice(0, at), word[at]!, word.slice(at + 1)];
  const slips = [
    before + after,
    before + letter + letter + after,
    before + after.slice(0, 1) + letter + after.slice(1),
    `${before}${'aeiourstn'[Math.floor(random() * 9)]}${after}`,
  ];
  const slip = slips[Math.floor(random() * slips.length)]!;
  return slip === word ? misspelt(word, random) : slip;
}
