import {createHash} from 'node:crypto';
import type {OutputEvidence} from '../../assertions/assertion.ts';
import type {Json} from '../core/lesson.ts';
import {shellQuote} from '../core/shell-quote.ts';
import {parseTemplate} from '../core/template.ts';

/** What is done to a cluster before it is looked at, with values that no student can know beforehand. */
export interface Challenge {
  readonly picks: readonly Pick[];
  readonly runs: readonly ChallengeRun[];
  /** How long the consequences may take. */
  readonly withinMs: number;
}

/** A value that is drawn for each submission. */
export type Pick = {readonly name: string} & (
  | {readonly kind: 'name'; readonly prefix: string}
  | {readonly kind: 'int' | 'port'; readonly from: number; readonly to: number}
  | {readonly kind: 'word'; readonly of: readonly string[]}
);

export interface ChallengeRun {
  readonly id: string;
  /** A node, `all`, `manager` or `worker`: of a role the first. */
  readonly on: string;
  /** With `<name>` for the values. */
  readonly command: string;
  readonly undo: string | null;
  readonly timeoutMs: number;
  /** Exit codes that count as done; of a run that a check judges any. */
  readonly exit: readonly number[];
  readonly parse: string | null;
}

export type Values = ReadonlyMap<string, string>;

/** What came of a challenge, as far as checks see it. */
export interface ChallengeSeen {
  readonly values: Values;
  readonly outputs: readonly OutputEvidence[];
  /** Why it could not be carried out; null when it was. */
  readonly problem: string | null;
}

const LETTERS = 'abcdefghijklmnopqrstuvwxyz0123456789';
const DRAWN = 6;

/** The values for one submission: the same for the same seed, whenever and wherever. */
export function drawValues({picks}: Challenge, seed: string, submission: string): Values {
  return new Map(picks.map(pick => [pick.name, draw(pick, bytesFor(seed, submission, pick.name))]));
}

function bytesFor(...words: readonly string[]): Uint8Array {
  return createHash('sha256').update(JSON.stringify(words)).digest();
}

function draw(pick: Pick, bytes: Uint8Array): string {
  if (pick.kind === 'name')
    return `${pick.prefix}-${[...bytes.subarray(0, DRAWN)].map(byte => LETTERS[byte % LETTERS.length]).join('')}`;
  // 48 bits, so that no value of a range is drawn noticeably more often.
  const number = Buffer.from(bytes).readUIntBE(0, 6);
  if (pick.kind === 'word') return pick.of[number % pick.of.length]!;
  return String(pick.from + (number % (pick.to - pick.from + 1)));
}

/** A command with its values, each one shell word. */
export function fillCommand(command: string, values: Values): string {
  return fill(command, value => shellQuote(value), values);
}

/** Arguments with their values; what has none stays as it was written. */
export function fillArguments(value: Json, values: Values): Json {
  if (typeof value === 'string') return fill(value, one => one, values);
  if (Array.isArray(value)) return value.map(one => fillArguments(one, values));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, fillArguments(one, values)]));
}

function fill(text: string, word: (value: string) => string, values: Values): string {
  return parseTemplate(text)
    .map(part => {
      if (part.kind === 'text') return part.text;
      const value = part.node === undefined ? values.get(part.name) : undefined;
      return value === undefined ? written(part) : word(value);
    })
    .join('');
}

function written({name, node}: {readonly name: string; readonly node?: string}): string {
  return node === undefined ? `<${name}>` : `<${name}@${node}>`;
}

/** Names of the values that arguments are to be filled with. */
export function namesIn(value: Json): readonly string[] {
  if (typeof value === 'string')
    return parseTemplate(value).flatMap(part => (part.kind === 'hole' ? [written(part).slice(1, -1)] : []));
  if (value === null || typeof value !== 'object') return [];
  return Object.values(value).flatMap(one => namesIn(one as Json));
}
