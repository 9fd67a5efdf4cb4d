import {describeEnd} from '../../core/output.ts';
import type {NodeRun, RunResult} from '../state.ts';
import {fenced, inCode, plainWords} from './quote.ts';

/** Of a longer output the rest is only counted, but where all is asked for. */
const MOST_LINES = 60;
const MOST_CHARACTERS = 16_000;

/** A command as it ran, where and when, and what it printed. */
export function runText(run: NodeRun, language: string, whole: boolean): readonly string[] {
  const {node, line, edited, startedAt, result} = run;
  const how = result === undefined ? [] : [plainWords(describeEnd(result.end)), `${seconds(result)} s`];
  const facts = [`on ${inCode(node)}`, timeText(startedAt), ...how, ...(edited ? ['edited before it ran'] : [])];
  return [
    `Ran ${facts.join(', ')}:`,
    fenced(line, language),
    ...(result === undefined ? ['What it printed is not on the disk any more.'] : outputText(result, whole)),
  ];
}

/** `2026-01-05 10:42:07 UTC` */
export function timeText(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

function outputText({stdout, stderr, bytes, captureProblem}: RunResult, whole: boolean): readonly string[] {
  const isEmpty = stdout.trim() === '' && stderr.trim() === '';
  return [
    ...(isEmpty ? ['It printed nothing.'] : []),
    ...streamText(stdout, bytes, whole),
    ...(stderr.trim() === '' ? [] : ['On standard error:', ...streamText(stderr, undefined, whole)]),
    ...(captureProblem === undefined ? [] : [`No value was taken: ${plainWords(captureProblem)}.`]),
  ];
}

/** `bytes`: how much was printed, where that is known; the session holds the first 2 MiB. */
function streamText(text: string, bytes: number | undefined, whole: boolean): readonly string[] {
  if (text.trim() === '') return [];
  const lines = text.replace(/\n+$/, '').split('\n');
  const head = whole ? text : lines.slice(0, MOST_LINES).join('\n').slice(0, MOST_CHARACTERS);
  const shown = head.replace(/\n+$/, '').split('\n').length;
  const isCut = !whole && (shown < lines.length || head.length === MOST_CHARACTERS);
  const isHeld = bytes === undefined || bytes <= Buffer.byteLength(text) || !whole;
  return [
    fenced(head, 'text'),
    ...(isCut ? [`The first ${shown} of ${lines.length} lines; \`--all\` has them all.`] : []),
    ...(isHeld ? [] : [`The first ${lines.length} lines of ${bytes} bytes.`]),
  ];
}

function seconds({durationMs}: RunResult): string {
  return (durationMs / 1000).toFixed(1);
}
