import {places} from './navigate.ts';
import {outputText} from './output-text.ts';
import {type Passage, type PassageKind, passages} from './passages.ts';
import type {Session} from './session.ts';
import {lessonOf, type NodeRun, type RunResult, type SessionState, stepOf} from './state.ts';
import {fold, hasAll} from './words.ts';

/** A line of the module's text, or of an output, that has all the words. */
export interface Hit {
  readonly lesson: string;
  readonly step: string;
  readonly kind: PassageKind | 'output';
  /** Id of the block in the step's text; of an output the run's. */
  readonly block: string;
  readonly text: string;
  /** Where an output was printed, and the number of the line in it, from 0. */
  readonly printed?: {readonly node: string; readonly line: number};
}

export interface Found {
  readonly hits: readonly Hit[];
  /** There are more than these. */
  readonly isCut: boolean;
}

/** What the student opened beside what the session knows: the explanations of one step. */
interface Opened {
  /** `lesson/step`. */
  readonly place: string;
  readonly opened: readonly string[];
}

export type Search = (state: SessionState, words: readonly string[], opened?: Opened) => Found;

const MOST_HITS = 300;
/** Of one output; a flood would hide all else. */
const MOST_LINES = 20;

const NOTHING: Opened = {place: '', opened: []};

/** Looks through all that can be seen of the module, in its order. What has not changed since is not read again. */
export function createSearch(session: Session): Search {
  const known = new Map<string, {readonly inputs: readonly unknown[]; readonly read: readonly Folded[]}>();

  function readStep(state: SessionState, lessonId: string, stepId: string, opened: readonly string[]) {
    const id = `${lessonId}/${stepId}`;
    const inputs = [state.values, state.cluster, state.runs, state.quizzes, state.steps[id], opened.join()];
    const before = known.get(id);
    if (before?.inputs.every((input, index) => Object.is(input, inputs[index]))) return before.read;
    const lesson = lessonOf(state, lessonId);
    const found = passages({session, state, lesson, step: stepOf(state, lessonId, stepId), opened});
    const read = found.map(foldPassage);
    known.set(id, {inputs, read});
    return read;
  }

  return (state, words, {place, opened} = NOTHING) => {
    const hits: Hit[] = [];
    if (words.length === 0) return {hits, isCut: false};
    for (const at of places(state)) {
      const isOpened = place === `${at.lesson}/${at.step}`;
      for (const {passage, folded} of readStep(state, at.lesson, at.step, isOpened ? opened : [])) {
        if (passage.kind === 'output')
          hits.push(...passage.runs.flatMap(run => printedHits({...at, block: passage.block}, run, words)));
        else if (hasAll(folded, words)) hits.push({...at, ...passage});
        if (hits.length > MOST_HITS) return {hits: hits.slice(0, MOST_HITS), isCut: true};
      }
    }
    return {hits, isCut: false};
  };
}

interface Folded {
  readonly passage: Passage;
  /** Empty for outputs, which are folded when they are looked through. */
  readonly folded: string;
}

function foldPassage(passage: Passage): Folded {
  return {passage, folded: passage.kind === 'output' ? '' : fold(passage.text)};
}

function printedHits(
  at: Pick<Hit, 'lesson' | 'step' | 'block'>,
  {node, result}: NodeRun,
  words: readonly string[],
): readonly Hit[] {
  if (result === undefined) return [];
  const text = outputText(result);
  return linesWith(foldedOutput(result), words, MOST_LINES).map(({line, from, to}) => ({
    ...at,
    kind: 'output',
    text: text.slice(from, to).replace(/\s+/g, ' ').trim(),
    printed: {node, line},
  }));
}

interface FoundLine {
  /** From 0. */
  readonly line: number;
  readonly from: number;
  readonly to: number;
}

/** The first lines that have all words. The longest word is looked for, so that lines without it cost next to nothing. */
export function linesWith(folded: string, words: readonly string[], most: number): readonly FoundLine[] {
  const [longest] = [...words].sort((one, other) => other.length - one.length);
  const found: FoundLine[] = [];
  if (longest === undefined) return found;
  let line = 0;
  let counted = 0;
  let at = folded.indexOf(longest);
  while (at !== -1 && found.length < most) {
    for (let end = folded.indexOf('\n', counted); end !== -1 && end < at; end = folded.indexOf('\n', counted)) {
      line += 1;
      counted = end + 1;
    }
    const end = folded.indexOf('\n', at);
    const to = end === -1 ? folded.length : end;
    if (hasAll(folded.slice(counted, to), words)) found.push({line, from: counted, to});
    at = folded.indexOf(longest, to);
  }
  return found;
}

const outputs = new WeakMap<RunResult, string>();

function foldedOutput(result: RunResult): string {
  const known = outputs.get(result) ?? fold(outputText(result));
  outputs.set(result, known);
  return known;
}
