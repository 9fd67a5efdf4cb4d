import type {CaptureType} from '../core/lesson.ts';
import type {ProgressEvent, Value} from '../core/progress.ts';
import {byKind, either, flag, list, number, object, oneOf, type Shape, text, textWhere} from '../core/shape.ts';
import type {Status, Witness} from '../core/verdict.ts';

const TYPES: Readonly<Record<CaptureType, true>> = {
  node: true,
  iface: true,
  mac: true,
  ipv4: true,
  cidr: true,
  netns: true,
  container: true,
  'network-id': true,
  hex: true,
  int: true,
  port: true,
  word: true,
};
const STATUSES: Readonly<Record<Status, true>> = {pass: true, fail: true, wait: true, error: true, old: true};

const words = text();
const base = {kind: words, at: number};

type Of<Kind extends ProgressEvent['kind']> = Extract<ProgressEvent, {kind: Kind}>;

const value = object<Value>({
  name: words,
  node: either(words, oneOf(null)),
  type: oneOf(...Object.keys(TYPES)),
  value: words,
  from: words,
  at: number,
});

// A file name and nothing else: it is joined to the outputs folder.
const fileName = textWhere('a file name', name => /^[\w.-]*$/.test(name));

const kinds: Readonly<Record<ProgressEvent['kind'], Shape>> = {
  opened: object<Of<'opened'>>({...base, module: words, hash: words, cluster: words, instance: words}),
  moved: object<Of<'moved'>>({...base, lesson: words, step: words}),
  ran: object<Of<'ran'>>(
    {...base, run: words, node: words, line: words, edited: flag, ok: flag, end: words, output: fileName},
    {mutates: words},
  ),
  captured: object<Of<'captured'>>({...base, values: list(value)}),
  judged: object<Of<'judged'>>(
    {...base, check: words, status: oneOf(...Object.keys(STATUSES)), reason: words, points: number},
    {witnesses: list(object<Witness>({fact: words, row: words}))},
  ),
  answered: object<Of<'answered'>>({...base, quiz: words, text: words, right: flag, points: number}),
  hinted: object<Of<'hinted'>>({...base, step: words, hint: number}),
  'solution-shown': object<Of<'solution-shown'>>({...base, step: words}),
  passed: object<Of<'passed'>>({...base, step: words, hash: words, assisted: flag}),
  undone: object<Of<'undone'>>({...base, step: words, runs: list(words), checks: list(words)}),
};
const event = byKind(kinds);

/** One line of the progress journal, or undefined when it is none (the file is the student's and may be damaged). */
export function readProgressEvent(value: unknown): ProgressEvent | undefined {
  return event(value) === undefined ? (value as ProgressEvent) : undefined;
}
