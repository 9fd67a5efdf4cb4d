import type {Hidden, Item} from '../../core/lesson.ts';
import {placeIn, type Spot} from '../../core/source.ts';
import {readYaml} from '../../core/yaml/read-yaml.ts';
import type {Block} from '../blocks.ts';
import type {Comment} from '../comment.ts';
import {conditions} from '../schema/step.ts';
import {type Builder, itemsNow, push, scopeNow} from './builder.ts';
import type {Arm, Mutable} from './draft.ts';

const ROLES = ['hint', 'solution', 'why'] as const;
const SUMMARIES: Readonly<Record<Hidden['role'], string>> = {hint: 'Hint', solution: 'Solution', why: 'Why'};

/** Opens the first arm, or ends one and opens the next: arms of one `@when` follow each other. */
export function openArm(builder: Builder, comment: Comment, spot: Spot): void {
  const {context, draft, frames} = builder;
  if (comment.argument !== undefined) {
    context.report(comment.argumentSpot, '@when takes conditions: <!-- @when {overlay: netns} -->');
  }
  const read = readYaml(conditions, comment.yaml, context.report);
  const when = read.ok ? (read.value as Readonly<Record<string, string>>) : {};
  const at = placeIn(context.lessonFile, spot);
  const variant = {when, items: [] as Item[], at};
  const key = JSON.stringify(Object.entries(when).sort());
  const previous = frames.at(-1);
  if (previous?.kind === 'arm') {
    builder.prose = undefined;
    frames.pop();
    const {group} = previous.arm;
    const index = previous.variants.push(variant) - 1;
    draft.arms[group] = previous.variants.length;
    frames.push({kind: 'arm', items: variant.items, spot, arm: {group, index, key}, variants: previous.variants});
    return;
  }
  const variants = [variant];
  const arm: Arm = {group: draft.arms.push(1) - 1, index: 0, key};
  push(builder, {kind: 'variants', variants, at});
  frames.push({kind: 'arm', items: variant.items, spot, arm, variants});
}

export function closeArm({context, frames}: Builder, spot: Spot): void {
  if (frames.at(-1)?.kind === 'arm') frames.pop();
  else context.report(spot, '@end without an open @when');
}

/** Reads `<details>` and what belongs to it; returns how many blocks that took. */
export function openDetails(builder: Builder, blocks: readonly Block[], index: number): number {
  const {context, draft, frames} = builder;
  const {spot} = blocks[index]!;
  const [first, second] = blocks.slice(index + 1, index + 3);
  const pair = first?.kind === 'summary' ? [first, second] : [second?.kind === 'summary' ? second : undefined, first];
  const summary = pair[0]?.kind === 'summary' ? pair[0] : undefined;
  const comment = pair[1]?.kind === 'comment' ? pair[1].comment : undefined;
  const role = ROLES.find(one => one === comment?.kind);
  if (comment === undefined || role === undefined) {
    context.report(
      spot,
      'this <details> has no @hint, @solution or @why, so it is not folded in the runner',
      'warning',
    );
    frames.push({kind: 'plain', items: itemsNow(builder), spot});
    return 1;
  }
  const {argument: target, argumentSpot: targetSpot} = comment;
  const hidden: Mutable<Hidden> = {
    role,
    ...(target !== undefined && {target}),
    summary: summary?.text ?? SUMMARIES[role],
    items: [],
    at: placeIn(context.lessonFile, spot),
  };
  draft.hidden.push({hidden, targetSpot, scope: scopeNow(builder), spot});
  push(builder, {kind: 'hidden', hidden});
  frames.push({kind: 'hidden', items: hidden.items as Item[], spot, hidden});
  return 1 + (summary === undefined ? 1 : 2);
}

export function closeDetails(builder: Builder, spot: Spot): void {
  const {context, frames} = builder;
  builder.prose = undefined;
  const top = frames.at(-1);
  if (top === undefined) context.report(spot, '</details> without an open <details>');
  else if (top.kind === 'arm') context.report(top.spot, 'this @when is not closed before </details>: expected @end');
  frames.pop();
  if (top?.kind === 'arm') frames.pop();
}

/** Tells what is still open where a step or the lesson ends. */
export function closeAll({context, frames}: Builder): void {
  for (const {kind, spot} of frames) {
    context.report(
      spot,
      kind === 'arm' ? 'this @when is never closed: expected <!-- @end -->' : 'this <details> is never closed',
    );
  }
  frames.length = 0;
}
