import {capturedIn} from './lesson-values.ts';
import {type Place, places} from './navigate.ts';
import {outputText} from './output-text.ts';
import {type Passage, type PassageKind, passages} from './passages.ts';
import type {Session} from './session.ts';
import {sleep} from './sleep.ts';
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

export interface Search {
  find(state: SessionState, words: readonly string[], opened?: Opened): Found;
  /** Reads what `find` looks through, a step at a time, so that keys that are pressed meanwhile are not held up. */
  readAhead(signal: AbortSignal): Promise<void>;
}

const MOST_HITS = 300;
/** Of one output; a flood would hide all else. */
const MOST_LINES = 20;

const NOTHING: Opened = {place: '', opened: []};

/** Looks through all that can be seen of the module, in its order. What has not changed since is not read again. */
export function createSearch(session: Session): Search {
  const known = new Map<string, {readonly inputs: readonly unknown[]; readonly read: readonly Folded[]}>();

  function readStep(state: SessionState, {lesson: lessonId, step: stepId}: Place, opened: readonly string[]) {
    const id = `${lessonId}/${stepId}`;
    const inputs = [...lessonInputs(state, lessonId), state.steps[id], opened.join()];
    const before = known.get(id);
    if (before?.inputs.length === inputs.length && before.inputs.every((input, at) => Object.is(input, inputs[at])))
      return before.read;
    const lesson = lessonOf(state, lessonId);
    const found = passages({session, state, lesson, step: stepOf(state, lessonId, stepId), opened});
    const read = found.map(foldPassage);
    known.set(id, {inputs, read});
    return read;
  }

  return {
    find(state, words, {place, opened} = NOTHING) {
      const hits: Hit[] = [];
      if (words.length === 0) return {hits, isCut: false};
      for (const at of places(state)) {
        const isOpened = place === `${at.lesson}/${at.step}`;
        for (const {passage, folded} of readStep(state, at, isOpened ? opened : [])) {
          if (passage.kind === 'output')
            hits.push(...passage.runs.flatMap(run => printedHits({...at, block: passage.block}, run, words)));
          else if (hasAll(folded, words)) hits.push({...at, ...passage});
          if (hits.length > MOST_HITS) return {hits: hits.slice(0, MOST_HITS), isCut: true};
        }
      }
      return {hits, isCut: false};
    },
    async readAhead(signal) {
      for (const place of places(session.state())) {
        await sleep(0, signal);
        if (signal.aborted) return;
        readStep(session.state(), place, []);
      }
    },
  };
}

const inputsOf = new WeakMap<SessionState, Map<string, readonly unknown[]>>();

/** All that the text of a lesson's steps depends on: what was done in another lesson has no place in it. */
function lessonInputs(state: SessionState, lesson: string): readonly unknown[] {
  const lessons = inputsOf.get(state) ?? new Map<string, readonly unknown[]>();
  inputsOf.set(state, lessons);
  const inputs = lessons.get(lesson) ?? [
    // By what they told, for they are asked again and again.
    JSON.stringify(state.cluster.nodes.map(({id, probed}) => [id, probed])),
    ...state.values.filter(value => capturedIn(value) === lesson),
    ...ofLesson(state.runs, lesson),
    ...ofLesson(state.quizzes, lesson),
  ];
  lessons.set(lesson, inputs);
  return inputs;
}

function ofLesson(all: Readonly<Record<string, unknown>>, lesson: string): readonly unknown[] {
  return Object.entries(all).flatMap(entry => (entry[0].startsWith(`${lesson}/`) ? entry : []));
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
