import type {OutputEvidence} from '../../assertions/assertion.ts';
import type {Run} from '../core/lesson.ts';
import {describeEnd, type End} from '../core/output.ts';
import {readyWord} from './listening.ts';
import type {RunResult} from './state.ts';

/** What `timeout N COMMAND` exits with when the time was up. */
const TIME_WAS_UP = 124;

/** A stream is over when it was stopped or its time was up; a command must exit as the lesson says. */
export function endedWell(run: Run, end: End): boolean {
  if (end.kind === 'exited') return run.exit.includes(end.code) || (run.stream && end.code === TIME_WAS_UP);
  return run.stream && (end.kind === 'stopped' || end.kind === 'timed-out' || end.kind === 'signalled');
}

/** How a stream was cut, and whether it showed nothing because it was not listening yet; nothing for one that came to its end. */
export function howCut(run: Run, result: RunResult): Pick<OutputEvidence, 'cut' | 'isDeaf'> {
  const cut = cutWords(run, result);
  if (cut === undefined) return {};
  return isDeaf(run, result) ? {cut, isDeaf: true} : {cut};
}

/**
 * How a stream was ended by its own time limit or by the runner; undefined for one that came to its end. What the student
 * breaks off is none of these: who knows what would have come.
 */
function cutWords(run: Run, {end, ok}: RunResult): string | undefined {
  if (!run.stream || !ok) return undefined;
  if (end.kind === 'exited') return end.code === TIME_WAS_UP ? describeEnd(end) : undefined;
  if (end.kind === 'stopped' && run.beside !== undefined) return `stopped when ${run.beside} was over`;
  return end.kind === 'timed-out' ? describeEnd(end) : undefined;
}

/** Says when it listens, and has not. */
function isDeaf(run: Run, {stdout, stderr}: RunResult): boolean {
  const word = readyWord(run);
  return word !== undefined && stdout.trim() === '' && !stderr.includes(word);
}
