import type {Run} from '../core/lesson.ts';
import type {ProgressEvent, Value} from '../core/progress.ts';
import {holes} from '../core/template.ts';

/** One time that a mutating command ended well, with the values that its undo may need. */
export interface Undoable {
  /** `lesson/run`. */
  readonly run: string;
  readonly node: string;
  /** The values there were when it ran. */
  readonly before: readonly Value[];
  /** What it captured itself. */
  readonly own: readonly Value[];
  /** The values there were when it was run again; null as long as it was not. */
  readonly after: readonly Value[] | null;
}

type Ran = Extract<ProgressEvent, {kind: 'ran'}>;

/** With a run that has changed something; the same run before it is over as far as new values go. */
export function withRun(all: readonly Undoable[], ran: Ran, values: readonly Value[]): readonly Undoable[] {
  if (ran.mutates === undefined || !ran.ok) return all;
  const {run, node} = ran;
  const isAgain = (one: Undoable): boolean => one.after === null && one.run === run && one.node === node;
  return [
    ...all.map(one => (isAgain(one) ? {...one, after: values} : one)),
    {run, node, before: values, own: [], after: null},
  ];
}

/** With values where a run that has changed something captured them. */
export function withCaptured(all: readonly Undoable[], values: readonly Value[]): readonly Undoable[] {
  return values.reduce((done, value) => {
    const index = done.findLastIndex(({run, node}) => run === value.from && (value.node ?? node) === node);
    const one = done[index];
    return one === undefined ? done : done.with(index, {...one, own: [...others(one.own, [value]), value]});
  }, all);
}

/**
 * The values that the undo of one run is filled with, so that it takes back what that run has made, whatever was captured
 * since: what it captured itself; what its line was filled with; of all else what was seen last before it was run again.
 */
export function valuesFor(
  {before, own, after}: Undoable,
  {line}: Pick<Run, 'line'>,
  now: readonly Value[],
): readonly Value[] {
  const named = new Set(holes(line).flatMap(({name, node}) => (node === undefined ? [name] : [name, node])));
  const used = before.filter(({name}) => named.has(name));
  const names = new Set(used.map(({name}) => name));
  const seen = (after ?? now).filter(({name}) => !names.has(name));
  return [...others([...used, ...seen], own), ...own];
}

function others(values: readonly Value[], than: readonly Value[]): readonly Value[] {
  return values.filter(({name, node}) => !than.some(one => one.name === name && one.node === node));
}
