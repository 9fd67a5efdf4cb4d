import type {Json} from '../../core/lesson.ts';
import {neutralise} from '../../core/neutral.ts';

const DEEPEST = 60;
const MOST_VALUES = 2_000_000;

/**
 * What code of a module gave, as data of ours: no code of its own comes along, no text can act on a terminal, and there
 * is an end to it. Throws a sentence when it is no such data.
 */
export function plainJson(value: unknown): Json {
  let left = MOST_VALUES;
  const copy = (one: unknown, depth: number): Json => {
    if (--left < 0 || depth > DEEPEST) throw new Error('the data has no end, or too much in it');
    if (typeof one === 'string') return neutralise(one);
    if (one === null || typeof one === 'boolean') return one;
    if (typeof one === 'number') {
      if (Number.isFinite(one)) return one;
      throw new Error(`${one} is no number that JSON has`);
    }
    if (Array.isArray(one)) return Array.from(one, each => copy(each, depth + 1));
    if (typeof one !== 'object') throw new Error(`expected data as JSON has it, found a value of type ${typeof one}`);
    const entries = Object.entries(one).flatMap(([key, each]): readonly [string, Json][] =>
      each === undefined ? [] : [[neutralise(key), copy(each, depth + 1)]],
    );
    return Object.fromEntries(entries);
  };
  return copy(value, 0);
}

/** A copy that nobody can change: evidence is shared with other assertions. */
export function frozenCopy<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return Object.freeze(value.map(frozenCopy)) as T;
  return Object.freeze(Object.fromEntries(Object.entries(value).map(([key, one]) => [key, frozenCopy(one)]))) as T;
}
