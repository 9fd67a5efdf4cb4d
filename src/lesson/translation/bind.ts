import {dirname, join} from 'node:path';
import {suggest} from '../../core/nearest.ts';
import {type Report, shift} from '../../core/source.ts';
import {differencesOf} from './alike.ts';
import {type Entry, wordsOf} from './read-translation.ts';
import {plain, textHash} from './text-hash.ts';
import type {Text} from './texts.ts';

/** How a text of the lesson stands in a translation; only `translated` is shown, else the original is. */
export interface Bound {
  readonly text: Text;
  readonly entry?: Entry;
  readonly state: 'translated' | 'todo' | 'changed' | 'wrong';
  /** Of a translated text: its words, or those of the original where `=` stands. */
  readonly words?: string;
}

export interface Binding {
  readonly bounds: readonly Bound[];
  /** Entries that are for no text of the lesson. */
  readonly strays: readonly Entry[];
}

/** Finds the text that each entry is for, and tells what is wrong with it; `language` is said in what to do about it. */
export function bind(
  texts: readonly Text[],
  entries: readonly Entry[],
  {lesson, language}: {readonly lesson: string; readonly language: string},
  report: Report,
): Binding {
  const {found, strays} = pair(texts, entries, report);
  const names = texts.map(({name}) => name);
  for (const {name, spot} of strays) {
    if (name !== '') report(spot, `@text: ${lesson}.md has no text "${name}"${suggest(name, names)}`);
  }
  const bounds = texts.map((text): Bound => {
    const entry = found.get(text);
    if (entry === undefined) return {text, state: 'todo'};
    if (entry.hash === '') return {text, entry, state: 'wrong'};
    if (entry.hash === textHash(text.text)) return judge(text, entry, report);
    const original = join(dirname(entry.spot.source.file), `${lesson}.md`);
    const {file = original, line} = text.at;
    report(
      entry.spot,
      `${text.name} has changed at ${file}:${line}, so the original is shown: look at the two, then run deepdive translate ${original} ${language} --accept ${text.name}`,
      'warning',
    );
    return {text, entry, state: 'changed'};
  });
  return {bounds, strays};
}

/**
 * By name and hash; then prose that has moved within its step, by its hash; then what has changed, by its name. An entry
 * that is not of the present text by its hash is never taken for it.
 */
function pair(
  texts: readonly Text[],
  entries: readonly Entry[],
  report: Report,
): {readonly found: ReadonlyMap<Text, Entry>; readonly strays: readonly Entry[]} {
  const found = new Map<Text, Entry>();
  const byName = new Map(texts.map(text => [text.name, text]));
  const first = new Map<string, Entry>();
  const single = entries.filter(entry => {
    const before = first.get(entry.name);
    if (before === undefined) first.set(entry.name, entry);
    else if (entry.name !== '') report(entry.spot, `@text ${entry.name} stands here twice`);
    return before === undefined;
  });
  const take = (rest: readonly Entry[], textFor: (entry: Entry) => Text | undefined): readonly Entry[] =>
    rest.filter(entry => {
      const text = textFor(entry);
      if (text === undefined || found.has(text)) return true;
      found.set(text, entry);
      return false;
    });
  const byHash = groupBy(texts, text => `${placeOf(text.name)} ${textHash(text.text)}`);
  const moved = ({name, hash}: Entry) =>
    placeOf(name) === undefined ? undefined : byHash.get(`${placeOf(name)} ${hash}`)?.find(text => !found.has(text));
  const same = take(single, ({name, hash}) => {
    const text = byName.get(name);
    return text !== undefined && textHash(text.text) === hash ? text : undefined;
  });
  return {found, strays: take(take(same, moved), ({name}) => byName.get(name))};
}

/** Of text that is named by counting: the step and what is counted. */
function placeOf(name: string): string | undefined {
  return /^((?:lesson|step\.[^.]+)(?:\.(?:hint|solution|why))?)\.\d+$/.exec(name)?.[1];
}

function groupBy(texts: readonly Text[], key: (text: Text) => string): ReadonlyMap<string, readonly Text[]> {
  const groups = new Map<string, Text[]>();
  for (const text of texts) {
    const group = groups.get(key(text));
    if (group === undefined) groups.set(key(text), [text]);
    else group.push(text);
  }
  return groups;
}

function judge(text: Text, entry: Entry, report: Report): Bound {
  const words = wordsOf(entry, text.kind);
  if (words === undefined) {
    report(entry.spot, `@text ${text.name}: expected one line, as the original is`);
    return {text, entry, state: 'wrong'};
  }
  if (words === '=') return {text, entry, state: 'translated', words: text.text};
  if (words === '' || plain(words) === plain(text.text)) return {text, entry, state: 'todo'};
  const {lacking, added} = differencesOf(text.text, words, text.kind);
  for (const one of added) {
    const at = entry.spot.source.text.indexOf(one, entry.from);
    const spot = at >= 0 && at < entry.end ? shift(entry.spot, at - entry.spot.offset) : entry.spot;
    report(spot, `@text ${text.name}: the original has no ${one}${lacking.length > 0 ? suggest(one, lacking) : ''}`);
  }
  if (added.length === 0) {
    for (const one of lacking) report(entry.spot, `@text ${text.name}: the original has ${one}, and this has not`);
  }
  if (lacking.length + added.length > 0) return {text, entry, state: 'wrong'};
  return {text, entry, state: 'translated', words};
}
