import * as z from 'zod';
import type {UnknownCause} from '../../core/facts.ts';
import type {Json} from '../../core/lesson.ts';
import type {Verdict, Witness} from '../../core/verdict.ts';
import {plainJson} from './plain.ts';

const CAUSES = [
  'unreachable',
  'missing-fact',
  'parse',
  'timeout',
  'skew',
  'ambiguous',
  'unsupported',
] as const satisfies readonly UnknownCause[];
const words = z.string().regex(/\S/, 'expected some text');
const witness = z.strictObject({fact: words, row: words});
const json = z.custom<Json>(() => true).default(null);

const verdict = z.discriminatedUnion('ok', [
  z.strictObject({ok: z.literal(true), witnesses: z.array(witness).min(1, 'a pass without a witness'), summary: words}),
  z.strictObject({
    ok: z.literal(false),
    code: words,
    reason: words,
    expected: json,
    actual: json,
    near: z.array(witness).default([]),
    fraction: z.number().min(0).lt(1).optional(),
    words: z.record(z.string(), z.string()).optional(),
  }),
  z.strictObject({ok: z.literal(null), cause: z.enum(CAUSES), detail: words}),
]);

/** What an assertion was shown. */
export interface Shown {
  /** What a witness may name. */
  readonly keys: ReadonlySet<string>;
  readonly what: 'output that it was given' | 'fact that it looked at';
}

/**
 * A verdict of code that nobody has checked. Throws a sentence when it is none: above all when it is a pass that names no
 * row which was seen.
 */
export function readVerdict(given: unknown, evidence: Shown): Verdict {
  const read = verdict.safeParse(plainJson(given ?? null));
  if (!read.success) {
    const [first] = read.error.issues;
    throw new Error(`it gave no verdict: ${[...(first?.path ?? []), first?.message].join(': ')}`);
  }
  const {data} = read;
  if (data.ok === true) {
    const [first, ...rest] = data.witnesses;
    for (const each of data.witnesses) demandSeen(each, evidence);
    return {...data, witnesses: [first!, ...rest]};
  }
  if (data.ok === null) return data;
  const {fraction, words: said, ...fail} = data;
  return {...fail, ...(fraction !== undefined && {fraction}), ...(said && {words: said})};
}

/** A witness is of the evidence that was looked at. */
function demandSeen({fact}: Witness, {keys, what}: Shown): void {
  if (!keys.has(fact)) throw new Error(`it passes by "${fact}", which is no ${what}`);
}
