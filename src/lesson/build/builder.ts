import type {Hidden, Item, Module, Variant} from '../../core/lesson.ts';
import type {Report, Source, Spot} from '../../core/source.ts';
import type {Known} from '../known.ts';
import type {Arm, Draft, Mutable, Scope, StepDraft} from './draft.ts';

export interface BuildContext {
  readonly lessonFile: string;
  readonly nodes: Module['nodes'];
  readonly images: Module['images'];
  readonly known: Known;
  readonly report: Report;
}

/** Something that was opened and whose end is still to come. */
type Frame =
  | {readonly kind: 'arm'; readonly items: Item[]; readonly spot: Spot; readonly arm: Arm; readonly variants: Variant[]}
  | {readonly kind: 'hidden'; readonly items: Item[]; readonly spot: Spot; readonly hidden: Mutable<Hidden>}
  /** `<details>` without a runner comment: its content stays where it is. */
  | {readonly kind: 'plain'; readonly items: Item[]; readonly spot: Spot};

interface OpenProse {
  readonly item: Mutable<Extract<Item, {kind: 'prose'}>>;
  readonly source: Source;
  readonly start: number;
  end: number;
}

/** The state of one pass over the blocks of a lesson. */
export interface Builder {
  readonly context: BuildContext;
  readonly draft: Draft;
  readonly frames: Frame[];
  order: number;
  step: StepDraft | undefined;
  /** The `###` heading that a task without a title is called after. */
  heading: string;
  /** The prose item that text right behind it continues. */
  prose: OpenProse | undefined;
  /** Text of the current step, for its hash. */
  readonly stepText: string[];
}

export function scopeNow({draft, frames, order}: Builder): Scope {
  return {
    step: draft.steps.length - 1,
    order,
    arms: frames.flatMap(frame => (frame.kind === 'arm' ? [frame.arm] : [])),
  };
}

export function push(builder: Builder, item: Item): void {
  builder.prose = undefined;
  itemsNow(builder).push(item);
}

export function itemsNow({frames, step, draft}: Builder): Item[] {
  return frames.at(-1)?.items ?? step?.items ?? draft.intro;
}
