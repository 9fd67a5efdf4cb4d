import type {Highlight} from '../render/code.ts';
import type {Fill} from '../render/fill.ts';
import type {StepBlock} from '../render/step-block.ts';
import {createStepRenderer} from '../render/step-lines.ts';
import type {Session} from '../session/session.ts';
import type {SessionState} from '../session/state.ts';
import type {Geometry} from './geometry.ts';
import {stepBlocks} from './step-blocks.ts';
import {layStep, type StepDocument} from './step-document.ts';
import type {View} from './view.ts';

/** Rows of output shown below a command when it has no pane of its own. */
const PREVIEW = 8;

export type StepModel = (
  state: SessionState,
  view: View,
  geometry: Geometry,
  highlight: Highlight | undefined,
) => StepDocument;

/** The laid out text of the current step; what has not changed since the last call is not made again. */
export function createStepModel(session: Session): StepModel {
  const render = createStepRenderer();
  const fillOf = createFill(session);
  let known = new Map<string, StepBlock>();
  let last: {readonly inputs: readonly unknown[]; readonly document: StepDocument} | undefined;
  return (state, view, geometry, highlight) => {
    const preview = geometry.twoPanes ? 0 : geometry.rows < 16 ? 4 : PREVIEW;
    const width = Math.max(8, geometry.text - 3);
    const inputs = [state, view.picked, view.opened, view.notes, preview, width, highlight];
    if (last !== undefined && same(last.inputs, inputs)) return last.document;
    const blocks = stepBlocks({session, state, view, fill: fillOf(state), preview}).map(block => {
      const before = known.get(block.id);
      return before !== undefined && sameBlock(before, block) ? before : block;
    });
    known = new Map(blocks.map(block => [block.id, block]));
    last = {inputs, document: layStep(blocks, width, render, highlight)};
    return last.document;
  };
}

/** One function as long as the values are the same, so that prose is drawn anew only when a value came. */
function createFill(session: Session): (state: SessionState) => Fill {
  let values: unknown;
  let cluster: unknown;
  let fill: Fill = text => session.fillText(text);
  return state => {
    if (values !== state.values || cluster !== state.cluster) fill = text => session.fillText(text);
    values = state.values;
    cluster = state.cluster;
    return fill;
  };
}

function sameBlock(one: StepBlock, other: StepBlock): boolean {
  const keys = Object.keys(one) as (keyof StepBlock)[];
  return keys.length === Object.keys(other).length && keys.every(key => sameValue(one[key], other[key]));
}

function sameValue(one: unknown, other: unknown): boolean {
  if (Object.is(one, other)) return true;
  if (Array.isArray(one) && Array.isArray(other)) {
    return one.length === other.length && one.every((value, index) => sameParts(value, other[index]));
  }
  return false;
}

/** Entries of lists (results of a run) are made anew each time, from parts that keep their identity. */
function sameParts(one: unknown, other: unknown): boolean {
  if (Object.is(one, other)) return true;
  if (one === null || other === null || typeof one !== 'object' || typeof other !== 'object') return false;
  const values = Object.entries(one);
  const theirs = new Map<string, unknown>(Object.entries(other));
  return values.length === theirs.size && values.every(([key, value]) => Object.is(value, theirs.get(key)));
}

function same(one: readonly unknown[], other: readonly unknown[]): boolean {
  return one.length === other.length && one.every((value, index) => Object.is(value, other[index]));
}
