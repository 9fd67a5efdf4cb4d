import {type JSONValue, search} from '@jmespath-community/jmespath';
import type {Capture, Run} from '../core/lesson.ts';
import type {Value} from '../core/progress.ts';
import {expectedForm, matchesType} from '../core/value-type.ts';
import {newValue} from './new-value.ts';

/** What a capture found in one output. */
type Extraction =
  | {readonly kind: 'value'; readonly value: string}
  | {readonly kind: 'ask'; readonly options: readonly string[]}
  | {readonly kind: 'problem'; readonly message: string};

/** Applies a capture to a parsed output. The value comes from a node, so it must have the form of its type. */
function extract(capture: Capture, data: unknown): Extraction {
  let found: unknown;
  try {
    found = search(data as JSONValue, capture.from);
  } catch (error) {
    return {kind: 'problem', message: `${capture.name}: ${(error as Error).message}`};
  }
  const options = [...new Set((Array.isArray(found) ? found : [found]).flatMap(asText))];
  const wrong = options.find(option => !matchesType(capture.type, option));
  if (wrong !== undefined) {
    const form = expectedForm(capture.type);
    return {
      kind: 'problem',
      message: `${capture.name}: expected ${form}, the output holds ${JSON.stringify(wrong.slice(0, 80))}`,
    };
  }
  if (options.length === 0) {
    return {
      kind: 'problem',
      message: `${capture.name}: no row of this output has it; is what you look for there yet? run it again`,
    };
  }
  if (options.length === 1) return {kind: 'value', value: options[0]!};
  if (capture.choose === 'ask') return {kind: 'ask', options};
  return {kind: 'problem', message: `${capture.name}: several rows match (${options.slice(0, 5).join(', ')})`};
}

function asText(value: unknown): string[] {
  return typeof value === 'string' || typeof value === 'number' ? [String(value)] : [];
}

export interface Captured {
  readonly values: readonly Value[];
  readonly questions: readonly {readonly capture: Capture; readonly options: readonly string[]}[];
  readonly problems: readonly string[];
}

/** All captures of a run from its output on one node. */
export function captureAll(run: Run, id: string, node: string, data: unknown, at: number): Captured {
  const values: Value[] = [];
  const questions: {capture: Capture; options: readonly string[]}[] = [];
  const problems: string[] = [];
  for (const capture of run.captures) {
    const found = extract(capture, data);
    if (found.kind === 'value') values.push(newValue(capture, found.value, id, node, at));
    else if (found.kind === 'ask') questions.push({capture, options: found.options});
    else problems.push(found.message);
  }
  return {values, questions, problems};
}
